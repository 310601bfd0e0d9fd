// The numbers of variable length that QUIC is written in (RFC 9000, 16).
#pragma once

#include <cstdint>

#include "base/cursor.hpp"

namespace tapcensus {

// Its first two bits say how long it is. Zero after a failure.
inline std::uint64_t quic_number(Cursor& in) noexcept {
  const std::uint8_t first = in.u8();
  std::uint64_t value = first & 0x3fu;
  for (int more = (1 << (first >> 6)) - 1; more > 0; --more) value = value << 8 | in.u8();
  return in.ok() ? value : 0;
}

}  // namespace tapcensus
