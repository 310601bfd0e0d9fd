// How a sender numbers its IPv4 packets (the identification, RFC 791, 3.1; RFC 6864), told by the
// first segments of one end of a TCP connection.
//
// Systems that leave it zero, count, or draw lots for it are told apart; whose counter it is (of a
// connection, of a destination, of the whole host) is not, since one connection does not show it.
// So it is a fact for people and rules. It does not say how many devices share an address: counters
// of whole hosts, which Bellovin (IMW 2002) told apart behind a NAT, are gone from the systems that
// most devices run, and one host may count in one connection and send zeros in the next.
//
// What it says depends on which packets came, neither on their order nor on how often: it looks at
// different numbers, and where they are all the same, at different packets. A bounded table: under
// a flood it does not watch who comes late, and then nothing is said.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.hpp"
#include "base/tick.hpp"
#include "wire/layers.hpp"

namespace tapcensus {

enum class Numbers : std::uint8_t {
  watched,     // too few have come
  unclear,     // they follow nothing that is known here, or were not watched
  zero,        // always 0
  constant,    // always the same, and not 0
  counter,     // close together, as what counts packets is
  counter_le,  // the same with the bytes exchanged, as old systems on little-endian machines sent
               // it
  random,      // all over the range, and no two close together
  end_
};

// As facts and rules call them; empty where there is nothing to say.
inline constexpr std::array<std::string_view, static_cast<std::size_t>(Numbers::end_)>
    kNamesOfNumbers{"", "", "zero", "constant", "counter", "counter_le", "random"};

constexpr std::string_view name_of(Numbers numbers) noexcept {
  return kNamesOfNumbers[static_cast<std::size_t>(numbers)];
}

class Numbering {
 public:
  // So many different numbers are asked for, or different packets when the number stays the same.
  static constexpr std::size_t kEnough = 8;

  // `arena` outlives it.
  Numbering(std::size_t entries, Arena& arena);

  // One end of a connection (`who` is its hash) sent this segment over IPv4, which is neither SYN
  // nor RST. Any answer but `watched` is the last: the caller asks no more about this end.
  Numbers saw(std::uint64_t who, const Layers& layers, Tick at) noexcept;

 private:
  // Values that are all different, compared all at once. The places of those that are still to come
  // hold the first.
  using Values [[gnu::vector_size(2 * kEnough)]] = std::uint16_t;

  struct alignas(64) Entry {
    std::uint64_t who;  // 0: free
    Tick until;         // then others may have the place
    Values numbers;
    Values marks;  // of packets with the first number
    std::uint32_t first_acknowledgment;
    std::uint8_t old;      // packets that said nothing new
    std::uint8_t count;    // of numbers
    std::uint8_t packets;  // of marks
    bool answered;         // two packets of the first number acknowledge different bytes
  };
  static_assert(sizeof(Entry) == 64);

  Entry* entry_of(std::uint64_t who, Tick at) const noexcept;
  static bool has(const Values& values, std::uint16_t value) noexcept;
  static void begin(Entry& entry, std::uint16_t number, const Layers& layers) noexcept;
  static Numbers add(Entry& entry, std::uint16_t number, const Layers& layers) noexcept;
  static Numbers add_same(Entry& entry, const Layers& layers) noexcept;

  std::uint64_t mask_;
  std::span<Entry> entries_;
};

// What different numbers, none of them 0, are like, in whatever order.
Numbers judge(std::array<std::uint16_t, Numbering::kEnough> numbers) noexcept;

}  // namespace tapcensus
