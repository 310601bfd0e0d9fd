#include "wire/wireless.hpp"

#include <algorithm>

#include "base/cursor.hpp"

namespace tapcensus {
namespace {

// IEEE Std 802.11-2020, 9.2.4.1: the bits of the first field.
constexpr unsigned kVersion = 0x0003, kType = 0x000c, kNoData = 0x0040, kQos = 0x0080,
                   kToDs = 0x0100, kFromDs = 0x0200, kProtected = 0x4000, kHtControl = 0x8000;
constexpr unsigned kManagement = 0x0000, kData = 0x0008;
constexpr std::uint8_t kAggregate = 0x80;  // 9.2.4.5.9: of the QoS field's first octet

void read_link_control(ByteView body, WirelessFrame& frame) noexcept {
  constexpr std::uint64_t kSnap = 0xaaaa03000000;
  constexpr std::size_t kMostLength = 1500;
  Cursor in{body};
  const std::uint64_t head = std::uint64_t{in.be32()} << 16 | in.be16();
  const std::uint16_t ethertype = in.be16();
  const bool snap = in.ok() && head == kSnap;
  frame.kind = WirelessFrame::Kind::data;
  frame.ethertype =
      snap ? ethertype : static_cast<std::uint16_t>(std::min(body.size(), kMostLength));
  frame.body = snap ? in.rest() : body;
}

// 9.3.2.1: which address is whose depends on where the frame comes from and goes to.
bool read_data(unsigned control, Cursor& in, const MacAddress (&address)[3],
               WirelessFrame& frame) noexcept {
  const bool to_ds = (control & kToDs) != 0, from_ds = (control & kFromDs) != 0;
  const MacAddress fourth = to_ds && from_ds ? MacAddress::of(in.take(6)) : MacAddress{};
  std::uint8_t qos = 0;
  if ((control & kQos) != 0) {
    qos = in.u8();
    in.skip((control & kHtControl) != 0 ? 5 : 1);
  }
  if (!in.ok()) return false;
  frame.target_mac = to_ds ? address[2] : address[0];
  frame.source_mac = !from_ds ? address[1] : to_ds ? fourth : address[2];
  if ((control & (kProtected | kNoData)) != 0 || (qos & kAggregate) != 0) return true;
  read_link_control(in.rest(), frame);
  return true;
}

// The rest behind a header of that length.
ByteView behind(ByteView bytes, std::size_t length, std::size_t least) noexcept {
  return length >= least && length <= bytes.size() ? bytes.subspan(length) : ByteView{};
}

}  // namespace

bool read_wireless(ByteView bytes, bool swapped, WirelessFrame& frame) noexcept {
  Cursor in{bytes};
  const unsigned control = swapped ? in.be16() : in.le16();
  const unsigned type = control & kType;
  if ((control & kVersion) != 0) return false;
  if (type != kManagement && type != kData) return in.ok();
  in.skip(2);  // duration
  MacAddress address[3];
  for (MacAddress& each : address) each = MacAddress::of(in.take(6));
  in.skip(2);  // sequence
  if (!in.ok()) return false;
  if (type == kData) return read_data(control, in, address, frame);
  frame.target_mac = address[0];
  frame.source_mac = address[1];
  if ((control & kProtected) != 0) return true;
  frame.kind = WirelessFrame::Kind::management;
  frame.body = bytes;
  return true;
}

ByteView skip_radiotap(ByteView bytes) noexcept {
  Cursor in{bytes};
  in.skip(2);  // version, padding
  return behind(bytes, in.le16(), 8);
}

ByteView skip_prism(ByteView bytes) noexcept {
  constexpr std::uint32_t kAvs = 0x80211001;
  Cursor in{bytes};
  if (in.be32() == kAvs) return behind(bytes, in.be32(), 64);
  return behind(bytes, in.le32(), 24);
}

ByteView skip_ppi(ByteView bytes) noexcept {
  constexpr std::uint32_t kWireless = 105;  // the link type of what follows
  Cursor in{bytes};
  in.skip(2);  // version, flags
  const std::size_t length = in.le16();
  return in.le32() == kWireless ? behind(bytes, length, 8) : ByteView{};
}

}  // namespace tapcensus
