// Ubiquiti's discovery, versions 1 and 2: what an access point, bridge, switch or camera says it
// is.
//
// Version, command and length; then a number, a length and a value, each time. A request has no
// values.
#include <array>

#include "protocols/announced.hpp"
#include "protocols/protocol.hpp"
#include "protocols/trimmed.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{10001};

enum Kind : std::uint8_t {
  kHardwareAndAddress = 0x02,
  kFirmware = 0x03,
  kName = 0x0b,
  kPlatform = 0x0c,
  kLongModel = 0x14,
  kShortModel = 0x15,
};

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t version = in.u8();
  in.skip(1);  // command
  const std::uint16_t size = in.be16();
  if (!in.ok() || (version != 1 && version != 2) || size != in.left()) return Reading::not_mine();
  std::string_view model;  // the longest: "LiteBeam M5" says more than "LM5"
  while (!in.at_end()) {
    const std::uint8_t kind = in.u8();
    const ByteView value = in.take(in.be16());
    if (!in.ok()) return Reading::not_mine();
    const std::string_view text = trimmed_text(value);
    switch (kind) {
      case kHardwareAndAddress:
        if (value.size() == 10 && IpAddress::v4(value.subspan(6)) == payload.layers.source) {
          announced::claim_hardware(MacAddress::of(value), payload.layers.source, findings);
        }
        break;
      case kFirmware: announced::add(Field::ubnt_firmware, text, findings); break;
      case kName: announced::add(Field::ubnt_name, text, findings); break;
      case kPlatform:
      case kShortModel:
      case kLongModel:
        if (text.size() > model.size()) model = text;
        break;
      default: break;
    }
  }
  announced::add(Field::ubnt_model, model, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol ubnt{"ubnt", Carrier::udp, kPorts, read};

}  // namespace tapcensus
