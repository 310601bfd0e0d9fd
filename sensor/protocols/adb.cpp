// The Android Debug Bridge (its protocol.txt and OVERVIEW), both sides: what connects, and which
// product and model it is; up to TLS (STLS).
#include <array>

#include "base/cursor.hpp"
#include "protocols/line.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{5555, 5037};
// CNXN, AUTH or STLS.
constexpr std::array kStart{ByteSet::one_of("CAS"), ByteSet::one_of("NUT"), ByteSet::one_of("XTL"),
                            ByteSet::one_of("NHS")};

constexpr std::uint32_t kConnect = 0x4e58'4e43, kAuthenticate = 0x4854'5541, kTls = 0x534c'5453;
constexpr std::uint32_t kHeader = 24, kMostPayload = 4096;
constexpr std::uint8_t kMostMessages = 8;

// "device", a serial number, and what it is: "ro.product.name=a;ro.product.model=b;". The serial
// number is left out.
void add_banner(std::string_view identity, Findings& findings) noexcept {
  constexpr std::string_view kBlanks{" \0", 2};
  identity = identity.substr(0, identity.find_last_not_of(kBlanks) + 1);
  const std::size_t first = identity.find(':');
  const std::size_t second = first == identity.npos ? first : identity.find(':', first + 1);
  if (second == identity.npos || second == first + 1) {
    if (!identity.empty()) findings.add(Field::adb_banner, identity);
    return;
  }
  Line<kMostPayload> line;
  line.add(identity.substr(0, first + 1));
  line.add(identity.substr(second));
  findings.add_composed(Field::adb_banner, line.view());
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Reading foreign = payload.mode == 0 ? Reading::not_mine() : Reading::done();
  Cursor in{payload.bytes};
  const std::uint32_t command = in.le32();
  in.skip(8);
  const std::uint32_t length = in.le32();
  in.skip(4);
  const std::uint32_t magic = in.le32();
  if (!in.ok()) return payload.final ? foreign : Reading::need_more(kHeader);
  if (magic != ~command || length > kMostPayload) return foreign;
  if (command == kTls) return Reading::switched(kHeader);
  if (command != kConnect && command != kAuthenticate) return foreign;
  const ByteView body = in.take(length);
  if (!in.ok()) return payload.final ? foreign : Reading::need_more(kHeader + length);
  if (command == kConnect) add_banner(as_text(body), findings);
  if (payload.mode == kMostMessages) return Reading::done();
  return Reading::next(kHeader + length, static_cast<std::uint8_t>(payload.mode + 1));
}

}  // namespace

extern constinit const Protocol adb{"adb", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
