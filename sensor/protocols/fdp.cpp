// Foundry Discovery Protocol: the platform and the software of Foundry's, Brocade's and Ruckus'
// switches.
#include "protocols/cdp_message.hpp"
#include "protocols/trimmed.hpp"

namespace tapcensus {
namespace {

using namespace cdp_message;

constexpr std::uint32_t kFoundry = 0x00e052;
constexpr std::uint16_t kFdp = 0x2000;

void add(std::uint16_t type, ByteView value, Findings& findings) noexcept {
  const auto add_text = [&](Field field) { add_trimmed(field, value, findings); };
  switch (type) {
    case kDeviceId: return add_text(Field::fdp_device_id);
    case kVersion: return add_text(Field::fdp_version);
    case kPlatform: return add_text(Field::fdp_platform);
    default: return;
  }
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return cdp_message::read(payload, kFoundry, kFdp,
                           [&](std::uint16_t type, ByteView value) { add(type, value, findings); });
}

}  // namespace

extern constinit const Protocol fdp{"fdp", Carrier::ethernet, kKeys, read};

}  // namespace tapcensus
