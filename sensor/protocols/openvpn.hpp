// How an OpenVPN session begins (openvpn.net, "OpenVPN Network Protocol"), over whichever carrier.
//
// The first form of it, of before 2005, is left out: nothing speaks it any more.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "base/cursor.hpp"
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

// Behind the first byte and the session stands what the sender acknowledges; between them, where
// packets are signed (tls-auth), the digest of MD5, SHA-1 or one of SHA-2, and a guard against
// replay: a number and a time.
inline constexpr std::size_t kOpenvpnSession = 8, kOpenvpnReplayGuard = 8;
inline constexpr std::array<std::size_t, 6> kOpenvpnDigests{16, 20, 28, 32, 48, 64};

// Reads past what the sender acknowledges, and the number of its message; nothing where that cannot
// stand there.
std::optional<std::uint32_t> openvpn_message_number(Cursor& in) noexcept;

// Whether the packet asks for a session, or grants one: in the clear, signed (tls-auth), encrypted
// (tls-crypt), or with a key for that (tls-crypt-v2).
bool is_openvpn_reset(ByteView packet) noexcept;

}  // namespace tapcensus
