// How fast the clocks behind TCP timestamps tick (RFC 7323, 5.4), told by the first and the last
// segment of each end of a connection.
//
// Offsets are random in most systems, so only what one connection says of its own clock is
// compared. A bounded table: a flood makes it forget, and then nothing is said.
#pragma once

#include <cstdint>
#include <span>

#include "base/arena.hpp"
#include "base/bytes.hpp"
#include "base/tick.hpp"

namespace tapcensus {

// The sender's timestamp among the options of a TCP header; 0 when there is none.
std::uint32_t timestamp_in(ByteView tcp_header) noexcept;

class Clocks {
 public:
  // `arena` outlives it.
  Clocks(std::size_t entries, Arena& arena);

  // One end of a connection (`who` is its hash) opened with this timestamp. The first counts.
  void begin(std::uint64_t who, std::uint32_t timestamp, Tick at) noexcept;
  // It ended with this one. Ticks a second, as the usual rate nearest to what was seen; 0 when the
  // connection was too short to tell, or the clock follows none of the usual rates.
  std::uint32_t end(std::uint64_t who, std::uint32_t timestamp, Tick at) noexcept;

 private:
  struct Entry {
    std::uint64_t who;  // 0: free
    Tick at;
    std::uint32_t timestamp;
  };

  Entry& entry_of(std::uint64_t who) const noexcept { return entries_[who & mask_]; }

  std::uint64_t mask_;
  std::span<Entry> entries_;
};

}  // namespace tapcensus
