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
  const auto add_text = [&](Field field) {
    const std::string_view text = trimmed_text(value);
    if (!text.empty()) findings.add(field, text);
  };
  switch (type) {
    case kDeviceId: return add_text(Field::fdp_device_id);
    case kVersion: return add_text(Field::fdp_version);
    case kPlatform: return add_text(Field::fdp_platform);
    default: return;
  }
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  if (!begins(in, kFoundry, kFdp)) return Reading::not_mine();
  const bool mine =
      each_value(in, [&](std::uint16_t type, ByteView value) { add(type, value, findings); });
  return mine ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol fdp{"fdp", Carrier::ethernet, kKeys, read};

}  // namespace tapcensus
