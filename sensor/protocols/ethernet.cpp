// The Ethernet header: who made the sender's hardware, and whether its address is a router's.
//
// The first three octets are the maker's (IEEE Std 802, 8.2) unless the address is administered
// locally: then it tells at most who made it up. Redundant routers answer from addresses that no
// device owns.
#include <algorithm>

#include "protocols/line.hpp"
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

// Chance seldom makes octets that are equal, empty, or a row of equal steps: of a thousand random
// addresses, a few are taken for one that a person or a program chose.
bool looks_random(const MacAddress& mac) noexcept {
  auto octets = mac.octets;
  std::size_t steps = 0;
  for (std::size_t i = 2; i < octets.size(); ++i) {
    const auto step = static_cast<std::uint8_t>(octets[i] - octets[i - 1]);
    if (step == static_cast<std::uint8_t>(octets[i - 1] - octets[i - 2])) ++steps;
  }
  std::ranges::sort(octets);
  const auto twice = octets.end() - std::unique(octets.begin(), octets.end());
  return steps < 2 && twice + std::ranges::count(mac.octets, 0) <= 1;
}

// Who gives such addresses to machines of its own making, or that a phone changes its own.
std::string_view origin_of(const MacAddress& mac) noexcept {
  const std::uint64_t number = number_of(mac);
  const std::uint64_t maker = number >> 24;
  if (number >> 32 == 0x0242) return "docker";
  if (maker == 0x525400 || maker == 0xfe5400) return "qemu";  // guests; their taps under libvirt
  return looks_random(mac) ? "random" : "other";
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const MacAddress& mac = payload.layers.source_mac;
  if (mac.none() || mac.multicast()) return Reading::done();
  if (mac.locally_administered()) {
    findings.add(Field::eth_local, origin_of(mac));
    return Reading::done();
  }
  if (is_virtual_router(mac)) {
    findings.claim(Claiming::routes, mac, {});
    return Reading::done();
  }
  Line<6> oui;
  for (std::size_t i = 0; i < 3; ++i) {
    oui.add(oui.digit(mac.octets[i] >> 4));
    oui.add(oui.digit(mac.octets[i]));
  }
  findings.add_composed(Field::eth_oui, oui.view());
  return Reading::done();
}

}  // namespace

extern constinit const Protocol ethernet{"ethernet", Carrier::link, {}, read};

}  // namespace tapcensus
