#include "worker/overload.hpp"

#include <array>

#include "wire/ethertypes.hpp"

namespace tapcensus {
namespace {

// DHCP and DHCPv6, NetBIOS names, SSDP, WS-Discovery, mDNS, LLMNR.
constexpr std::array<std::uint16_t, 9> kDiscovery{67, 68, 137, 546, 547, 1900, 3702, 5353, 5355};

bool is_discovery(std::uint16_t port) noexcept {
  return std::ranges::find(kDiscovery, port) != kDiscovery.end();
}

// RFC 4861: router and neighbour solicitations and advertisements, and redirects.
bool is_neighbour_discovery(ByteView message) noexcept {
  const unsigned type = message.empty() ? 0 : std::to_integer<unsigned>(message[0]);
  return type >= 133 && type <= 137;
}

bool is_claim(std::uint16_t ethertype) noexcept { return ethertype == kArp || ethertype == kLldp; }

}  // namespace

void Overload::polled(bool backlog, Tick now) noexcept {
  const std::uint32_t before = level();
  std::uint32_t next = before;
  if (!backlog) {
    row_ = 0;
    next -= std::min(before, kFall);
  } else if (before > 0 || ++row_ >= kPatience) {
    next = std::min(before + (before < kWhole ? kRise : kRiseMore), kTop);
  }
  std::uint32_t highest = ceiling();
  if (next == 0 && highest == 0) return;
  if (now < stepped_ || now.ns - stepped_.ns >= kStep) {
    stepped_ = now;
    highest -= std::min(highest, kCeilingFall);
  }
  level_.store(next, std::memory_order_relaxed);
  ceiling_.store(std::max(std::min(next, kWhole), highest), std::memory_order_relaxed);
}

bool identifies(const Layers& layers) noexcept {
  if (layers.ip_version == 0) return is_claim(layers.ethertype);
  switch (layers.transport) {
    case Transport::tcp: return (layers.tcp_flags & kSyn) != 0;
    case Transport::udp:
      return is_discovery(layers.target_port) || is_discovery(layers.source_port);
    case Transport::icmpv6: return is_neighbour_discovery(layers.payload);
    case Transport::icmp:
    case Transport::other:
    case Transport::none: break;
  }
  return false;
}

}  // namespace tapcensus
