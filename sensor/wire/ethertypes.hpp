// The ethertypes that mean something here: those that lead to a packet, and those that say who
// sends (IEEE 802 numbers, as IANA lists them).
#pragma once

#include <cstddef>
#include <cstdint>

namespace tapcensus {

inline constexpr std::uint16_t kIpv4 = 0x0800, kArp = 0x0806, kLldp = 0x88cc, kIpv6 = 0x86dd,
                               kMpls = 0x8847, kMplsMulticast = 0x8848, kPppoeSession = 0x8864,
                               kPbb = 0x88e7,  // IEEE 802.1ah
    kFabricPath = 0x8903,                      // Cisco
    kVnTag = 0x8926,                           // Cisco, before IEEE 802.1BR
    kETag = 0x893f,                            // IEEE 802.1BR
    kBridged = 0x6558,                         // transparent Ethernet bridging
    kNsh = 0x894f,                             // RFC 8300
    // IANA's list reserves it, so it stands for what has no ethertype: management frames of 802.11.
    kWirelessManagement = 0xffff;

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

// Of a frame: 802.1Q in 802.1ad in older vendors' tags, and a port's.
inline constexpr int kMostTags = 6;

// Bytes of a tag between its ethertype and the next.
constexpr std::size_t tag_size(std::uint16_t ethertype) noexcept {
  switch (ethertype) {
    case kVnTag: return 4;
    case kETag: return 6;
    default: return 2;
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

// Whether bytes that are taken for a frame of this ethertype, with `size` bytes behind it, are
// likely to be one: decode() can follow it, it is one that is in use (IEEE's and IANA's lists), or
// it is a length (IEEE 802.3) that fits, with padding and a trailer.
constexpr bool is_likely(std::uint16_t ethertype, std::size_t size) noexcept {
  constexpr std::size_t kMostLength = 1500, kLeastPayload = 46, kLlc = 3, kTrailer = 16;
  if (ethertype <= kMostLength) {
    const std::size_t padded = ethertype < kLeastPayload ? kLeastPayload : ethertype;
    return ethertype >= kLlc && ethertype <= size && size <= padded + kTrailer;
  }
  switch (ethertype) {
    case kLldp:
    case 0x0842:  // wake on LAN
    case 0x22ea:  // stream reservation
    case 0x22f0:  // audio and video bridging
    case 0x22f3:  // TRILL
    case 0x6002:  // DECnet's maintenance
    case 0x6003:  // DECnet
    case 0x8035:  // RARP
    case 0x809a:  // IEEE 802.15.4, as sniffers send it on
    case 0x809b:  // AppleTalk
    case 0x80f3:  // AppleTalk's ARP
    case 0x8137:  // IPX
    case 0x8808:  // flow control
    case 0x8809:  // slow protocols
    case 0x8863:  // PPPoE discovery
    case 0x887b:  // HomePlug 1.0
    case 0x888e:  // 802.1X
    case 0x8892:  // PROFINET
    case 0x8899:  // Realtek's loop detection
    case 0x88a2:  // ATA over Ethernet
    case 0x88a4:  // EtherCAT
    case 0x88ab:  // POWERLINK
    case 0x88b5:  // local experiments
    case 0x88b6:
    case 0x88b7:  // vendors' own, by OUI
    case 0x88b8:  // GOOSE
    case 0x88ba:  // sampled values
    case 0x88ca:  // TIPC
    case 0x88cd:  // SERCOS III
    case 0x88d9:  // LLTD
    case 0x88e1:  // HomePlug AV
    case 0x88e3:  // media redundancy
    case 0x88e5:  // MACsec
    case 0x88f5:  // VLAN registration
    case 0x88f6:  // multicast registration
    case 0x88f7:  // PTP
    case 0x88fb:  // parallel redundancy
    case 0x8902:  // connectivity fault management
    case 0x8906:  // FCoE
    case 0x890d:  // IEEE 802.11's, between access points
    case 0x8914:  // FCoE's initialization
    case 0x8915:  // RoCE
    case 0x892f:  // seamless redundancy
    case 0x893a:  // IEEE 1905.1
    case 0x9000:  // loopback
      return true;
    default: return leads_somewhere(ethertype);
  }
}

}  // namespace tapcensus
