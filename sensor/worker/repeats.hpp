// Remembers what was said a moment ago, so that it is not said again within the same minute.
//
// A small table of hashes: forgetting one only costs a repetition, which the census takes out.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace tapcensus {

class Repeats {
 public:
  explicit Repeats(std::size_t entries)
      : mask_{std::bit_ceil(entries) - 1}, seen_{std::make_unique<std::uint64_t[]>(mask_ + 1)} {}

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
  const std::unique_ptr<std::uint64_t[]> seen_;
};

}  // namespace tapcensus
