// Packets inside packets: what carries them, and where the inner one begins.
//
// A link header that only adds a label (VLAN, VNTag, SNAP) is no tunnel; layers.cpp passes it by.
// Whether a UDP port or an IP protocol really carries a tunnel is decided by its header: one that
// contradicts itself is left as the payload it is.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/bytes.hpp"
#include "wire/layers.hpp"

namespace tapcensus {

enum class TunnelKind : std::uint8_t {
  capwap,      // RFC 5415, data channel, plain
  erspan,      // types I, II and III, over GRE
  etherip,     // RFC 3378
  fabricpath,  // Cisco's
  geneve,      // RFC 8926
  gre,         // RFC 2784, 2890; in UDP, RFC 8086; of PPTP, RFC 2637; of Aruba, with 802.11
  gtp_u,       // 3GPP TS 29.281
  ip_in_ip,    // RFC 2003, 4213 (6in4), 2473
  l2tp,        // RFC 2661
  mpls,        // RFC 3032, also in GRE, UDP and IP; with Ethernet inside, RFC 4448
  nvgre,       // RFC 7637
  pbb,         // IEEE 802.1ah
  pppoe,       // RFC 2516
  teredo,      // RFC 4380
  vxlan,       // RFC 7348, and VXLAN-GPE
  end_
};

// The label values of tapcensus_tunnel_packets_total.
inline constexpr std::array<std::string_view, static_cast<std::size_t>(TunnelKind::end_)>
    kTunnelNames{"capwap", "erspan", "etherip",  "fabricpath", "geneve",
                 "gre",    "gtp_u",  "ip_in_ip", "l2tp",       "mpls",
                 "nvgre",  "pbb",    "pppoe",    "teredo",     "vxlan"};
static_assert(!kTunnelNames.back().empty());

// What a tunnel carries.
struct Inner {
  TunnelKind kind = TunnelKind::end_;
  bool ethernet = false;        // a frame; otherwise a packet of `ethertype`
  bool same_link = false;       // the Ethernet header before it is that of the inner packet, too
  bool sure = true;             // false: only a tunnel if the inner packet makes sense
  std::uint16_t ethertype = 0;  // when it is no frame
  // Of a frame that is not Ethernet's; else none.
  MacAddress source_mac, target_mac;
  // Tells apart networks that use the same addresses: VNI, VSID, I-SID. 0 where the id is not the
  // same in both directions (TEID, MPLS label, L2TP session), because it would split every flow.
  std::uint32_t id = 0;
  ByteView bytes;
};

// Whether the packet, decoded as far as `layers` say, carries another.
bool find_inner(const Layers& layers, Inner& inner) noexcept;

}  // namespace tapcensus
