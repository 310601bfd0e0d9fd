// FINS of Omron (W342, Communications Commands Reference, 5-3-15), over UDP: model and version that
// a controller answers when its data are read (05 01).
#include <array>

#include "base/cursor.hpp"
#include "protocols/plain_text.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{9600};

constexpr std::size_t kModel = 20, kVersion = 20;

// Behind the first NUL stand others, for the maker.
std::string_view first_text(ByteView field) noexcept {
  const std::string_view text = as_text(field);
  return text.substr(0, text.find('\0'));
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  // 3-2-1: of the control field, whether this is a response; the others vary.
  constexpr std::uint8_t kUsed = 0x80, kResponse = 0x40;
  constexpr std::uint16_t kControllerData = 0x0501;
  Cursor in{payload.bytes};
  const std::uint8_t control = in.u8(), reserved = in.u8();
  in.skip(1 + 3 + 3 + 1);  // gateways; target and origin, of three octets each; which command
  const std::uint16_t command = in.be16(), result = in.be16();
  if ((control & kUsed) == 0 || reserved != 0) return Reading::not_mine();
  const ByteView model = in.take(kModel), version = in.take(kVersion);
  if (!in.ok() || (control & kResponse) == 0 || command != kControllerData || result != 0) {
    return Reading::done();
  }
  plain_text::add(Field::fins_model, first_text(model), findings);
  plain_text::add(Field::fins_version, first_text(version), findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol fins{"fins", Carrier::udp, kPorts, read};

}  // namespace tapcensus
