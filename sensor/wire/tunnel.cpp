#include "wire/tunnel.hpp"

#include <algorithm>

#include "base/cursor.hpp"
#include "wire/ethertypes.hpp"
#include "wire/wireless.hpp"

namespace tapcensus {
namespace {

constexpr int kMostLabels = 16;  // of an MPLS stack

bool packet(Inner& inner, TunnelKind kind, std::uint16_t ethertype, ByteView bytes) noexcept {
  inner.kind = kind;
  inner.ethernet = false;
  inner.ethertype = ethertype;
  inner.bytes = bytes;
  return true;
}

bool frame(Inner& inner, TunnelKind kind, ByteView bytes) noexcept {
  inner.kind = kind;
  inner.ethernet = true;
  inner.bytes = bytes;
  return true;
}

std::uint8_t at(ByteView bytes, std::size_t index) noexcept {
  return std::to_integer<std::uint8_t>(bytes[index]);
}

// IPv4 or IPv6 by the first four bits.
std::uint16_t ip_ethertype(ByteView bytes) noexcept {
  const unsigned version = bytes.empty() ? 0 : at(bytes, 0) >> 4u;
  return version == 4 ? kIpv4 : version == 6 ? kIpv6 : 0;
}

bool ip_packet(Inner& inner, TunnelKind kind, ByteView bytes) noexcept {
  const std::uint16_t ethertype = ip_ethertype(bytes);
  return ethertype != 0 && packet(inner, kind, ethertype, bytes);
}

// RFC 1661, 2: address and control may be left out, and the protocol's first byte when it is 0.
bool ppp(Inner& inner, TunnelKind kind, ByteView bytes) noexcept {
  Cursor in{bytes};
  unsigned protocol = in.u8();
  if (protocol == 0xff) {
    in.skip(1);
    protocol = in.u8();
  }
  if (protocol % 2 == 0) protocol = protocol << 8 | in.u8();
  if (!in.ok()) return false;
  switch (protocol) {
    case 0x21: return packet(inner, kind, kIpv4, in.rest());
    case 0x57: return packet(inner, kind, kIpv6, in.rest());
    case 0x281: return packet(inner, kind, kMpls, in.rest());
    default: return false;
  }
}

// Whether an Ethernet header stands at the start, with the first bytes of a packet behind it and
// its tags: more than chance puts where there is none.
bool is_frame_of_packet(ByteView bytes) noexcept {
  Cursor in{bytes};
  in.skip(12);
  std::uint16_t ethertype = in.be16();
  for (int tags = 0; tags < kMostTags && is_tag(ethertype); ++tags) {
    in.skip(tag_size(ethertype));
    ethertype = in.be16();
  }
  const std::uint16_t head = in.be16();
  if (!in.ok()) return false;
  switch (ethertype) {
    case kIpv4: return head >> 12 == 4;
    case kIpv6: return head >> 12 == 6;
    case kArp: return head == 1;                // RFC 826: of Ethernet
    case kPppoeSession: return head == 0x1100;  // RFC 2516
    default: return false;
  }
}

// An IP packet under the labels cannot be told from an Ethernet frame by its first four bits alone
// (RFC 4928). It is one if its length is what is there. If it is not, as of packets that were
// padded, captured in part or caught before a NIC cut them up, it is one unless a frame makes more
// sense.
bool is_ip_under_labels(ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::uint8_t first = in.u8();
  in.skip(1);
  const std::size_t v4_length = in.be16();
  const std::size_t v6_length = in.be16() + 40u;
  in.skip(6);
  const std::uint16_t ethertype = in.be16();
  const bool v4 = first >> 4 == 4;
  if (!in.ok() || (v4 && (first & 15) < 5)) return false;
  if ((v4 ? v4_length : v6_length) == bytes.size()) return true;
  if (is_frame_of_packet(bytes)) return false;
  const bool padded = v4 && v4_length >= 20 && v4_length <= bytes.size();
  return padded || !leads_somewhere(ethertype);
}

// RFC 4448, 4.6: 16 bits of zero and a sequence number. An Ethernet address may begin so, too, as
// those of virtual routers do; then an ethertype stands where a frame without the control word has
// it.
bool has_control_word(ByteView bytes) noexcept {
  Cursor in{bytes};
  if (in.be16() != 0) return false;
  in.skip(10);
  const std::uint16_t without = in.be16();
  in.skip(2);
  const std::uint16_t with = in.be16();
  if (!in.ok() || is_frame_of_packet(bytes)) return false;
  return !leads_somewhere(without) || leads_somewhere(with);
}

// RFC 3032. Below the labels: IP, or a pseudowire with or without its control word (RFC 4448).
bool mpls(Inner& inner, ByteView bytes) noexcept {
  Cursor in{bytes};
  bool last = false;
  for (int labels = 0; !last; ++labels) {
    const std::uint32_t entry = in.be32();
    if (!in.ok() || labels == kMostLabels) return false;
    last = (entry & 0x100) != 0;
  }
  const ByteView rest = in.rest();
  if (rest.empty()) return false;
  const unsigned nibble = at(rest, 0) >> 4u;
  if ((nibble == 4 || nibble == 6) && is_ip_under_labels(rest)) {
    return ip_packet(inner, TunnelKind::mpls, rest);
  }
  inner.sure = false;
  constexpr std::size_t kControlWord = 4;
  return frame(inner, TunnelKind::mpls,
               rest.subspan(has_control_word(rest) ? kControlWord : std::size_t{0}));
}

// RFC 2516, 4: version and type 1, code 0 for session data.
bool pppoe(Inner& inner, ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::uint16_t head = in.be16();
  in.skip(2);  // session
  const std::size_t length = in.be16();
  if (!in.ok() || head != 0x1100) return false;
  inner.same_link = true;
  const ByteView rest = in.rest();
  return ppp(inner, TunnelKind::pppoe, rest.first(std::min(rest.size(), length)));
}

// IEEE 802.1ah: flags and a service identifier, then the customer's frame.
bool pbb(Inner& inner, ByteView bytes) noexcept {
  Cursor in{bytes};
  inner.id = in.be32() & 0xffffff;
  return in.ok() && frame(inner, TunnelKind::pbb, in.rest());
}

// A tag of forwarding tag and hop limit, then the whole frame.
bool fabricpath(Inner& inner, ByteView bytes) noexcept {
  Cursor in{bytes};
  in.skip(2);
  return in.ok() && frame(inner, TunnelKind::fabricpath, in.rest());
}

// By protocol of the header chain: RFC 8300 (NSH), VXLAN-GPE.
bool next_protocol(Inner& inner, TunnelKind kind, std::uint8_t next, ByteView bytes) noexcept {
  switch (next) {
    case 1: return packet(inner, kind, kIpv4, bytes);
    case 2: return packet(inner, kind, kIpv6, bytes);
    case 3: return frame(inner, kind, bytes);
    case 5: return packet(inner, kind, kMpls, bytes);
    default: return false;
  }
}

// RFC 8300, 2.2: version, TTL and length in words; metadata type; next protocol.
bool nsh(Inner& inner, TunnelKind kind, ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::size_t length = (in.be16() & 0x3f) * 4u;
  in.skip(1);
  const std::uint8_t next = in.u8();
  if (!in.ok() || length < 8 || length > bytes.size()) return false;
  return next_protocol(inner, kind, next, bytes.subspan(length));
}

bool by_ethertype(Inner& inner, TunnelKind kind, std::uint16_t ethertype, ByteView bytes) noexcept {
  switch (ethertype) {
    case kIpv4:
    case kIpv6:
    case kMpls:
    case kMplsMulticast: return packet(inner, kind, ethertype, bytes);
    case kBridged: return frame(inner, kind, bytes);
    case kNsh: return nsh(inner, kind, bytes);
    default: return false;
  }
}

// ERSPAN type II has a header of 8 bytes, type I none: it comes without a sequence number.
bool erspan(Inner& inner, bool sequenced, ByteView bytes) noexcept {
  constexpr std::size_t kHeader = 8;
  if (!sequenced) return frame(inner, TunnelKind::erspan, bytes);
  return bytes.size() > kHeader && frame(inner, TunnelKind::erspan, bytes.subspan(kHeader));
}

// ERSPAN type III: 12 bytes, and 8 more when the last bit says so.
bool erspan3(Inner& inner, ByteView bytes) noexcept {
  constexpr std::size_t kHeader = 12, kPlatform = 8;
  if (bytes.size() <= kHeader) return false;
  const std::size_t header = kHeader + (at(bytes, kHeader - 1) % 2 != 0 ? kPlatform : 0);
  return bytes.size() > header && frame(inner, TunnelKind::erspan, bytes.subspan(header));
}

// RFC 2637, 4.1: PPP with the length in the key, and an acknowledgment number where the bit says
// so.
bool pptp(Inner& inner, std::uint16_t flags, Cursor in) noexcept {
  const std::size_t length = in.be16();
  in.skip(2);  // call
  if ((flags & 0x1000) != 0) in.skip(4);
  if ((flags & 0x0080) != 0) in.skip(4);
  if (!in.ok()) return false;
  const ByteView rest = in.rest();
  return ppp(inner, TunnelKind::gre, rest.first(std::min(rest.size(), length)));
}

// IEEE 802.11: a data frame that is not encrypted.
bool wireless(Inner& inner, TunnelKind kind, bool swapped, ByteView bytes) noexcept {
  constexpr std::uint16_t kMostLength = 1500;
  WirelessFrame frame;
  if (!read_wireless(bytes, swapped, frame)) return false;
  if (frame.kind != WirelessFrame::Kind::data || frame.ethertype <= kMostLength) return false;
  inner.target_mac = frame.target_mac;
  inner.source_mac = frame.source_mac;
  inner.sure = true;
  return packet(inner, kind, frame.ethertype, frame.body);
}

bool gre(Inner& inner, ByteView bytes) noexcept {
  constexpr std::uint16_t kChecksum = 0x8000, kRouting = 0x4000, kKey = 0x2000, kSequence = 0x1000;
  constexpr std::uint16_t kPpp = 0x880b, kErspan = 0x88be, kErspan3 = 0x22eb;
  // Aruba's access points send 802.11 to their controller under these, one for each network.
  constexpr std::uint16_t kFirstAruba = 0x8200, kLastAruba = 0x8210;
  Cursor in{bytes};
  const std::uint16_t flags = in.be16();
  const std::uint16_t protocol = in.be16();
  const unsigned version = flags & 7;
  if (version == 1 && protocol == kPpp) return pptp(inner, flags, in);
  if (version != 0 || (flags & kRouting) != 0) return false;
  if ((flags & kChecksum) != 0) in.skip(4);
  const std::uint32_t key = (flags & kKey) != 0 ? in.be32() : 0;
  if ((flags & kSequence) != 0) in.skip(4);
  if (!in.ok()) return false;
  if (protocol == kErspan) return erspan(inner, (flags & kSequence) != 0, in.rest());
  if (protocol == kErspan3) return erspan3(inner, in.rest());
  if (protocol >= kFirstAruba && protocol <= kLastAruba) {
    return wireless(inner, TunnelKind::gre, false, in.rest());
  }
  if (protocol == kBridged && (flags & kKey) != 0) {
    inner.id = key >> 8;  // RFC 7637, 3.2: the low eight bits tell flows apart, not networks
    return frame(inner, TunnelKind::nvgre, in.rest());
  }
  return by_ethertype(inner, TunnelKind::gre, protocol, in.rest());
}

// RFC 8086, 3: as it stands in IP.
bool gre_in_udp(Inner& inner, ByteView bytes) noexcept {
  if (!gre(inner, bytes)) return false;
  inner.sure = false;
  return true;
}

// RFC 3378, 3: version 3 and nothing else.
bool etherip(Inner& inner, ByteView bytes) noexcept {
  Cursor in{bytes};
  return in.be16() == 0x3000 && frame(inner, TunnelKind::etherip, in.rest());
}

// RFC 7348, 5: the flag that says that there is a VNI. A policy group may stand in the reserved
// bits.
bool vxlan(Inner& inner, ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::uint8_t flags = in.u8();
  in.skip(3);
  const std::uint32_t vni = in.be32() >> 8;
  if (!in.ok() || (flags & 0x7f) != 0x08) return false;
  inner.id = vni;
  return frame(inner, TunnelKind::vxlan, in.rest());
}

// draft-ietf-nvo3-vxlan-gpe: version 0, a VNI, no OAM; without the P flag it is plain VXLAN.
bool vxlan_gpe(Inner& inner, ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::uint8_t flags = in.u8();
  in.skip(2);
  const std::uint8_t next = in.u8();
  const std::uint32_t vni = in.be32() >> 8;
  if (!in.ok() || (flags & 0x39) != 0x08) return false;
  inner.id = vni;
  if ((flags & 0x04) == 0) return frame(inner, TunnelKind::vxlan, in.rest());
  if (next == 4) return nsh(inner, TunnelKind::vxlan, in.rest());
  return next_protocol(inner, TunnelKind::vxlan, next, in.rest());
}

// RFC 8926, 3.4: version, length of the options in words, a protocol by its ethertype, a VNI.
bool geneve(Inner& inner, ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::uint8_t first = in.u8();
  in.skip(1);
  const std::uint16_t protocol = in.be16();
  inner.id = in.be32() >> 8;
  in.skip((first & 0x3f) * 4u);
  return in.ok() && first >> 6 == 0 && by_ethertype(inner, TunnelKind::geneve, protocol, in.rest());
}

// 3GPP TS 29.281, 5.1: version 1, GTP, a G-PDU; extension headers tell their length and the next.
bool gtp_u(Inner& inner, ByteView bytes) noexcept {
  constexpr std::uint8_t kGpdu = 255;
  constexpr int kMostExtensions = 8;
  Cursor in{bytes};
  const std::uint8_t flags = in.u8();
  const std::uint8_t type = in.u8();
  in.skip(2 + 4);  // length, TEID
  if (flags >> 4 != 3 || type != kGpdu) return false;
  if ((flags & 7) != 0) {
    in.skip(3);
    std::uint8_t next = in.u8();
    if ((flags & 4) == 0) next = 0;
    for (int extensions = 0; next != 0; ++extensions) {
      const std::size_t words = in.u8();
      if (!in.ok() || words == 0 || extensions == kMostExtensions) return false;
      in.skip(words * 4 - 2);
      next = in.u8();
    }
  }
  return in.ok() && ip_packet(inner, TunnelKind::gtp_u, in.rest());
}

// RFC 2661, 3.1: data messages of version 2.
bool l2tp(Inner& inner, ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::uint16_t flags = in.be16();
  if ((flags & 0x8000) != 0 || (flags & 15) != 2) return false;
  if ((flags & 0x4000) != 0) in.skip(2);  // length
  in.skip(4);                             // tunnel, session
  if ((flags & 0x0800) != 0) in.skip(4);  // Ns, Nr
  if ((flags & 0x0200) != 0) in.skip(in.be16());
  inner.sure = false;
  return in.ok() && ppp(inner, TunnelKind::l2tp, in.rest());
}

// RFC 4380, 5.1.1: perhaps an authentication, perhaps an origin, then IPv6 to the end of the
// `size` bytes, of which not all need have been captured.
bool teredo(Inner& inner, std::size_t size, ByteView bytes) noexcept {
  const std::size_t missing = size - bytes.size();
  Cursor in{bytes};
  std::uint16_t head = in.be16();
  if (head == 1) {
    const std::size_t client = in.u8();
    const std::size_t secret = in.u8();
    in.skip(client + secret + 8 + 1);  // nonce, confirmation
    bytes = in.rest();
    head = in.be16();
  }
  if (head == 0) {
    in.skip(6);
    bytes = in.rest();
    head = in.be16();
  }
  in.skip(2);
  const std::size_t length = in.be16();
  inner.sure = false;
  return in.ok() && head >> 12 == 6 && length + 40 == bytes.size() + missing &&
         packet(inner, TunnelKind::teredo, kIpv6, bytes);
}

// RFC 5415, 4.3: not encrypted, no fragment. Ethernet inside, or 802.11 (RFC 5416) by the T flag.
bool capwap(Inner& inner, ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::uint32_t head = in.be32();
  const std::size_t length = (head >> 19 & 0x1f) * 4;
  constexpr std::uint32_t kNative = 0x100, kFragment = 0x80, kKeepAlive = 0x08;
  if (!in.ok() || head >> 24 != 0 || (head & (kFragment | kKeepAlive)) != 0) return false;
  if (length < 8 || length > bytes.size()) return false;
  inner.sure = false;
  const ByteView rest = bytes.subspan(length);
  if ((head & kNative) == 0) return frame(inner, TunnelKind::capwap, rest);
  return wireless(inner, TunnelKind::capwap, false, rest) ||
         wireless(inner, TunnelKind::capwap, true, rest);
}

bool in_udp(const Layers& layers, Inner& inner) noexcept {
  constexpr std::uint16_t kL2tp = 1701, kTeredo = 3544, kCapwapData = 5247;
  switch (layers.target_port) {
    case 4789:
    case 8472:  // what Linux used before IANA gave a port
      return vxlan(inner, layers.payload);
    case 4790: return vxlan_gpe(inner, layers.payload);
    case 6081: return geneve(inner, layers.payload);
    case 2152: return gtp_u(inner, layers.payload);
    case 4754: return gre_in_udp(inner, layers.payload);
    case 6635: return mpls(inner, layers.payload);  // RFC 7510
    case kL2tp: return l2tp(inner, layers.payload);
    case kTeredo: return teredo(inner, layers.payload_length, layers.payload);
    case kCapwapData: return capwap(inner, layers.payload);
    default: break;
  }
  switch (layers.source_port) {
    case kL2tp: return l2tp(inner, layers.payload);
    case kTeredo: return teredo(inner, layers.payload_length, layers.payload);
    case kCapwapData: return capwap(inner, layers.payload);
    default: return false;
  }
}

bool in_ip(const Layers& layers, Inner& inner) noexcept {
  switch (layers.protocol) {
    case 4: return packet(inner, TunnelKind::ip_in_ip, kIpv4, layers.payload);
    case 41: return packet(inner, TunnelKind::ip_in_ip, kIpv6, layers.payload);
    case 47: return gre(inner, layers.payload);
    case 97: return etherip(inner, layers.payload);
    case 137: return mpls(inner, layers.payload);  // RFC 4023
    default: return false;
  }
}

bool in_link(const Layers& layers, Inner& inner) noexcept {
  switch (layers.ethertype) {
    case kMpls:
    case kMplsMulticast: {
      const bool found = mpls(inner, layers.link_payload);
      inner.same_link = !inner.ethernet;
      return found;
    }
    case kPppoeSession: return pppoe(inner, layers.link_payload);
    case kPbb: return pbb(inner, layers.link_payload);
    case kFabricPath: return fabricpath(inner, layers.link_payload);
    default: return false;
  }
}

}  // namespace

bool find_inner(const Layers& layers, Inner& inner) noexcept {
  inner = Inner{};
  switch (layers.transport) {
    case Transport::udp: return in_udp(layers, inner);
    case Transport::other: return in_ip(layers, inner);
    case Transport::none: return layers.ip_version == 0 && in_link(layers, inner);
    case Transport::tcp:
    case Transport::icmp:
    case Transport::icmpv6: break;
  }
  return false;
}

}  // namespace tapcensus
