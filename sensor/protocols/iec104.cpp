// IEC 60870-5-104: which side is the controlled station, a remote terminal unit or controller, and
// which one controls it.
//
// The protocol has no words for who made a device; but only a controlled station confirms the start
// of data transfer and sends values, and only a controlling one starts it (5.3).
#include <array>

#include "base/cursor.hpp"
#include "protocols/in_messages.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{2404};

constexpr std::uint8_t kStartByte = 0x68, kMostMessages = 16;
constexpr std::size_t kHeader = 6;

enum Control : std::uint8_t { kStartTransfer = 0x07, kTransferStarted = 0x0b };

Reading say(std::string_view role, Findings& findings) noexcept {
  findings.add(Field::iec104_role, role);
  return Reading::done();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t start = in.u8(), length = in.u8();
  const std::uint8_t control = in.u8();
  in.skip(3);
  if (!in.ok()) return in_messages::wait_for(payload, kHeader);
  if (start != kStartByte || length < 4 || length > 253) return in_messages::foreign(payload);
  const std::size_t size = 2u + length;
  if (length == 4 && control == kStartTransfer) return say("controlling", findings);
  if (length == 4 && control == kTransferStarted) return say("controlled", findings);
  return in_messages::go_on(payload, size, kMostMessages);
}

}  // namespace

extern constinit const Protocol iec104{"iec104", Carrier::tcp, kPorts, read};

}  // namespace tapcensus
