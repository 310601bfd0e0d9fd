// The DHCP unique identifier (RFC 8415, 11): of DHCPv6 clients, and of DHCP clients that name
// themselves by one (RFC 4361).
//
// Written as its kind and what it is made of: "llt/HARDWARE_TYPE/TIME/ADDRESS", "en/ENTERPRISE/
// IDENTIFIER", "ll/HARDWARE_TYPE/ADDRESS", "uuid/OCTETS"; others as "KIND/OCTETS". TIME counts
// seconds from the year 2000.
#pragma once

#include "protocols/notation.hpp"

namespace tapcensus::duid {

inline constexpr std::size_t kMostBytes = 2 + 128;  // 11.1
inline constexpr std::size_t kMostText = 32 + 3 * kMostBytes;

enum Kind : std::uint16_t { kLinkLayerTime = 1, kEnterprise = 2, kLinkLayer = 3, kUuid = 4 };
enum HardwareType : std::uint16_t { kEthernet = 1, kWifi = 6 };

// The hardware address in it, where it has one of Ethernet's size.
inline MacAddress hardware_of(ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::uint16_t kind = in.be16();
  const std::uint16_t type = in.be16();
  if (kind == kLinkLayerTime) in.skip(4);
  if (kind != kLinkLayerTime && kind != kLinkLayer) return {};
  if (type != kEthernet && type != kWifi) return {};
  const MacAddress hardware = in.left() == 6 ? MacAddress::of(in.rest()) : MacAddress{};
  return hardware.multicast() ? MacAddress{} : hardware;
}

// False when it is none.
template <std::size_t N>
bool add(Line<N>& line, ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::uint16_t kind = in.be16();
  if (in.at_end() || bytes.size() > kMostBytes) return false;
  switch (kind) {
    case kLinkLayerTime:
    case kLinkLayer:
      line.add(kind == kLinkLayer ? "ll/" : "llt/");
      line.add_decimal(in.be16());
      if (kind == kLinkLayerTime) {
        line.add('/');
        line.add_decimal(in.be32());
      }
      line.add('/');
      notation::add_hardware(line, in.rest());
      break;
    case kEnterprise:
      line.add("en/");
      line.add_decimal(in.be32());
      line.add('/');
      notation::add_octets(line, in.rest());
      break;
    default:
      if (kind == kUuid) {
        line.add("uuid");
      } else {
        line.add_decimal(kind);
      }
      line.add('/');
      notation::add_octets(line, in.rest());
      break;
  }
  return in.ok();
}

}  // namespace tapcensus::duid
