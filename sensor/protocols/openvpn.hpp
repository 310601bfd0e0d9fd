// How an OpenVPN session begins (openvpn.net, "OpenVPN Network Protocol"), over whichever carrier.
//
// The first form of it, of before 2005, is left out: nothing speaks it any more.
#pragma once

#include "base/bytes.hpp"
#include "protocols/start.hpp"

namespace tapcensus {

// The first byte: an operation and a key, which is 0 where a session begins.
inline constexpr std::uint8_t operation_of(unsigned operation) noexcept {
  return static_cast<std::uint8_t>(operation << 3);
}
inline constexpr ByteSet kOpenvpnResets = ByteSet::just(operation_of(7)) |
                                          ByteSet::just(operation_of(8)) |
                                          ByteSet::just(operation_of(10));
// Of these sizes; the longest carries a wrapped key.
inline constexpr std::size_t kLeastReset = 14, kMostReset = 1200;

// Whether the packet asks for a session, or grants one: in the clear, signed (tls-auth), encrypted
// (tls-crypt), or with a key for that (tls-crypt-v2).
bool is_openvpn_reset(ByteView packet) noexcept;

}  // namespace tapcensus
