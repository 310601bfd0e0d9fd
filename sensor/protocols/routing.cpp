// What routers say to each other over IP: whoever does is a router, and so is its hardware.
//
// VRRP, OSPF, EIGRP and PIM. Each is believed only as it is sent on a link, to a group of routers,
// and where what it says of its own length is so.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::uint8_t kEigrp = 88, kOspf = 89, kPim = 103, kVrrp = 112;
constexpr std::array<std::uint16_t, 4> kProtocols{kEigrp, kOspf, kPim, kVrrp};

// RFC 9568, 5.2, and RFC 3768, 5.3, where eight octets follow that once authenticated. CARP has the
// same number and beginning and another length, and is spoken by servers.
bool is_vrrp(Cursor in, const Layers& layers) noexcept {
  const std::uint8_t first = in.u8();
  in.skip(2);  // virtual router, priority
  const std::size_t addresses = in.u8();
  in.skip(4);
  if (!in.ok() || layers.ttl != 255 || addresses == 0) return false;
  constexpr std::uint8_t kVersion2 = 0x21, kVersion3 = 0x31;
  const std::size_t address = layers.source.is_v4() ? 4 : 16;
  if (first == kVersion2) return in.left() == addresses * 4 + 8;
  return first == kVersion3 && in.left() == addresses * address;
}

// RFC 2328, A.3.1; RFC 5340, A.3.1.
bool is_ospf(Cursor in, const Layers& layers) noexcept {
  const std::uint8_t version = in.u8();
  const std::uint8_t type = in.u8();
  const std::size_t length = in.be16();
  in.skip(12);
  constexpr std::size_t kHeader = 16;
  return in.ok() && version == (layers.source.is_v4() ? 2 : 3) && type >= 1 && type <= 5 &&
         length >= kHeader && length <= in.left() + kHeader;
}

// RFC 7868, 6.3 and 6.4: of the operations those that are in use.
bool is_eigrp(Cursor in, const Layers&) noexcept {
  constexpr std::uint16_t kInUse = 1 << 1 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 10 | 1 << 11;
  const std::uint8_t version = in.u8();
  const std::uint8_t operation = in.u8();
  in.skip(18);
  return in.ok() && version == 2 && operation < 16 && (kInUse >> operation & 1) != 0;
}

// RFC 7761, 4.9.
bool is_pim(Cursor in, const Layers&) noexcept {
  constexpr std::uint8_t kMostType = 13;
  const std::uint8_t first = in.u8();
  in.skip(3);
  return in.ok() && first >> 4 == 2 && (first & 15) <= kMostType;
}

struct Row {
  std::uint8_t protocol;
  bool (*is)(Cursor, const Layers&) noexcept;
};
constexpr std::array<Row, 4> kRows{
    {{kEigrp, is_eigrp}, {kOspf, is_ospf}, {kPim, is_pim}, {kVrrp, is_vrrp}}};

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Layers& layers = payload.layers;
  const auto* const row = std::ranges::find(kRows, layers.protocol, &Row::protocol);
  if (row == kRows.end() || !layers.target.multicast()) return Reading::not_mine();
  if (!row->is(Cursor{payload.bytes}, layers)) return Reading::not_mine();
  if (!layers.source_mac.none()) findings.claim(Claiming::routes, layers.source_mac, {});
  return Reading::done();
}

}  // namespace

extern constinit const Protocol routing{"routing", Carrier::ip, kProtocols, read};

}  // namespace tapcensus
