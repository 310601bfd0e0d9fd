// Extreme Discovery Protocol: the name and the software version of Extreme Networks' switches.
//
// Never published by its owner; the form is what switches send.
#include "protocols/cdp_message.hpp"
#include "protocols/line.hpp"
#include "protocols/trimmed.hpp"

namespace tapcensus {
namespace {

constexpr std::uint32_t kExtreme = 0x00e02b;
constexpr std::uint16_t kEdp = 0x00bb;
constexpr std::uint8_t kMarker = 0x99;

enum Type : std::uint8_t { kDisplay = 1, kSystem = 2 };

// Slot, port, chassis, six octets of nothing, and the version in four.
void add_system(ByteView value, Findings& findings) noexcept {
  Cursor in{value};
  in.skip(2 + 2 + 2 + 6);
  const ByteView version = in.take(4);
  if (!in.ok()) return;
  Line<16> line;
  bool first = true;
  for (const std::byte part : version) {
    line.separate('.', first);
    line.add_decimal(std::to_integer<std::uint8_t>(part));
  }
  findings.add_composed(Field::edp_version, line.view());
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  if (!cdp_message::begins(in, kExtreme, kEdp)) return Reading::not_mine();
  const std::uint8_t version = in.u8();
  in.skip(1 + 2 + 2 + 2 + 2 + 6);  // reserved, length, checksum, sequence, kind of id, id
  if (!in.ok() || version != 1) return Reading::not_mine();
  while (!in.at_end()) {
    const std::uint8_t marker = in.u8(), type = in.u8();
    const std::uint16_t length = in.be16();
    if (!in.ok() || marker != kMarker || length < 4) break;
    const ByteView value = in.take(length - 4u);
    if (!in.ok()) break;
    if (type == kDisplay) add_trimmed(Field::edp_display, value, findings);
    if (type == kSystem) add_system(value, findings);
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol edp{"edp", Carrier::ethernet, cdp_message::kKeys, read};

}  // namespace tapcensus
