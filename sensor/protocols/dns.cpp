// DNS over UDP (RFC 1035, 4.2.1).
#include <algorithm>
#include <array>

#include "protocols/dns_facts.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{53};

// An identifier; standard queries and their responses; one question.
constexpr std::array kStart{bytes::kAny, bytes::kAny,      ByteSet::masked(0x78, 0),
                            bytes::kAny, ByteSet::just(0), ByteSet::just(1)};

Reading read(const Payload& payload, Findings& findings) noexcept {
  const ByteView message = payload.bytes;
  if (payload.guessed && (is_others_port(payload.layers) || !is_surely_dns(message))) {
    return Reading::not_mine();
  }
  const std::size_t sent = std::max<std::size_t>(message.size(), payload.layers.payload_length);
  return read_dns(message, sent, findings) ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol dns{"dns", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
