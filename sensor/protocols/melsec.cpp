// SLMP of Mitsubishi's MELSEC controllers (SH-080956ENG, 5.1: binary frames of type 3E), over TCP:
// the type name that a controller answers (command 0101).
//
// An answer does not repeat the command; its form is a name of 16 characters and a code.
#include <array>

#include "base/cursor.hpp"
#include "base/letters.hpp"
#include "protocols/in_messages.hpp"
#include "protocols/plain_text.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{5006, 5007};

constexpr std::uint8_t kRequest = 0x50, kResponse = 0xd0;
// The subheader, and the controller itself as the target.
constexpr std::array kStart{ByteSet::just(kRequest) | ByteSet::just(kResponse),
                            ByteSet::just(0),
                            bytes::kAny,  // network
                            ByteSet::just(0xff),
                            ByteSet::just(0xff),
                            ByteSet::just(3)};

constexpr std::size_t kHeader = 9, kName = 16, kTypeName = 2 + kName + 2;
constexpr std::uint8_t kMostMessages = 64;

void read_type_name(Cursor in, Findings& findings) noexcept {
  const std::uint16_t error = in.le16();
  const std::string_view name = as_text(in.take(kName));
  const std::string_view text = unpadded(name);
  constexpr std::size_t kLeast = 3;
  if (error != 0 || text.size() < kLeast || !plain_text::ascii(text)) return;
  if (!name.starts_with(text)) return;
  plain_text::add(Field::melsec_model, text, findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t type = in.u8(), zero = in.u8();
  in.skip(1);  // network
  const std::uint8_t controller = in.u8();
  const std::uint16_t module = in.le16();
  in.skip(1);  // station
  const std::uint16_t length = in.le16();
  if (!in.ok()) return in_messages::wait_for(payload, kHeader);
  if ((type != kRequest && type != kResponse) || zero != 0 || controller != 0xff ||
      module != 0x03ff || length < 2) {
    return in_messages::foreign(payload);
  }
  const std::size_t size = kHeader + length;
  if (type == kResponse && length == kTypeName) {
    if (payload.bytes.size() < size) return in_messages::wait_for(payload, size);
    read_type_name(Cursor{in.take(length)}, findings);
  }
  return in_messages::go_on(payload, size, kMostMessages);
}

}  // namespace

extern constinit const Protocol melsec{"melsec", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
