// Remembers what was said a moment ago, so that it is not said again within the same minute.
//
// A small table of hashes: forgetting one only costs a repetition, which the census takes out.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/arena.hpp"

namespace tapcensus {

class Repeats {
 public:
  // `arena` outlives it.
  Repeats(std::size_t entries, Arena& arena)
      : mask_{std::bit_ceil(entries) - 1}, seen_{arena.take<std::uint64_t>(mask_ + 1)} {}

  // Whether this was the last thing said in its place; remembers it. `what` hashes the device, the
  // rule, the text and the minute.
  bool repeated(std::uint64_t what) noexcept {
    std::uint64_t& place = seen_[what & mask_];
    if (place == what) return true;
    place = what;
    return false;
  }

 private:
  const std::size_t mask_;
  const std::span<std::uint64_t> seen_;
};

}  // namespace tapcensus
