// Where a rule stands in a list of rules, of which the first that matches speaks.
#pragma once

#include <cstddef>
#include <cstdint>

#include "match/pack.hpp"

namespace tapcensus {

struct ListPlace {
  std::uint8_t list = 0;    // 1 to kMostListsInAll; 0: in none
  std::uint8_t silent = 0;  // 1: says nothing where it is the first
};
inline constexpr std::size_t kMostListsInAll = kMostPacks * kMostLists;

}  // namespace tapcensus
