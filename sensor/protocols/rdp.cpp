// RDP before TLS (MS-RDPBCGR, 1.3.1.1; TPKT, RFC 1006; X.224, 13), both sides: nothing is said,
// only what is inside is read.
#include <array>

#include "base/cursor.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{3389};

constexpr std::uint8_t kTpkt = 3, kConnectionRequest = 0xe0, kConnectionConfirm = 0xd0;
// A short TPKT with the request for a connection, or its confirmation.
constexpr std::array kStart{ByteSet::just(kTpkt),
                            ByteSet::just(0),
                            ByteSet::between(0, 3),
                            bytes::kAny,
                            bytes::kAny,
                            ByteSet::just(kConnectionRequest) | ByteSet::just(kConnectionConfirm)};

enum Mode : std::uint8_t { kAtStart = 0, kAfterConnection };

Reading read(const Payload& payload, Findings&) noexcept {
  if (payload.mode == kAfterConnection) return tls_or_nothing(payload);
  Cursor in{payload.bytes};
  const std::uint8_t version = in.u8(), reserved = in.u8();
  const std::uint32_t length = in.be16();
  const std::uint8_t header = in.u8(), code = in.u8();
  if (!in.ok()) return wait_for_more(payload);
  // X.224, 13.2.1: what is behind the indicator, which these units fill.
  const bool fits = version == kTpkt && reserved == 0 && header + 5u == length && header >= 6 &&
                    (code == kConnectionRequest || code == kConnectionConfirm);
  return fits ? Reading::next(length, kAfterConnection) : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol rdp{"rdp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
