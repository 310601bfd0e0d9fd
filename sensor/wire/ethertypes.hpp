// The ethertypes that mean something here: those that lead to a packet, and those that say who
// sends (IEEE 802 numbers, as IANA lists them).
#pragma once

#include <cstdint>

namespace tapcensus {

inline constexpr std::uint16_t kIpv4 = 0x0800, kArp = 0x0806, kLldp = 0x88cc, kIpv6 = 0x86dd,
                               kMpls = 0x8847, kMplsMulticast = 0x8848, kPppoeSession = 0x8864,
                               kPbb = 0x88e7,  // IEEE 802.1ah
    kFabricPath = 0x8903,                      // Cisco
    kVnTag = 0x8926,                           // Cisco, before IEEE 802.1BR
    kETag = 0x893f,                            // IEEE 802.1BR
    kBridged = 0x6558,                         // transparent Ethernet bridging
    kNsh = 0x894f;                             // RFC 8300

// IEEE 802.1Q, 802.1ad, and what was used before it; ports' tags.
constexpr bool is_tag(std::uint16_t ethertype) noexcept {
  switch (ethertype) {
    case 0x8100:
    case 0x88a8:
    case 0x9100:
    case 0x9200:
    case kVnTag:
    case kETag: return true;
    default: return false;
  }
}

// Whether a frame of this ethertype is one that decode() can follow.
constexpr bool leads_somewhere(std::uint16_t ethertype) noexcept {
  switch (ethertype) {
    case kIpv4:
    case kIpv6:
    case kArp:
    case kMpls:
    case kMplsMulticast:
    case kPppoeSession:
    case kPbb:
    case kFabricPath: return true;
    default: return is_tag(ethertype);
  }
}

// Whether bytes that are taken for a frame of this ethertype are likely to be one: decode() can
// follow it, it is of the link's own protocols or of industry's, or it is a length (IEEE 802.3).
constexpr bool is_likely(std::uint16_t ethertype) noexcept {
  constexpr std::uint16_t kMostLength = 1500;
  switch (ethertype) {
    case kLldp:
    case 0x8035:  // RARP
    case 0x8137:  // IPX
    case 0x8809:  // slow protocols
    case 0x8863:  // PPPoE discovery
    case 0x888e:  // 802.1X
    case 0x8892:  // PROFINET
    case 0x88a4:  // EtherCAT
    case 0x88ab:  // POWERLINK
    case 0x88b8:  // GOOSE
    case 0x88ba:  // sampled values
    case 0x88e1:  // HomePlug
    case 0x88f7:  // PTP
    case 0x8902:  // connectivity fault management
    case 0x9000:  // loopback
      return true;
    default: return ethertype <= kMostLength || leads_somewhere(ethertype);
  }
}

}  // namespace tapcensus
