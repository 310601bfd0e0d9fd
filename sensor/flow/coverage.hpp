// How much of one direction of a TCP connection came by here, by its numbers alone.
//
// Lengths are the headers', so a capture that keeps only headers tells as much as a whole one. What
// was sent before the first segment that was seen is never missed: a direction whose SYN was not
// seen is believed only after an acknowledgement has covered what was seen of it and nothing more.
// Numbers more than 1 GiB away (the largest window, RFC 7323, 2.3) are forged or another
// connection's.
#pragma once

#include <cstdint>

#include "flow/holes.hpp"

namespace tapcensus {

class Coverage {
 public:
  bool begun() const noexcept { return begun_; }

  // A SYN: the first byte has this number.
  void begin(std::uint32_t first) noexcept;

  // A segment took the numbers [from, from + length). Whether some of them had been passed over:
  // it came out of order.
  bool saw(std::uint32_t from, std::uint32_t length, Holes& holes) noexcept;

  struct Acknowledged {
    bool more = false;          // than was acknowledged before
    std::uint32_t missing = 0;  // bytes of it that were never seen here
  };
  // The other side has received all before `number`.
  Acknowledged acknowledged(std::uint32_t number, Holes& holes) noexcept;

  // Segments were left out here, on purpose: begins again with the next one.
  void forget(Holes& holes) noexcept;

 private:
  std::uint32_t end_ = 0;    // all before it was seen, or is in a hole
  std::uint32_t acked_ = 0;  // all before it was acknowledged, or lies before the first seen
  Holes::Index holes_ = 0;
  bool begun_ = false;
  bool certain_ = false;  // everything between the first seen and end_ is accounted for
};

}  // namespace tapcensus
