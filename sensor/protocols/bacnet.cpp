// BACnet/IP (ASHRAE 135, annex J): how a building's devices announce themselves (I-Am) and what
// they answer when properties of their device object are read.
//
// What a router or a broadcast device passes on for others names its origin in the message and is
// not the sender's. Texts in UCS-2 and ISO 8859-1 come as UTF-8.
#include <array>

#include "base/cursor.hpp"
#include "protocols/line.hpp"
#include "protocols/plain_text.hpp"
#include "protocols/protocol.hpp"
#include "protocols/utf8.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{47808};

constexpr std::uint8_t kBvlc = 0x81, kDistribute = 0x09, kUnicast = 0x0a, kBroadcast = 0x0b;
// The link control, its length, and version 1 of the network layer.
constexpr std::array kStart{ByteSet::just(kBvlc), ByteSet::between(kDistribute, kBroadcast),
                            ByteSet::between(0, 5), bytes::kAny, ByteSet::just(1)};

// A tag and the length behind it (20.2.1).
struct Tag {
  std::uint8_t number = 0;
  bool context = false, opening = false, closing = false;
  std::uint32_t length = 0;
};

Tag read_tag(Cursor& in) noexcept {
  Tag tag;
  const std::uint8_t first = in.u8();
  tag.number = first >> 4;
  tag.context = (first & 8) != 0;
  if (tag.number == 15) tag.number = in.u8();
  const unsigned kind = first & 7u;
  if (tag.context && kind == 6) {
    tag.opening = true;
  } else if (tag.context && kind == 7) {
    tag.closing = true;
  } else if (kind == 5) {
    tag.length = in.u8();
    if (tag.length == 254) tag.length = in.be16();
    if (tag.length == 255) tag.length = in.be32();
  } else {
    tag.length = kind;
  }
  constexpr std::uint8_t kBoolean = 1;  // its value stands in the place of the length
  if (!tag.context && tag.number == kBoolean) tag.length = 0;
  return tag;
}

bool is_context(const Tag& tag, std::uint8_t number) noexcept {
  return tag.context && !tag.opening && !tag.closing && tag.number == number;
}

// Unsigned and enumerated numbers of up to four octets.
std::uint32_t read_number(Cursor& in, std::uint32_t length) noexcept {
  if (length > 4) in.skip(in.left() + 1);
  std::uint32_t number = 0;
  for (; length > 0 && in.ok(); --length) number = number << 8 | in.u8();
  return number;
}

// The rest of a value whose opening tag has been read, with all that is nested in it.
void skip_to_closing(Cursor& in) noexcept {
  for (unsigned depth = 1; depth > 0 && in.ok();) {
    const Tag tag = read_tag(in);
    if (tag.opening) ++depth;
    if (tag.closing) --depth;
    in.skip(tag.length);
  }
}

constexpr std::size_t kMostText = 256;

// 20.2.9: the first octet is the character set.
void add_text(Field field, ByteView value, Findings& findings) noexcept {
  constexpr std::uint8_t kUtf8 = 0, kUcs2 = 4, kLatin1 = 5;
  Cursor in{value};
  const std::uint8_t set = in.u8();
  if (set == kUtf8) return plain_text::add(field, in.rest(), findings);
  if (set != kUcs2 && set != kLatin1) return;
  Line<kMostText> line;
  while (!in.at_end() && line.whole()) add_utf8(set == kUcs2 ? in.be16() : in.u8(), line);
  if (in.ok() && line.whole()) plain_text::add_composed(field, line.view(), findings);
}

void add_vendor_id(std::uint32_t vendor, Findings& findings) noexcept {
  Line<10> number;
  number.add_decimal(vendor);
  findings.add_composed(Field::bacnet_vendor_id, number.view());
}

enum Type : std::uint8_t { kUnsigned = 2, kCharacters = 7, kEnumerated = 9, kObject = 12 };

// The value of a property of the device object, as far as its closing tag (clause 12.11).
void read_value(std::uint32_t property, Cursor& in, Findings& findings) noexcept {
  enum Property : std::uint32_t {
    kSoftware = 12,
    kFirmware = 44,
    kModel = 70,
    kObjectName = 77,
    kVendorId = 120,
    kVendorName = 121,
  };
  Cursor value = in;
  const Tag tag = read_tag(value);
  skip_to_closing(in);
  if (!in.ok() || tag.context) return;
  if (tag.number == kUnsigned && property == kVendorId) {
    const std::uint32_t vendor = read_number(value, tag.length);
    if (value.ok()) add_vendor_id(vendor, findings);
  }
  if (tag.number != kCharacters) return;
  const ByteView text = value.take(tag.length);
  switch (property) {
    case kSoftware: return add_text(Field::bacnet_software, text, findings);
    case kFirmware: return add_text(Field::bacnet_firmware, text, findings);
    case kModel: return add_text(Field::bacnet_model, text, findings);
    case kObjectName: return add_text(Field::bacnet_object_name, text, findings);
    case kVendorName: return add_text(Field::bacnet_vendor_name, text, findings);
    default: return;
  }
}

// Whether the next is an object in context 0, and a device.
bool read_object(Cursor& in) noexcept {
  constexpr std::uint32_t kDevice = 8;
  const Tag tag = read_tag(in);
  if (!is_context(tag, 0) || tag.length != 4) in.skip(in.left() + 1);
  return in.be32() >> 22 == kDevice && in.ok();
}

// 15.5
void read_property(Cursor in, Findings& findings) noexcept {
  if (!read_object(in)) return;
  Tag tag = read_tag(in);
  if (!is_context(tag, 1)) return;
  const std::uint32_t property = read_number(in, tag.length);
  tag = read_tag(in);
  if (is_context(tag, 2)) return;  // one element of a list
  if (in.ok() && tag.opening && tag.number == 3) read_value(property, in, findings);
}

// 15.7: objects, of each a list of properties with a value or an error.
void read_properties(Cursor in, Findings& findings) noexcept {
  while (!in.at_end()) {
    const bool device = read_object(in);
    Tag tag = read_tag(in);
    if (!in.ok() || !tag.opening || tag.number != 1) return;
    for (tag = read_tag(in); in.ok() && is_context(tag, 2); tag = read_tag(in)) {
      const std::uint32_t property = read_number(in, tag.length);
      tag = read_tag(in);
      const bool element = is_context(tag, 3);
      if (element) {
        in.skip(tag.length);
        tag = read_tag(in);
      }
      constexpr std::uint8_t kValue = 4, kError = 5;
      if (!tag.opening || (tag.number != kValue && tag.number != kError)) return;
      if (device && !element && tag.number == kValue) {
        read_value(property, in, findings);
      } else {
        skip_to_closing(in);
      }
    }
    if (!tag.closing) return;
  }
}

// 16.10: the device, the longest message, segmentation, and the vendor.
void read_i_am(Cursor in, Findings& findings) noexcept {
  const auto value = [&in](std::uint8_t type) {
    const Tag tag = read_tag(in);
    if (tag.context || tag.number != type) in.skip(in.left() + 1);
    return read_number(in, tag.length);
  };
  value(kObject);
  value(kUnsigned);
  value(kEnumerated);
  const std::uint32_t vendor = value(kUnsigned);
  if (in.ok()) add_vendor_id(vendor, findings);
}

// Clause 20.1.
void read_application(Cursor in, Findings& findings) noexcept {
  constexpr std::uint8_t kUnconfirmed = 0x10, kComplexAck = 0x30;
  constexpr std::uint8_t kIAm = 0, kReadProperty = 12, kReadProperties = 14;
  const std::uint8_t type = in.u8();
  if (type == kUnconfirmed) {
    if (in.u8() == kIAm && in.ok()) read_i_am(in, findings);
  } else if (type == kComplexAck) {
    in.skip(1);  // which request
    const std::uint8_t service = in.u8();
    if (service == kReadProperty) read_property(in, findings);
    if (service == kReadProperties) read_properties(in, findings);
  }
}

// Clause 6.2. Gives whether what follows is the sender's own word.
bool read_network(Cursor& in) noexcept {
  constexpr std::uint8_t kNetworkMessage = 0x80, kTarget = 0x20, kOrigin = 8;
  const std::uint8_t version = in.u8(), control = in.u8();
  if (version != 1) in.skip(in.left() + 1);
  if ((control & kTarget) != 0) {
    in.skip(2);
    in.skip(in.u8());
    in.skip(1);  // hops, which stand here where there is no origin
  }
  return (control & (kNetworkMessage | kOrigin)) == 0;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t type = in.u8(), function = in.u8();
  const std::uint16_t length = in.be16();
  if (!in.ok() || type != kBvlc || length < in.offset()) return Reading::not_mine();
  if (length != payload.bytes.size()) return Reading::not_mine();
  if (function != kDistribute && function != kUnicast && function != kBroadcast) {
    return payload.guessed ? Reading::not_mine() : Reading::done();
  }
  const bool own = read_network(in);
  if (!in.ok()) return Reading::not_mine();
  if (own) read_application(in, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol bacnet{"bacnet", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
