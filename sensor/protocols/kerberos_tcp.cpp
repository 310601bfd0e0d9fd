// Kerberos over TCP (RFC 4120, 7.2.2): messages behind their lengths. The first says all.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/kerberos_facts.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{88};
// A length of at most 64 KiB; a message.
constexpr std::array kStart{ByteSet::just(0),  ByteSet::just(0),
                            bytes::kAny,       bytes::kAny,
                            kKerberosMessages, kKerberosLengths | kKerberosShortLengths};

constexpr std::uint32_t kLength = 4;
// Tickets stand before what is read.
constexpr std::uint32_t kMostRead = 12 * 1024;

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint32_t length = in.be32();
  const std::uint8_t tag = in.u8();
  if (!in.ok()) return payload.final ? Reading::not_mine() : Reading::need_more(kLength + 1);
  if (!kKerberosMessages.has(tag)) return Reading::not_mine();
  const std::size_t wanted = std::min(length, kMostRead);
  const ByteView there = payload.bytes.subspan(kLength);
  if (there.size() < wanted && !payload.final) {
    return Reading::need_more(static_cast<std::uint32_t>(kLength + wanted));
  }
  const ByteView message = there.first(std::min<std::size_t>(there.size(), length));
  return read_kerberos(message, findings) ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol kerberos_tcp{"kerberos_tcp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
