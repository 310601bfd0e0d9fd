// The Ethernet header: who made the sender's hardware, and whether its address is a router's.
//
// The first three octets are the maker's (IEEE Std 802, 8.2) unless the address is administered
// locally. Redundant routers answer from addresses that no device owns.
#include <array>

#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

// The beginning of addresses that a group of routers shares, in bits.
struct VirtualRouter {
  std::uint64_t address;
  unsigned bits;
};

constexpr VirtualRouter kVirtualRouters[] = {
    {0x00005e'000100, 40},  // VRRP and CARP for IPv4: RFC 9568, 7.3
    {0x00005e'000200, 40},  // VRRP for IPv6
    {0x00000c'07ac00, 40},  // HSRP version 1: RFC 2281, 5.3
    {0x00000c'9ff000, 36},  // HSRP version 2
    {0x000573'a00000, 36},  // HSRP for IPv6
    {0x0007b4'000000, 32},  // GLBP
};

std::uint64_t number_of(const MacAddress& mac) noexcept {
  std::uint64_t number = 0;
  for (const std::uint8_t octet : mac.octets) number = number << 8 | octet;
  return number;
}

bool is_virtual_router(const MacAddress& mac) noexcept {
  const std::uint64_t number = number_of(mac);
  for (const VirtualRouter& router : kVirtualRouters) {
    if (((number ^ router.address) >> (48 - router.bits)) == 0) return true;
  }
  return false;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const MacAddress& mac = payload.layers.source_mac;
  if (mac.none() || mac.multicast() || mac.locally_administered()) return Reading::done();
  if (is_virtual_router(mac)) {
    findings.claim(Claiming::routes, mac, {});
    return Reading::done();
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<char, 6> oui;
  for (std::size_t i = 0; i < 3; ++i) {
    oui[2 * i] = kDigits[mac.octets[i] >> 4];
    oui[2 * i + 1] = kDigits[mac.octets[i] & 15];
  }
  findings.add_composed(Field::eth_oui, {oui.data(), oui.size()});
  return Reading::done();
}

}  // namespace

extern constinit const Protocol ethernet{"ethernet", Carrier::link, {}, read};

}  // namespace tapcensus
