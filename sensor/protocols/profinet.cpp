// PROFINET DCP (IEC 61158-6-10, 4.3): the name, type and identity that a device answers with, or
// announces itself with (Hello), and the address it has.
//
// What a tool asks for, or tells a device to be, says nothing of the tool.
#include <array>

#include "base/cursor.hpp"
#include "protocols/line.hpp"
#include "protocols/plain_text.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kEthertypes{0x8892};

constexpr std::uint16_t kFirstFrame = 0xfefc, kLastFrame = 0xfeff;
enum Service : std::uint8_t { kGet = 3, kIdentify = 5, kHello = 6 };
constexpr std::uint8_t kRequest = 0, kSuccess = 1;

// 4.3.1.4: option and suboption of a block.
enum Block : std::uint16_t {
  kIpParameters = 0x0102,
  kIpSuite = 0x0103,
  kTypeOfStation = 0x0201,
  kNameOfStation = 0x0202,
  kDeviceId = 0x0203,
};

void read_block(std::uint16_t block, Cursor in, const MacAddress& sender,
                Findings& findings) noexcept {
  switch (block) {
    case kIpParameters:
    case kIpSuite: {
      const IpAddress address = IpAddress::v4(in.take(4));
      if (!in.ok() || sender.none() || sender.multicast() || address.unspecified() ||
          address.multicast() || address.broadcast()) {
        return;
      }
      return findings.claim(Claiming::owns, sender, address);
    }
    case kTypeOfStation: return plain_text::add(Field::profinet_type, in.rest(), findings);
    case kNameOfStation: return plain_text::add(Field::profinet_name, in.rest(), findings);
    case kDeviceId: {
      Line<9> id;
      id.add_hex(in.be16());  // vendor
      id.add(':');
      id.add_hex(in.be16());
      if (in.ok()) findings.add_composed(Field::profinet_device_id, id.view());
      return;
    }
    default: return;
  }
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint16_t frame = in.be16();
  const std::uint8_t service = in.u8(), type = in.u8();
  in.skip(4 + 2);  // transaction, delay
  const std::uint16_t length = in.be16();
  if (!in.ok() || frame < kFirstFrame || frame > kLastFrame) return Reading::not_mine();
  const bool answers = type == kSuccess && (service == kGet || service == kIdentify);
  const bool announces = type == kRequest && service == kHello;
  if (!answers && !announces) return Reading::done();
  Cursor blocks{in.take(length)};
  while (!blocks.at_end()) {
    const std::uint16_t block = blocks.be16(), size = blocks.be16();
    Cursor content{blocks.take(size)};
    content.skip(2);  // about the value, not of it
    if (!blocks.ok()) break;
    if (content.ok()) read_block(block, content, payload.layers.source_mac, findings);
    if (size % 2 != 0) blocks.skip(1);
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol profinet{"profinet", Carrier::ethernet, kEthertypes, read};

}  // namespace tapcensus
