// KNXnet/IP (ISO 22510; KNX Standard 3.8.2): what a gateway of a building says it is, when it is
// looked for or asked.
#include <algorithm>
#include <array>

#include "protocols/announced.hpp"
#include "protocols/notation.hpp"
#include "protocols/protocol.hpp"
#include "protocols/trimmed.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{3671};

// 3.8.2, 7.5: the services whose answers describe a device.
enum Service : std::uint16_t {
  kSearchResponse = 0x0202,
  kDescriptionResponse = 0x0204,
  kExtendedSearchResponse = 0x020c,
};

// Length of the header, version 1.0, service.
constexpr std::array kStart{ByteSet::just(6), ByteSet::just(0x10), ByteSet::just(2),
                            ByteSet::one_of("\x02\x04\x0c")};

// 7.5.4.2: the block of information on the device.
void read_device(Cursor in, const Payload& payload, Findings& findings) noexcept {
  in.skip(1 + 1 + 2 + 2 + 6 + 4);  // medium, status, addresses, project, serial number, multicast
  const ByteView octets = in.take(6);
  const std::string_view name = trimmed_text(in.take(30));
  if (!in.ok()) return;
  announced::add(Field::knx_name, name, findings);
  const MacAddress hardware = MacAddress::of(octets);
  if (hardware.none()) return;
  Line<17> text;
  notation::add_hardware(text, octets);
  findings.add_composed(Field::knx_mac, text.view());
  announced::claim_hardware(hardware, payload.layers.source, findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const bool version_one = in.u8() == 6 && in.u8() == 0x10;
  const std::uint16_t service = in.be16();
  const std::uint16_t size = in.be16();
  if (!in.ok() || !version_one || size != payload.bytes.size()) return Reading::not_mine();
  switch (service) {
    case kSearchResponse:
    case kExtendedSearchResponse: in.skip(8); break;  // where it is to be reached
    case kDescriptionResponse: break;
    default: return payload.guessed ? Reading::not_mine() : Reading::done();
  }
  constexpr std::uint8_t kDevice = 1;
  for (bool first = true; !in.at_end(); first = false) {
    const std::uint8_t length = in.u8();
    const std::uint8_t kind = in.u8();
    const ByteView block = in.take(std::max<unsigned>(length, 2) - 2);
    // The first block is always this one (7.5.4.1).
    if (!in.ok() || length < 2 || (first && kind != kDevice)) return Reading::not_mine();
    if (kind == kDevice) read_device(Cursor{block}, payload, findings);
  }
  return in.ok() ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol knx{"knx", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
