// One message of EtherNet/IP (CIP Networks Library, volume 2, chapter 2), over TCP or UDP: what a
// device answers when it is asked who it is.
//
// ListIdentity speaks of whoever has the address; the identity object (volume 1, 5A-2) of a module
// that may sit behind it in the same rack. Serial numbers are passed over.
#pragma once

#include <array>
#include <cstdint>

#include "base/cursor.hpp"
#include "base/letters.hpp"
#include "protocols/line.hpp"
#include "protocols/plain_text.hpp"
#include "protocols/start.hpp"

namespace tapcensus::enip_message {

inline constexpr std::array<std::uint16_t, 1> kPorts{44818};

enum Command : std::uint16_t {
  kListServices = 0x04,
  kListIdentity = 0x63,
  kListInterfaces = 0x64,
  kRegisterSession = 0x65,
  kUnregisterSession = 0x66,
  kSendRrData = 0x6f,
  kSendUnitData = 0x70,
};

// A command, and a length of a kilobyte or two at most.
inline constexpr std::array kStart{ByteSet::one_of("\x04\x63\x64\x65\x66\x6f\x70"),
                                   ByteSet::just(0), bytes::kAny, ByteSet::between(0, 7)};

inline constexpr std::size_t kHeader = 24, kMostLength = 2047;

struct Header {
  std::uint16_t command = 0, length = 0;
  std::uint32_t status = 0, options = 0;
};

inline Header read_header(Cursor& in) noexcept {
  Header header;
  header.command = in.le16();
  header.length = in.le16();
  in.skip(4);  // session
  header.status = in.le32();
  in.skip(8);  // the sender's context
  header.options = in.le32();
  return header;
}

inline bool known(const Header& header) noexcept {
  const std::uint16_t command = header.command;
  return header.options == 0 && header.length <= kMostLength &&
         (command == kListServices || (command >= kListIdentity && command <= kUnregisterSession) ||
          command == kSendRrData || command == kSendUnitData);
}

// The identity object's attributes 1 to 7, as they stand in either answer.
inline bool read_identity(Cursor& in, Findings& findings) noexcept {
  const std::uint16_t vendor = in.le16(), type = in.le16();
  in.skip(2);  // product code
  const std::uint8_t major = in.u8(), minor = in.u8();
  in.skip(2 + 4);  // status, serial number
  const std::string_view name = as_text(in.take(in.u8()));
  if (!in.ok() || !plain_text::readable(unpadded(name))) return false;
  Line<12> number;
  number.add_decimal(vendor);
  findings.add_composed(Field::enip_vendor_id, number.view());
  number.clear();
  number.add_decimal(type);
  findings.add_composed(Field::enip_device_type, number.view());
  number.clear();
  number.add_decimal(major);
  number.add('.');
  number.add_decimal(minor);
  findings.add_composed(Field::enip_revision, number.view());
  plain_text::add(Field::enip_product, name, findings);
  return true;
}

// 2-4.2.3
inline bool read_list_identity(Cursor in, Findings& findings) noexcept {
  constexpr std::uint16_t kIdentityItem = 0x0c;
  const std::uint16_t items = in.le16(), type = in.le16();
  Cursor item{in.take(in.le16())};
  item.skip(2 + 16);  // version, socket address
  return in.ok() && items >= 1 && type == kIdentityItem && read_identity(item, findings);
}

// The answer to Get_Attributes_All does not say of which object; few others look like an identity
// that ends with a name, or shortly behind it.
inline void read_response(Cursor in, Findings& findings) noexcept {
  constexpr std::uint8_t kAllAttributes = 0x81;
  const std::uint8_t service = in.u8();
  in.skip(1);
  const std::uint8_t status = in.u8(), more_status = in.u8();
  if (service != kAllAttributes || status != 0 || more_status != 0) return;
  constexpr std::size_t kNameLength = 14, kMostBehind = 16, kLeastName = 3;
  Cursor name = in;
  name.skip(kNameLength);
  const std::size_t size = name.u8();
  const std::string_view text = as_text(name.take(size));
  if (!name.ok() || size < kLeastName || !plain_text::ascii(unpadded(text)) ||
      name.left() > kMostBehind) {
    return;
  }
  read_identity(in, findings);
}

// 2-6: the items of the common packet format; what is unconnected or connected data is CIP.
inline void read_data(Cursor in, Findings& findings) noexcept {
  constexpr std::uint16_t kConnectedData = 0xb1, kUnconnectedData = 0xb2;
  constexpr unsigned kMostItems = 4;
  in.skip(4 + 2);  // interface, timeout
  const unsigned items = in.le16();
  for (unsigned i = 0; i < items && i < kMostItems; ++i) {
    const std::uint16_t type = in.le16();
    Cursor item{in.take(in.le16())};
    if (!in.ok()) return;
    if (type == kConnectedData) item.skip(2);  // sequence
    if (type == kConnectedData || type == kUnconnectedData) read_response(item, findings);
  }
}

// `in` is what the header promised. False when it cannot be.
inline bool read_body(const Header& header, Cursor in, Findings& findings) noexcept {
  if (header.command == kListIdentity) {
    return header.length == 0 || read_list_identity(in, findings);
  }
  if (header.status != 0) return true;
  if (header.command == kSendRrData || header.command == kSendUnitData) read_data(in, findings);
  return true;
}

}  // namespace tapcensus::enip_message
