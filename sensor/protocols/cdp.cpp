// Cisco Discovery Protocol: the platform and the software of switches, routers, telephones and
// cameras.
#include "protocols/capabilities.hpp"
#include "protocols/cdp_message.hpp"
#include "protocols/trimmed.hpp"

namespace tapcensus {
namespace {

using namespace cdp_message;

constexpr std::uint32_t kCisco = 0x00000c;
constexpr std::uint16_t kCdp = 0x2000;

// From the lowest bit, as IOS lists them.
constexpr std::string_view kNames[] = {"router",   "bridge",    "source_route_bridge",
                                       "switch",   "host",      "igmp",
                                       "repeater", "telephone", "remote"};

void add(std::uint16_t type, ByteView value, Findings& findings) noexcept {
  const auto add_text = [&](Field field) { add_trimmed(field, value, findings); };
  switch (type) {
    case kDeviceId: return add_text(Field::cdp_device_id);
    case kVersion: return add_text(Field::cdp_software_version);
    case kPlatform: return add_text(Field::cdp_platform);
    case kCapabilities: {
      Cursor in{value};
      return capabilities::add(Field::cdp_capabilities, in.be32(), kNames, findings);
    }
    default: return;
  }
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return cdp_message::read(payload, kCisco, kCdp,
                           [&](std::uint16_t type, ByteView value) { add(type, value, findings); });
}

}  // namespace

extern constinit const Protocol cdp{"cdp", Carrier::ethernet, kKeys, read};

}  // namespace tapcensus
