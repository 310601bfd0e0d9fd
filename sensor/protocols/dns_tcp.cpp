// DNS over TCP (RFC 1035, 4.2.2; RFC 7766): messages, each behind its length, as many as come.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/dns_facts.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{53};

// A length, an identifier, flags; one question or none.
constexpr std::array kStart{bytes::kAny, bytes::kAny, bytes::kAny,      bytes::kAny,
                            kDnsFlags,   bytes::kAny, ByteSet::just(0), ByteSet::between(0, 1)};

enum Mode : std::uint8_t { kFirstMessage = 0, kLaterMessage };

constexpr std::uint32_t kLength = 2, kHeader = 12;

// A message that is longer than what a parser may see is read as far as it goes.
Reading read(const Payload& payload, Findings& findings) noexcept {
  const bool first = payload.mode == kFirstMessage;
  const Reading foreign = first ? Reading::not_mine() : Reading::done();
  Cursor in{payload.bytes};
  const std::uint32_t length = in.be16();
  if (!in.ok()) return payload.final ? foreign : Reading::need_more(kLength);
  if (length < kHeader) return foreign;
  const ByteView message = in.take(std::min<std::size_t>(length, in.left()));
  if (message.size() < length && !payload.final) return Reading::need_more(kLength + length);
  if (first && payload.guessed && (is_others_port(payload.layers) || !is_surely_dns(message))) {
    return foreign;
  }
  if (!read_dns(message, length, findings)) return foreign;
  return Reading::next(kLength + length, kLaterMessage);
}

}  // namespace

extern constinit const Protocol dns_tcp{"dns_tcp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
