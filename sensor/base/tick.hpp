// The packet's own time, in nanoseconds since 1970-01-01 UTC.
//
// Only intake stamps packets; nothing in the packet path asks a clock.
#pragma once

#include <compare>
#include <cstdint>

namespace tapcensus {

struct Tick {
  std::uint64_t ns = 0;

  constexpr double seconds() const noexcept { return static_cast<double>(ns) / 1e9; }
  // Whole minutes: repeats are told apart by floor(time / 60 s).
  constexpr std::uint64_t minute() const noexcept { return ns / 60'000'000'000u; }

  friend constexpr auto operator<=>(Tick, Tick) noexcept = default;
};

inline constexpr std::uint64_t kSecond = 1'000'000'000;

}  // namespace tapcensus
