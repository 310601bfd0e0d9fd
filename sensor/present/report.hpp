// What a reading of captures found, ready to be shown; and what people want to know of a device.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/tick.hpp"
#include "census/census.hpp"
#include "census/signatures.hpp"
#include "facts/catalog.hpp"
#include "facts/outcome.hpp"

namespace tapcensus {

struct Ledger {
  std::uint64_t received = 0;
  std::array<std::uint64_t, static_cast<std::size_t>(Outcome::end_)> outcomes{};

  std::uint64_t operator[](Outcome outcome) const {
    return outcomes[static_cast<std::size_t>(outcome)];
  }
  std::uint64_t& operator[](Outcome outcome) { return outcomes[static_cast<std::size_t>(outcome)]; }
};

// Borrows devices and catalogue.
struct Report {
  std::span<const Device> devices;
  const Catalog& catalog;
  Ledger ledger;
  std::vector<SignatureCount> signatures{};  // those that were found, sorted by id
  std::vector<std::string> limits{};         // bounds that were hit, as sentences
};

// The names that a verdict holds, as views into the catalogue and the taxonomy.
class NamedVerdict {
 public:
  NamedVerdict(const Verdict& verdict, const Catalog& catalog)
      : verdict_{verdict}, catalog_{catalog} {}

  // Empty when not given.
  std::string_view at(Level level) const;
  // What remains of an ambiguous level, else empty.
  std::vector<std::string_view> ambiguous(Level level) const;
  // "iOS", "10 or 11", or empty.
  std::string words(Level level) const;
  // Where that is wider than `width`: "Linux kernel", where the kernel is all that is known, or
  // "Windows or 4 others", the likeliest first.
  std::string words_within(Level level, std::size_t width) const;

  // "Windows 7": the system and its version, or all that remain, where their makers had ceased to
  // mend them before that time; else empty.
  std::string past_support(Tick when) const;

  // Of the system; given also where several remain and agree in it. Empty when not known.
  std::string_view os_vendor() const;
  // Countries of the vendors; empty when not known.
  std::string_view origin() const;
  std::string_view os_origin() const;

  const Verdict& verdict() const { return verdict_; }

 private:
  std::vector<std::string_view> remaining(Level level) const;
  std::vector<std::string> by_kernel() const;
  std::string_view first(Level level) const;
  std::string_view country(std::string_view vendor) const;

  const Verdict& verdict_;
  const Catalog& catalog_;
};

// How many columns a text takes in a terminal.
std::size_t width_of(std::string_view text);

// Whether nothing is known of its vendor and its system.
bool unknown(const Verdict& verdict);

std::vector<std::string_view> source_names(const Verdict& verdict);
// Sorted.
std::vector<std::string_view> contradiction_names(const Verdict& verdict);

}  // namespace tapcensus
