// What a rule says of a device, by names, and what the taxonomy adds and objects to.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "facts/taxonomy.hpp"
#include "match/mistakes.hpp"

namespace tapcensus {

struct PlacedText {
  Place place;
  std::string text;
};

// As Claim, with names instead of numbers.
struct NamedClaim {
  std::array<std::vector<PlacedText>, kLevels> levels;

  const std::vector<PlacedText>& at(Level level) const {
    return levels[static_cast<std::size_t>(level)];
  }
  std::vector<PlacedText>& at(Level level) { return levels[static_cast<std::size_t>(level)]; }
};

// Refuses what the taxonomy does not declare or contradicts, then adds what follows: a single model
// gives its family, a single family gives its vendor, type and system where they are not stated.
void settle(NamedClaim& device, const Taxonomy& taxonomy, Mistakes& mistakes);

// "unknown vendor 'Aple'; did you mean 'Apple'?"
std::string unknown_name(Level level, std::string_view name, const Taxonomy& taxonomy);

}  // namespace tapcensus
