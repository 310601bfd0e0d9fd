// Modbus/TCP (MODBUS Application Protocol 1.1b3; Messaging on TCP/IP 1.0b): what a device answers
// when it is asked who it is.
//
// Read Device Identification (43/14) names maker, product and revision; Report Server ID (17) holds
// whatever the maker likes, often a text. Requests say nothing. Nothing in a message is magic, so
// the port must speak for it.
#include <array>

#include "base/cursor.hpp"
#include "protocols/in_messages.hpp"
#include "protocols/plain_text.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{502};

constexpr std::size_t kHeader = 6;          // up to and with the length
constexpr std::uint16_t kMostLength = 260;  // 4.1: 253 and the unit; some send a little more
constexpr std::uint8_t kMostMessages = 128;

enum Function : std::uint8_t { kReportServerId = 17, kEncapsulated = 43 };
constexpr std::uint8_t kReadDeviceIdentification = 14;

// 6.21: which object says what; 3 is an address of the World Wide Web, 6 the user's own name.
void add_object(std::uint8_t id, ByteView value, Findings& findings) noexcept {
  switch (id) {
    case 0: return plain_text::add(Field::modbus_vendor, value, findings);
    case 1: return plain_text::add(Field::modbus_product, value, findings);
    case 2: return plain_text::add(Field::modbus_revision, value, findings);
    case 4: return plain_text::add(Field::modbus_product_name, value, findings);
    case 5: return plain_text::add(Field::modbus_model, value, findings);
    default: return;
  }
}

// Of a request only three bytes come behind the function: then there are no objects.
void read_identification(Cursor in, Findings& findings) noexcept {
  if (in.u8() != kReadDeviceIdentification) return;
  in.skip(4);  // code, conformity, whether more follows, where
  for (unsigned left = in.u8(); left > 0 && in.ok(); --left) {
    const std::uint8_t id = in.u8();
    const ByteView value = in.take(in.u8());
    if (in.ok()) add_object(id, value, findings);
  }
}

// 6.13: the identifier's length is the device's affair, so the longest run of characters counts.
void read_server_id(Cursor in, Findings& findings) noexcept {
  const std::uint8_t count = in.u8();
  const std::string_view data = as_text(in.take(count));
  std::string_view longest;
  for (std::size_t at = 0; at < data.size();) {
    std::size_t end = at;
    while (end < data.size() && data[end] >= 0x20 && data[end] < 0x7f) ++end;
    if (end - at > longest.size()) longest = data.substr(at, end - at);
    at = end + 1;
  }
  constexpr std::size_t kLeast = 4;
  if (longest.size() >= kLeast) plain_text::add(Field::modbus_server_id, longest, findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  in.skip(2);  // transaction
  const std::uint16_t protocol = in.be16(), length = in.be16();
  if (!in.ok()) return in_messages::wait(payload);
  if (protocol != 0 || length < 2 || length > kMostLength) return in_messages::foreign(payload);
  const std::size_t size = kHeader + length;
  if (payload.bytes.size() < kHeader + 2) return in_messages::wait_for(payload, kHeader + 2);
  in.skip(1);  // unit
  const std::uint8_t function = in.u8();
  if (function == kEncapsulated || function == kReportServerId) {
    if (payload.bytes.size() < size) return in_messages::wait_for(payload, size);
    const Cursor data{in.take(length - 2u)};
    if (function == kEncapsulated) {
      read_identification(data, findings);
    } else {
      read_server_id(data, findings);
    }
  }
  return in_messages::go_on(payload, size, kMostMessages);
}

}  // namespace

extern constinit const Protocol modbus{"modbus", Carrier::tcp, kPorts, read};

}  // namespace tapcensus
