// RDP (MS-RDPBCGR, 1.3.1.1; TPKT, RFC 1006; X.224, 13) before TLS, both sides; and where there is
// none, what the client says of itself in the settings that follow.
//
// The cookie of the request is the name of a user as a rule, and is not reported.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "base/letters.hpp"
#include "protocols/preamble.hpp"
#include "protocols/utf16.hpp"

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

enum Mode : std::uint8_t { kAtStart = 0, kAfterRequest, kAfterConfirm };

constexpr std::uint32_t kTpktHeader = 4;
constexpr std::uint32_t kMostSettings = 4096;

// ---- The connection ---------------------------------------------------------------------------

// 2.2.1.1, 2.2.1.2: nothing, a token or cookie in ASCII, a negotiation of eight bytes. Others that
// use TPKT have parameters (X.224, 13.3.4), of which the codes are beyond ASCII.
bool is_of_rdp(ByteView variable) noexcept {
  constexpr std::uint8_t kRequest = 1, kFailure = 3;
  if (variable.empty()) return true;
  Cursor in{variable};
  const std::uint8_t first = in.u8();
  if (first >= kRequest && first <= kFailure) {
    in.skip(1);
    return in.le16() == 8;
  }
  return first >= ' ' && first <= '~';
}

Reading read_connection(const Payload& payload) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t version = in.u8(), reserved = in.u8();
  const std::uint32_t length = in.be16();
  const std::uint8_t header = in.u8(), code = in.u8();
  if (!in.ok()) return wait_for_more(payload);
  // X.224, 13.2.1: what is behind the indicator, which these units fill.
  const bool fits = version == kTpkt && reserved == 0 && header + 5u == length && header >= 6 &&
                    (code == kConnectionRequest || code == kConnectionConfirm);
  if (!fits) return Reading::not_mine();
  if (payload.guessed) {
    if (payload.bytes.size() < length) return wait_for_more(payload);
    in.skip(5);  // references; the class
    if (!is_of_rdp(in.take(header - 6u))) return Reading::not_mine();
  }
  return Reading::next(length, code == kConnectionRequest ? kAfterRequest : kAfterConfirm);
}

// ---- The client's settings --------------------------------------------------------------------

// 2.2.1.3.2.
void read_core(Cursor in, Findings& findings) noexcept {
  constexpr std::size_t kName = 32;
  in.skip(4);                  // the version of the protocol
  in.skip(2 + 2 + 2 + 2 + 4);  // the screen; the keyboard
  const std::uint32_t build = in.le32();
  const ByteView name = in.take(kName);
  if (!in.ok()) return;
  Line<10> number;
  number.add_decimal(build);
  findings.add_composed(Field::rdp_client_build, number.view());
  Line<64> text;
  add_utf16le(name, text);
  const std::string_view host = unpadded(text.view());
  if (!host.empty()) findings.add_composed(Field::rdp_client_name, host);
}

// Blocks, each behind its type and its size (2.2.1.3.1).
void read_settings(ByteView blocks, Findings& findings) noexcept {
  constexpr std::uint16_t kCore = 0xc001;
  constexpr unsigned kMostBlocks = 8, kHeader = 4;
  Cursor in{blocks};
  for (unsigned i = 0; i < kMostBlocks && in.ok(); ++i) {
    const std::uint16_t type = in.le16();
    const std::size_t size = in.le16();
    if (!in.ok() || size < kHeader) return;
    if (type == kCore) return read_core(in, findings);
    in.skip(size - kHeader);
  }
}

// MCS Connect Initial (T.125, 7), which holds a GCC Conference Create Request (T.124, 8.7): its
// last part is a key and, behind one or two bytes of length, the settings.
Reading read_initial(const Payload& payload, Findings& findings) noexcept {
  constexpr std::string_view kKey = "Duca";  // 2.2.1.3
  constexpr std::uint16_t kConnectInitial = 0x7f65;
  Cursor in{payload.bytes};
  const std::uint8_t version = in.u8();
  in.skip(1);
  const std::uint32_t length = in.be16();
  const std::uint32_t data = in.be24();  // X.224, 13.7
  const std::uint16_t kind = in.be16();
  if (!in.ok()) return payload.final ? Reading::done() : Reading::need_more(kTpktHeader + 5);
  if (version != kTpkt || data != 0x02f080 || kind != kConnectInitial) return Reading::done();
  const std::uint32_t wanted = std::min(length, kMostSettings);
  if (payload.bytes.size() < wanted && !payload.final) return Reading::need_more(wanted);
  const std::size_t key = as_text(in.rest()).find(kKey);
  if (key == std::string_view::npos) return Reading::done();
  in.skip(key + kKey.size());
  if ((in.u8() & 0x80) != 0) in.skip(1);  // X.691, 10.9.3
  read_settings(in.rest(), findings);
  return Reading::done();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  if (payload.mode == kAtStart) return read_connection(payload);
  const Reading tls = tls_or_nothing(payload);
  if (tls.what == Reading::What::switched || payload.mode == kAfterConfirm) return tls;
  return read_initial(payload, findings);
}

}  // namespace

extern constinit const Protocol rdp{"rdp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
