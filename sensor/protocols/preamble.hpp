// What stands before another protocol, and makes way for it: answers that such parsers share.
//
// Their own messages are read only as far as it takes to know where they end. The other protocol is
// then recognised anew, by its own bytes.
#pragma once

#include <cstdint>

#include "protocols/protocol.hpp"

namespace tapcensus {

// The first byte of a handshake of TLS (RFC 8446, 5.1), which begins no line of text.
inline constexpr bool begins_tls(char byte) noexcept { return byte == 22; }

// More bytes are needed to tell what this is.
inline Reading wait_for_more(const Payload& payload) noexcept {
  if (payload.final) return Reading::not_mine();
  return Reading::need_more(static_cast<std::uint32_t>(payload.bytes.size() + 1));
}

// Where TLS begins if it was agreed on, and otherwise nothing that is looked at.
inline Reading tls_or_nothing(const Payload& payload) noexcept {
  const bool begins = !payload.bytes.empty() && begins_tls(static_cast<char>(payload.bytes[0]));
  return begins ? Reading::switched(0) : Reading::done();
}

}  // namespace tapcensus
