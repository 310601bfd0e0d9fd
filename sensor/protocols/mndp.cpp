// MNDP, MikroTik's neighbour discovery: what a router says it is, in numbered texts.
//
// Four bytes of header, then a number, a length and a value, each time; all big-endian. A request
// is the header alone.
#include <array>

#include "protocols/announced.hpp"
#include "protocols/protocol.hpp"
#include "protocols/trimmed.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{5678};

enum Kind : std::uint16_t {
  kHardware = 1,
  kIdentity = 5,
  kVersion = 7,
  kPlatform = 8,
  kBoard = 12,
};

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  in.skip(2 + 2);  // header, sequence
  bool hardware_first = false;
  while (in.ok() && !in.at_end()) {
    const std::uint16_t kind = in.be16();
    const ByteView value = in.take(in.be16());
    if (!in.ok()) break;
    const std::string_view text = trimmed_text(value);
    // Every router begins with its hardware address; nothing else tells this from other bytes.
    if (!hardware_first && (kind != kHardware || value.size() != 6)) return Reading::not_mine();
    hardware_first = true;
    switch (kind) {
      case kHardware:
        announced::claim_hardware(MacAddress::of(value), payload.layers.source, findings);
        break;
      case kIdentity: announced::add(Field::mndp_identity, text, findings); break;
      case kVersion: announced::add(Field::mndp_version, text, findings); break;
      case kPlatform: announced::add(Field::mndp_platform, text, findings); break;
      case kBoard: announced::add(Field::mndp_board, text, findings); break;
      default: break;
    }
  }
  return hardware_first ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol mndp{"mndp", Carrier::udp, kPorts, read};

}  // namespace tapcensus
