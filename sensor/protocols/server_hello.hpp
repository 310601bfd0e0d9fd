// What a TLS ServerHello says of its sender: version, cipher and ALPN that it chose, and JA3S.
//
// The parser of each carrier collects the message and hands it over here. Not a protocol of its
// own: it is not on the roster.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"
#include "facts/finding.hpp"
#include "protocols/lifetime.hpp"

namespace tapcensus {

// None that was seen is a tenth as long.
inline constexpr std::size_t kMostServerHello = 8 * 1024;

// Views into the message.
struct ServerHello {
  std::uint16_t legacy_version = 0;
  std::uint16_t version = 0;  // that was agreed on
  std::uint16_t cipher = 0;
  ByteView extensions;  // all of them, and all whole
  ByteView alpn;        // empty when it is not told in clear
  bool retry = false;   // HelloRetryRequest: the client is to say hello again

  // From here on nothing is in clear.
  bool encrypts_the_rest() const noexcept;
};

// `body` is the message after its type and length. False when it is not a whole ServerHello.
[[nodiscard]] bool read_server_hello(ByteView body, ServerHello& hello) noexcept;

void tell(const ServerHello& hello, Lifetime lifetime, Findings& findings) noexcept;

}  // namespace tapcensus
