// Frames as they look inside tunnels: each kind that wire/tunnel.hpp names, and its variants.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "support/fragment.hpp"
#include "support/frame.hpp"
#include "support/recording.hpp"
#include "wire/tunnel.hpp"

namespace tapcensus::testing {

enum class Carries : std::uint8_t {
  frames,    // whole Ethernet frames
  packets,   // IP packets; the Ethernet addresses are lost
  same_link  // IP packets behind the frame's own Ethernet header
};

inline constexpr std::size_t kEthernetHeader = 14;

struct Wrapping {
  std::string_view name;
  TunnelKind kind;
  Carries carries;
  std::string (*wrap)(std::string_view inner);  // a frame, or an IP packet
  int deep = 1;                                 // tunnels that it is
};

inline std::string octets(std::initializer_list<int> values) {
  std::string out;
  for (const int value : values) out += static_cast<char>(value);
  return out;
}
inline std::string in_ip(std::uint8_t protocol, const std::string& body) {
  return ethernet(kRouter, kServer)
      .ipv4("100.64.0.1", "100.64.0.2")
      .protocol(protocol)
      .payload(body)
      .bytes();
}
inline std::string in_udp(std::uint16_t port, const std::string& body) {
  return ethernet(kRouter, kServer)
      .ipv4("100.64.0.1", "100.64.0.2")
      .udp(49152, port)
      .payload(body)
      .bytes();
}
inline std::string in_frame(std::uint16_t ethertype, const std::string& body) {
  return ethernet(kRouter, kServer).ethertype(ethertype).payload(body).bytes();
}
inline bool is_v6(std::string_view packet) {
  return static_cast<unsigned char>(packet[0]) >> 4 == 6;
}
inline std::string ethertype_of(std::string_view packet) {
  return is_v6(packet) ? octets({0x86, 0xdd}) : octets({0x08, 0x00});
}
inline std::string ppp_of(std::string_view packet) {
  return octets({0, is_v6(packet) ? 0x57 : 0x21});
}
inline std::string size_of(std::size_t size) {
  return octets({static_cast<int>(size >> 8), static_cast<int>(size & 255)});
}
// A frame of Ethernet's as a station sends it to its access point.
inline std::string in_802_11(std::string_view frame) {
  const std::string to{frame.substr(0, 6)}, from{frame.substr(6, 6)};
  return octets({0x88, 1, 0, 0, 2, 0, 0, 0, 0, 9}) + from + to +
         octets({0, 0, 0, 0, 0xaa, 0xaa, 3, 0, 0, 0}) + std::string{frame.substr(12)};
}

// clang-format off
inline const std::vector<Wrapping> kWrappings{
    {"vxlan", TunnelKind::vxlan, Carries::frames, [](std::string_view inner) {
       return in_udp(4789, octets({8, 0, 0, 0, 0, 0, 42, 0}) + std::string{inner}); }},
    {"vxlan_gpe", TunnelKind::vxlan, Carries::packets, [](std::string_view inner) {
       return in_udp(4790, octets({0x0c, 0, 0, is_v6(inner) ? 2 : 1, 0, 0, 42, 0}) + std::string{inner}); }},
    {"vxlan_gpe_nsh", TunnelKind::vxlan, Carries::frames, [](std::string_view inner) {
       return in_udp(4790, octets({0x0c, 0, 0, 4, 0, 0, 42, 0, 0x0f, 0xc2, 2, 3, 0, 0, 1, 255}) + std::string{inner}); }},
    {"geneve", TunnelKind::geneve, Carries::frames, [](std::string_view inner) {
       return in_udp(6081, octets({1, 0, 0x65, 0x58, 0, 0, 42, 0, 1, 2, 3, 4}) + std::string{inner}); }},
    {"geneve_ip", TunnelKind::geneve, Carries::packets, [](std::string_view inner) {
       return in_udp(6081, octets({0, 0}) + ethertype_of(inner) + octets({0, 0, 42, 0}) + std::string{inner}); }},
    {"gre", TunnelKind::gre, Carries::packets, [](std::string_view inner) {
       return in_ip(47, octets({0, 0}) + ethertype_of(inner) + std::string{inner}); }},
    {"gre_key_sequence", TunnelKind::gre, Carries::packets, [](std::string_view inner) {
       return in_ip(47, octets({0xb0, 0}) + ethertype_of(inner) + octets({0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 1}) + std::string{inner}); }},
    {"gre_in_udp", TunnelKind::gre, Carries::packets, [](std::string_view inner) {
       return in_udp(4754, octets({0x20, 0}) + ethertype_of(inner) + octets({0, 0, 0, 7}) + std::string{inner}); }},
    {"gre_802_11", TunnelKind::gre, Carries::same_link, [](std::string_view frame) {
       return in_ip(47, octets({0, 0, 0x82, 0}) + in_802_11(frame)); }},
    {"gre_ethernet", TunnelKind::gre, Carries::frames, [](std::string_view inner) {
       return in_ip(47, octets({0, 0, 0x65, 0x58}) + std::string{inner}); }},
    {"nvgre", TunnelKind::nvgre, Carries::frames, [](std::string_view inner) {
       return in_ip(47, octets({0x20, 0, 0x65, 0x58, 0, 0, 42, 9}) + std::string{inner}); }},
    {"pptp", TunnelKind::gre, Carries::packets, [](std::string_view inner) {
       return in_ip(47, octets({0x30, 0x01, 0x88, 0x0b}) + size_of(inner.size() + 4) + octets({0, 5, 0, 0, 0, 9, 0xff, 3}) + ppp_of(inner) + std::string{inner}); }},
    {"erspan1", TunnelKind::erspan, Carries::frames, [](std::string_view inner) {
       return in_ip(47, octets({0, 0, 0x88, 0xbe}) + std::string{inner}); }},
    {"erspan2", TunnelKind::erspan, Carries::frames, [](std::string_view inner) {
       return in_ip(47, octets({0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 1, 0, 5, 0, 0, 0, 9}) + std::string{inner}); }},
    {"erspan3", TunnelKind::erspan, Carries::frames, [](std::string_view inner) {
       return in_ip(47, octets({0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 1, 0, 5, 0, 0, 0, 9, 0, 0, 0, 0}) + std::string{inner}); }},
    {"erspan3_platform", TunnelKind::erspan, Carries::frames, [](std::string_view inner) {
       return in_ip(47, octets({0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 1, 0, 5, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0}) + std::string{inner}); }},
    {"ip_in_ip", TunnelKind::ip_in_ip, Carries::packets, [](std::string_view inner) {
       return in_ip(is_v6(inner) ? 41 : 4, std::string{inner}); }},
    {"ip_in_ipv6", TunnelKind::ip_in_ip, Carries::packets, [](std::string_view inner) {
       return ethernet(kRouter, kServer).ipv6("2001:db8::1", "2001:db8::2").protocol(is_v6(inner) ? 41 : 4).payload(inner).bytes(); }},
    {"etherip", TunnelKind::etherip, Carries::frames, [](std::string_view inner) {
       return in_ip(97, octets({0x30, 0}) + std::string{inner}); }},
    {"gtp_u", TunnelKind::gtp_u, Carries::packets, [](std::string_view inner) {
       return in_udp(2152, octets({0x30, 255}) + size_of(inner.size()) + octets({0, 0, 1, 7}) + std::string{inner}); }},
    {"gtp_u_5g", TunnelKind::gtp_u, Carries::packets, [](std::string_view inner) {
       return in_udp(2152, octets({0x34, 255}) + size_of(inner.size() + 8) + octets({0, 0, 1, 7, 0, 0, 0, 0x85, 1, 0x10, 9, 0}) + std::string{inner}); }},
    {"l2tp", TunnelKind::l2tp, Carries::packets, [](std::string_view inner) {
       return in_udp(1701, octets({0x40, 2}) + size_of(inner.size() + 12) + octets({0, 3, 0, 4, 0xff, 3}) + ppp_of(inner) + std::string{inner}); }},
    {"l2tp_sequence_offset", TunnelKind::l2tp, Carries::packets, [](std::string_view inner) {
       return in_udp(1701, octets({0x0a, 2, 0, 3, 0, 4, 0, 1, 0, 2, 0, 2, 0, 0}) + ppp_of(inner).substr(1) + std::string{inner}); }},
    {"mpls", TunnelKind::mpls, Carries::same_link, [](std::string_view frame) {
       return std::string{frame.substr(0, 12)} + octets({0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64}) + std::string{frame.substr(14)}; }},
    {"mpls_pseudowire", TunnelKind::mpls, Carries::frames, [](std::string_view inner) {
       return in_frame(0x8847, octets({0, 1, 0, 64, 0, 2, 1, 64, 0, 0, 0, 5}) + std::string{inner}); }},
    {"mpls_pseudowire_no_control_word", TunnelKind::mpls, Carries::frames, [](std::string_view inner) {
       return in_frame(0x8847, octets({0, 2, 1, 64}) + std::string{inner}); }},
    {"mpls_in_gre", TunnelKind::mpls, Carries::packets, [](std::string_view inner) {
       return in_ip(47, octets({0, 0, 0x88, 0x47, 0, 2, 1, 64}) + std::string{inner}); }, 2},
    {"mpls_in_udp", TunnelKind::mpls, Carries::packets, [](std::string_view inner) {
       return in_udp(6635, octets({0, 2, 1, 64}) + std::string{inner}); }},
    {"pbb", TunnelKind::pbb, Carries::frames, [](std::string_view inner) {
       return ethernet(kRouter, kServer).vlan(9, 0x88a8).ethertype(0x88e7).payload(octets({0, 0, 0, 42}) + std::string{inner}).bytes(); }},
    {"fabricpath", TunnelKind::fabricpath, Carries::frames, [](std::string_view inner) {
       return in_frame(0x8903, octets({0, 0x60}) + std::string{inner}); }},
    {"pppoe", TunnelKind::pppoe, Carries::same_link, [](std::string_view frame) {
       const std::string_view packet = frame.substr(14);
       return std::string{frame.substr(0, 12)} + octets({0x88, 0x64, 0x11, 0, 0, 9}) + size_of(packet.size() + 2) + ppp_of(packet) + std::string{packet}; }},
    {"capwap", TunnelKind::capwap, Carries::frames, [](std::string_view inner) {
       return in_udp(5247, octets({0, 0x10, 2, 0, 0, 0, 0, 0}) + std::string{inner}); }},
    {"capwap_802_11", TunnelKind::capwap, Carries::same_link, [](std::string_view frame) {
       return in_udp(5247, octets({0, 0x10, 3, 0, 0, 0, 0, 0}) + in_802_11(frame)); }},
};
// clang-format on

inline bool is_ip(std::string_view frame) {
  if (frame.size() < 34) return false;
  const std::string_view ethertype = frame.substr(12, 2);
  return ethertype == std::string_view("\x08\0", 2) || ethertype == "\x86\xdd";
}

// The recording inside the tunnel, as far as the tunnel can carry it: frames without IP stay as
// they are where the Ethernet header does, and are left out where it is lost.
inline Recording wrapped(const Recording& original, const Wrapping& wrapping) {
  Recording changed;
  for (const Recorded& each : original) {
    Recorded outer = each;
    const auto ip = detail::ip_header_at(each);
    switch (wrapping.carries) {
      case Carries::frames: outer.bytes = wrapping.wrap(each.bytes); break;
      case Carries::packets:
        if (!ip || *ip >= each.bytes.size()) continue;
        outer.bytes = wrapping.wrap(std::string_view{each.bytes}.substr(*ip));
        outer.link = Link::ethernet;
        break;
      case Carries::same_link:
        if (ip == kEthernetHeader && *ip < each.bytes.size()) {
          outer.bytes = wrapping.wrap(each.bytes);
        }
    }
    outer.wire_length += static_cast<std::uint32_t>(outer.bytes.size() - each.bytes.size());
    changed.push_back(std::move(outer));
  }
  return changed;
}

// What is left of a recording when its link headers are lost.
inline Recording without_link(const Recording& original) {
  Recording changed;
  for (const Recorded& each : original) {
    const auto ip = detail::ip_header_at(each);
    if (!ip || *ip >= each.bytes.size()) continue;
    changed.push_back({each.bytes.substr(*ip), each.wire_length - static_cast<std::uint32_t>(*ip),
                       Link::raw_ip, each.at});
  }
  return changed;
}

}  // namespace tapcensus::testing
