// Remembers the packets of a moment ago, so that a mirror's copies are known as such.
//
// The same packet is one with the same IP header but for TTL and checksum, and the same bytes
// behind it, as far as a hash over the first 48 and the last 8 of them tells; whatever link header
// and VLAN it came with, within 50 ms. A retransmission is another packet: it has another IP ID.
// Where there is none (IPv6, or 0 in IPv4), a retransmission may be the same to the bit: such
// packets must come again within 2 ms, which is sooner than most senders repeat themselves. The
// table is small and does not grow: forgetting a packet only costs one of the count.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/arena.hpp"
#include "base/tick.hpp"
#include "flow/key.hpp"
#include "wire/layers.hpp"

namespace tapcensus {

// What a packet is known by, and for how long (in units of 1,024 ns).
struct Likeness {
  std::uint64_t hash;
  std::uint64_t span;
};
inline constexpr std::uint64_t kCopySpan = 50'000'000 >> 10;
inline constexpr std::uint64_t kUnnumberedCopySpan = 2'000'000 >> 10;

// `layers` holds an IP packet, and `flow` is the hash of its flow, either direction.
Likeness likeness_of_packet(const Layers& layers, std::uint64_t flow, Side sender) noexcept;
// The same for a frame without IP.
Likeness likeness_of_frame(const Layers& layers, std::uint16_t tap) noexcept;

class Duplicates {
 public:
  // `arena` outlives it.
  Duplicates(std::size_t packets, Arena& arena)
      : mask_{std::bit_ceil(packets) - 1}, seen_{arena.take<std::uint64_t>(mask_ + 1)} {}

  // Whether the packet was here so short a time before (or after: taps mix their order); remembers
  // it.
  bool again(const Likeness& packet, Tick now) noexcept {
    const std::uint64_t time = now.ns >> 10;
    std::uint64_t& place = seen_[packet.hash & mask_];
    const std::uint64_t before = place;
    place = (packet.hash & kHash) | (time & kTime);
    if (((before ^ packet.hash) & kHash) != 0) return false;
    const std::uint64_t since = (time - before) & kTime;
    return since < packet.span || kTime - since < packet.span;
  }

 private:
  // 29 bits of the hash, beside those that chose the place; the time comes round every 9.5 hours.
  static constexpr std::uint64_t kTime = (std::uint64_t{1} << 35) - 1;
  static constexpr std::uint64_t kHash = ~kTime;

  const std::size_t mask_;
  const std::span<std::uint64_t> seen_;
};

}  // namespace tapcensus
