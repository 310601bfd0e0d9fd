// What is believed of a device, level by level, and how sure we are.
//
// A level is given only when it is right in two of three cases at least; else it is silent, or it
// names the few values that remain. Finer levels are decided inside what the coarser ones decided.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "census/fusion.hpp"
#include "facts/catalog.hpp"

namespace tapcensus {

// A claim with the trust it has earned by where it was found.
struct Weighted {
  ClaimId claim;
  Source source;
  std::uint8_t weight;  // percent

  friend auto operator<=>(const Weighted&, const Weighted&) = default;
};

using LevelSet = std::bitset<kLevels>;

struct Verdict {
  std::array<std::optional<ValueId>, kLevels> values;
  // That the value is right; of an ambiguous level, that the truth is in the set; else 0.
  std::array<double, kLevels> confidences{};
  std::array<std::vector<ValueId>, kLevels> ambiguous;  // sorted by name
  // Of an ambiguous level, those that are likelier than the rest; empty where all are alike.
  std::array<std::vector<ValueId>, kLevels> likeliest;
  double confidence = 0;       // that all the values given are right; 0 when none is
  SourceSet sources;           // that support the vendor or the system, or what is finer than these
  unsigned corroboration = 0;  // how many support the vendor, or the system: the greater of both
  LevelSet contradictions;     // where two sources that are sure of themselves exclude each other

  const std::optional<ValueId>& at(Level level) const {
    return values[static_cast<std::size_t>(level)];
  }
};

// A function of the set of claims alone: neither their order nor their repetition matters. Names
// that the taxonomy implies are entered into the catalogue.
Verdict conclude(std::span<const Weighted> claims, Catalog& catalog);

// The application that speaks, by rules that hold for one value: of those that are as sure as an
// answer must be. Empty where none names one, or they differ.
std::string_view application_of(std::span<const RuleId> rules, const Catalog& catalog);

}  // namespace tapcensus
