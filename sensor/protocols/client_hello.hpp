// What a TLS ClientHello says of its sender: server name, ALPN, version, JA3 and JA4.
//
// The message is the same over TCP, QUIC and DTLS records; the parser of each carrier collects it
// and hands it over here. Not a protocol of its own: it is not on the roster.
#pragma once

#include <cstddef>

#include "base/bytes.hpp"
#include "facts/finding.hpp"
#include "protocols/lifetime.hpp"

namespace tapcensus {

// The longest hello that is collected; none that was seen is a quarter as long.
inline constexpr std::size_t kMostHello = 16 * 1024;

// The first letter of a JA4: what carries the hello.
enum class HelloCarrier : char { tcp = 't', quic = 'q', dtls = 'd' };

// `hello` is the body of the message, after its type and length, at most kMostHello bytes. Of one
// that is cut short or malformed only the extensions that are whole are told; what is made of all
// of it (version, fingerprints) is left out. False when this is no ClientHello at all.
[[nodiscard]] bool read_client_hello(ByteView hello, HelloCarrier carrier, Lifetime lifetime,
                                     Findings& findings) noexcept;

}  // namespace tapcensus
