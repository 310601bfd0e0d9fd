// LLDP (IEEE Std 802.1AB-2016): what a switch, telephone or server says of itself on its link, and
// the inventory of LLDP-MED (ANSI/TIA-1057).
#include <array>

#include "base/cursor.hpp"
#include "protocols/capabilities.hpp"
#include "protocols/line.hpp"
#include "protocols/notation.hpp"
#include "protocols/protocol.hpp"
#include "protocols/trimmed.hpp"
#include "wire/ethertypes.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kEthertypes{kLldp};

// 8.4: types of what a frame is made of.
enum Type : unsigned {
  kEnd = 0,
  kChassisId = 1,
  kPortDescription = 4,
  kSystemName = 5,
  kSystemDescription = 6,
  kCapabilities = 7,
  kOrganisation = 127,
};

// Table 8-4, from the lowest bit.
constexpr std::string_view kCapabilityNames[] = {"other",  "repeater",  "bridge", "access_point",
                                                 "router", "telephone", "docsis", "station",
                                                 "c_vlan", "s_vlan",    "relay"};

// 8.5.2.2: an address of hardware, or a name.
void add_chassis(ByteView value, Findings& findings) noexcept {
  constexpr std::uint8_t kHardware = 4, kNetwork = 5;
  Cursor in{value};
  const std::uint8_t kind = in.u8();
  if (kind == kNetwork) return;
  if (kind != kHardware) return add_trimmed(Field::lldp_chassis_id, in.rest(), findings);
  if (in.left() != 6) return;
  Line<17> line;
  notation::add_hardware(line, in.rest());
  findings.add_composed(Field::lldp_chassis_id, line.view());
}

// 8.5.8.2: what it can be, and what of that it is now.
void add_capabilities(ByteView value, Findings& findings) noexcept {
  Cursor in{value};
  in.skip(2);
  const std::uint16_t enabled = in.be16();
  if (in.ok()) capabilities::add(Field::lldp_capabilities, enabled, kCapabilityNames, findings);
}

// ANSI/TIA-1057, 10.2.6.
void add_inventory(ByteView value, Findings& findings) noexcept {
  constexpr std::uint32_t kTia = 0x0012bb;
  constexpr std::uint8_t kSoftware = 7, kManufacturer = 9, kModel = 10;
  Cursor in{value};
  if (in.be24() != kTia) return;
  switch (in.u8()) {
    case kSoftware: return add_trimmed(Field::lldp_software, in.rest(), findings);
    case kManufacturer: return add_trimmed(Field::lldp_manufacturer, in.rest(), findings);
    case kModel: return add_trimmed(Field::lldp_model, in.rest(), findings);
    default: return;
  }
}

void add(unsigned type, ByteView value, Findings& findings) noexcept {
  switch (type) {
    case kChassisId: return add_chassis(value, findings);
    case kPortDescription: return add_trimmed(Field::lldp_port_description, value, findings);
    case kSystemName: return add_trimmed(Field::lldp_system_name, value, findings);
    case kSystemDescription: return add_trimmed(Field::lldp_system_description, value, findings);
    case kCapabilities: return add_capabilities(value, findings);
    case kOrganisation: return add_inventory(value, findings);
    default: return;
  }
}

// 8.2: the first is always the chassis.
Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  for (bool first = true; !in.at_end(); first = false) {
    const std::uint16_t head = in.be16();
    const unsigned type = head >> 9;
    const ByteView value = in.take(head & 0x1ff);
    if (first && (!in.ok() || type != kChassisId)) return Reading::not_mine();
    if (!in.ok() || type == kEnd) break;
    add(type, value, findings);
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol lldp{"lldp", Carrier::ethernet, kEthertypes, read};

}  // namespace tapcensus
