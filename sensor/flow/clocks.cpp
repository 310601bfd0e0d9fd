#include "flow/clocks.hpp"

#include <bit>

#include "base/cursor.hpp"

namespace tapcensus {

std::uint32_t timestamp_in(ByteView tcp_header) noexcept {
  constexpr std::uint8_t kEnd = 0, kNothing = 1, kTimestamp = 8;
  Cursor in{tcp_header};
  in.skip(20);
  while (!in.at_end()) {
    const std::uint8_t kind = in.u8();
    if (kind == kNothing) continue;
    const std::uint8_t length = in.u8();
    if (kind == kEnd || length < 2) return 0;
    if (kind == kTimestamp && length == 10) return in.be32();
    in.skip(length - 2u);
  }
  return 0;
}

Clocks::Clocks(std::size_t entries, Arena& arena)
    : mask_{std::bit_ceil(entries) - 1}, entries_{arena.take<Entry>(mask_ + 1)} {}

void Clocks::begin(std::uint64_t who, std::uint32_t timestamp, Tick at) noexcept {
  Entry& entry = entry_of(who);
  if (entry.who != who) entry = {who, at, timestamp};
}

std::uint32_t Clocks::end(std::uint64_t who, std::uint32_t timestamp, Tick at) noexcept {
  constexpr std::uint64_t kShortest = kSecond / 5, kLongest = 600 * kSecond;
  constexpr std::uint64_t kLeastTicks = 20;  // one more or less is then within the tolerance
  constexpr std::uint64_t kUsual[] = {1000, 500, 250, 200, 100, 64, 10};

  Entry& entry = entry_of(who);
  if (entry.who != who) return 0;
  const std::uint64_t elapsed = at > entry.at ? at.ns - entry.at.ns : 0;
  const std::uint64_t ticks = timestamp - entry.timestamp;
  entry.who = 0;
  if (elapsed < kShortest || elapsed > kLongest || ticks < kLeastTicks) return 0;
  const std::uint64_t rate = ticks * kSecond / elapsed;
  for (const std::uint64_t usual : kUsual) {
    // A tenth: delays on the way, and the clock that stamped the packets.
    if (rate * 10 >= usual * 9 && rate * 10 <= usual * 11) return static_cast<std::uint32_t>(usual);
  }
  return 0;
}

}  // namespace tapcensus
