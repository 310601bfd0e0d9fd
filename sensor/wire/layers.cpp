#include "wire/layers.hpp"

#include <algorithm>

#include "base/cursor.hpp"
#include "base/hash.hpp"
#include "wire/ethertypes.hpp"
#include "wire/tunnel.hpp"
#include "wire/wireless.hpp"

namespace tapcensus {
namespace {

constexpr int kMostExtensionHeaders = 12;

void skip_tag(Cursor& in, Layers& layers) noexcept {
  switch (layers.ethertype) {
    case kVnTag: in.skip(4); break;
    case kETag: in.skip(6); break;
    default: layers.vlan = in.be16() & 0x0fff;
  }
  layers.ethertype = in.be16();
}

// RFC 1042: where a length stands in place of the ethertype, SNAP may give it.
void skip_snap(Cursor& in, Layers& layers) noexcept {
  constexpr std::uint16_t kMostLength = 1500;
  constexpr std::uint64_t kSnap = 0xaaaa03000000;
  if (layers.ethertype > kMostLength) return;
  Cursor ahead{in.rest()};
  const std::uint64_t head = std::uint64_t{ahead.be32()} << 16 | ahead.be16();
  const std::uint16_t ethertype = ahead.be16();
  if (!ahead.ok() || head != kSnap) return;
  in.skip(8);
  layers.ethertype = ethertype;
}

// What remains of the frame after link headers, on the way to the network layer.
Decoded skip_tags(Cursor& in, Layers& layers) noexcept {
  for (int tags = 0; is_tag(layers.ethertype); ++tags) {
    if (tags == kMostTags) return Decoded::malformed;
    skip_tag(in, layers);
  }
  skip_snap(in, layers);
  return in.ok() ? Decoded::whole : Decoded::truncated;
}

Decoded read_ethernet(Cursor& in, Layers& layers) noexcept {
  layers.target_mac = MacAddress::of(in.take(6));
  layers.source_mac = MacAddress::of(in.take(6));
  layers.ethertype = in.be16();
  return skip_tags(in, layers);
}

// LINKTYPE_LINUX_SLL: packet type, ARPHRD, address length, address, protocol.
Decoded read_sll(Cursor& in, Layers& layers) noexcept {
  in.skip(4);
  const std::uint16_t address_length = in.be16();
  const ByteView address = in.take(8);
  if (address_length == 6) layers.source_mac = MacAddress::of(address);
  layers.ethertype = in.be16();
  return skip_tags(in, layers);
}

// LINKTYPE_LINUX_SLL2: protocol, reserved, interface, ARPHRD, packet type, address length, address.
Decoded read_sll2(Cursor& in, Layers& layers) noexcept {
  layers.ethertype = in.be16();
  in.skip(2 + 4 + 2 + 1);
  const std::uint8_t address_length = in.u8();
  const ByteView address = in.take(8);
  if (address_length == 6) layers.source_mac = MacAddress::of(address);
  return skip_tags(in, layers);
}

// LINKTYPE_NULL and LINKTYPE_LOOP: an address family in the byte order of whoever captured.
Decoded read_bsd_null(Cursor& in, Layers& layers) noexcept {
  const std::uint32_t big = in.be32();
  if (!in.ok()) return Decoded::truncated;
  const std::uint32_t family = big > 0xffff ? __builtin_bswap32(big) : big;
  switch (family) {
    case 2: layers.ethertype = kIpv4; break;
    case 10:  // Linux
    case 24:  // NetBSD, OpenBSD
    case 28:  // FreeBSD
    case 30:  // macOS
      layers.ethertype = kIpv6;
      break;
    default: return Decoded::not_ip;
  }
  return Decoded::whole;
}

Decoded read_wireless_link(ByteView bytes, Cursor& in, Layers& layers) noexcept {
  WirelessFrame frame;
  if (!read_wireless(bytes, false, frame)) return Decoded::truncated;
  layers.source_mac = frame.source_mac;
  layers.target_mac = frame.target_mac;
  in = Cursor{frame.body};
  switch (frame.kind) {
    case WirelessFrame::Kind::management: layers.ethertype = kWirelessManagement; break;
    case WirelessFrame::Kind::data: layers.ethertype = frame.ethertype; break;
    case WirelessFrame::Kind::other: return Decoded::not_ip;
  }
  return Decoded::whole;
}

// RFC 1661, 2; RFC 1662, 3.1: address and control may be left out, as may the first octet of the
// protocol.
Decoded read_ppp(Cursor& in, Layers& layers) noexcept {
  constexpr unsigned kFraming = 0xff03, kPppIpv4 = 0x21, kPppIpv6 = 0x57;
  unsigned protocol = in.u8();
  if (protocol == kFraming >> 8) {
    in.skip(1);
    protocol = in.u8();
  }
  if ((protocol & 1) == 0) protocol = protocol << 8 | in.u8();
  if (!in.ok()) return Decoded::truncated;
  if (protocol != kPppIpv4 && protocol != kPppIpv6) return Decoded::not_ip;
  layers.ethertype = protocol == kPppIpv4 ? kIpv4 : kIpv6;
  return Decoded::whole;
}

// Address, control, and an ethertype.
Decoded read_cisco_hdlc(Cursor& in, Layers& layers) noexcept {
  in.skip(2);
  layers.ethertype = in.be16();
  return in.ok() ? Decoded::whole : Decoded::truncated;
}

// RFC 2427, 3 and 4: addresses of two octets; control; a protocol, or SNAP behind a padding octet.
Decoded read_frame_relay(Cursor& in, Layers& layers) noexcept {
  constexpr std::uint8_t kControl = 0x03, kSnap = 0x80, kNlpidIpv4 = 0xcc, kNlpidIpv6 = 0x8e;
  in.skip(2);
  if (in.u8() != kControl) return in.ok() ? Decoded::not_ip : Decoded::truncated;
  std::uint8_t protocol = in.u8();
  if (protocol == 0) protocol = in.u8();
  const std::uint32_t organisation = protocol == kSnap ? in.be24() : 0;
  if (protocol == kSnap) layers.ethertype = in.be16();
  if (!in.ok()) return Decoded::truncated;
  if (protocol == kSnap) return organisation == 0 ? Decoded::whole : Decoded::not_ip;
  if (protocol != kNlpidIpv4 && protocol != kNlpidIpv6) return Decoded::not_ip;
  layers.ethertype = protocol == kNlpidIpv4 ? kIpv4 : kIpv6;
  return Decoded::whole;
}

Decoded read_raw_ip(const Cursor& in, Layers& layers) noexcept {
  const ByteView rest = in.rest();
  if (rest.empty()) return Decoded::truncated;
  layers.ethertype = std::to_integer<unsigned>(rest[0]) >> 4 == 6 ? kIpv6 : kIpv4;
  return Decoded::whole;
}

// Those that only captures have.
[[gnu::noinline]] Decoded read_rare_link(Link link, Cursor& in, Layers& layers) noexcept {
  switch (link) {
    case Link::wireless: return read_wireless_link(in.rest(), in, layers);
    case Link::radiotap: return read_wireless_link(skip_radiotap(in.rest()), in, layers);
    case Link::prism: return read_wireless_link(skip_prism(in.rest()), in, layers);
    case Link::ppi: return read_wireless_link(skip_ppi(in.rest()), in, layers);
    case Link::ppp: return read_ppp(in, layers);
    case Link::cisco_hdlc: return read_cisco_hdlc(in, layers);
    case Link::frame_relay: return read_frame_relay(in, layers);
    default: return Decoded::unsupported_link;
  }
}

Decoded read_link(Link link, Cursor& in, Layers& layers) noexcept {
  switch (link) {
    case Link::ethernet: return read_ethernet(in, layers);
    case Link::raw_ip: return read_raw_ip(in, layers);
    case Link::linux_sll: return read_sll(in, layers);
    case Link::linux_sll2: return read_sll2(in, layers);
    case Link::bsd_null: return read_bsd_null(in, layers);
    default: return read_rare_link(link, in, layers);
  }
}

// `body` is what was captured of the transport segment, `length` what the IP header promises of it.
Decoded read_tcp(ByteView body, std::uint32_t length, Layers& layers) noexcept {
  Cursor in{body};
  layers.source_port = in.be16();
  layers.target_port = in.be16();
  layers.tcp_sequence = in.be32();
  layers.tcp_acknowledgment = in.be32();
  const std::size_t header = (in.u8() >> 4) * 4u;
  const std::uint8_t flags = in.u8();
  in.skip(6);  // window, checksum, urgent pointer
  if (!in.ok()) return length < 20 ? Decoded::malformed : Decoded::truncated;
  if (header < 20 || header > length) return Decoded::malformed;
  layers.tcp_flags = flags;
  layers.payload_length = length - static_cast<std::uint32_t>(header);
  if (header > body.size()) return Decoded::truncated;
  layers.transport = Transport::tcp;
  layers.transport_header = body.first(header);
  layers.payload = body.subspan(header);
  return Decoded::whole;
}

Decoded read_udp(ByteView body, std::uint32_t length, Layers& layers) noexcept {
  Cursor in{body};
  layers.source_port = in.be16();
  layers.target_port = in.be16();
  const std::uint16_t says = in.be16();
  in.skip(2);  // checksum
  if (!in.ok()) return length < 8 ? Decoded::malformed : Decoded::truncated;
  if (says != 0 && says < 8) return Decoded::malformed;
  // RFC 2675: 0 in a jumbogram; beyond the IP length, the IP length counts.
  const std::uint32_t whole = says == 0 ? length : std::min<std::uint32_t>(says, length);
  layers.transport = Transport::udp;
  layers.transport_header = body.first(8);
  layers.payload = body.subspan(8, std::min<std::size_t>(body.size(), whole) - 8);
  layers.payload_length = whole - 8;
  return Decoded::whole;
}

Decoded read_transport(ByteView body, std::uint32_t length, Layers& layers) noexcept {
  Decoded outcome = Decoded::whole;
  switch (layers.protocol) {
    case 6: outcome = read_tcp(body, length, layers); break;
    case 17: outcome = read_udp(body, length, layers); break;
    default:
      layers.transport = layers.protocol == 1    ? Transport::icmp
                         : layers.protocol == 58 ? Transport::icmpv6
                                                 : Transport::other;
      layers.payload = body;
      layers.payload_length = length;
  }
  if (outcome == Decoded::whole && body.size() < length) return Decoded::truncated;
  return outcome;
}

// What was captured of an IP packet of `length` bytes; a length of 0 (segmentation offload) means
// to the end of the frame.
ByteView cut(ByteView packet, std::uint32_t& length) noexcept {
  if (length == 0) length = static_cast<std::uint32_t>(packet.size());
  return packet.first(std::min<std::size_t>(packet.size(), length));
}

// RFC 791.
Decoded read_ipv4(ByteView frame, Layers& layers) noexcept {
  Cursor in{frame};
  const std::uint8_t first = in.u8();
  in.skip(1);  // type of service
  std::uint32_t length = in.be16();
  in.skip(2);  // identification
  const std::uint16_t fragment = in.be16();
  layers.ttl = in.u8();
  layers.protocol = in.u8();
  in.skip(2);  // checksum
  const IpAddress source = IpAddress::v4(in.take(4));
  const IpAddress target = IpAddress::v4(in.take(4));
  if (frame.empty()) return Decoded::truncated;
  if (first >> 4 != 4) return Decoded::malformed;
  if (!in.ok()) return Decoded::truncated;
  const std::size_t header = (first & 15) * 4u;
  const ByteView packet = cut(frame, length);
  if (header < 20 || header > length) return Decoded::malformed;
  layers.source = source;
  layers.target = target;
  layers.ip_version = 4;
  layers.ip_length = length;
  if (header > packet.size()) return Decoded::truncated;
  layers.ip_header = packet.first(header);
  constexpr std::uint16_t kMoreFragments = 0x2000, kOffset = 0x1fff;
  if ((fragment & (kMoreFragments | kOffset)) != 0) return Decoded::fragment;
  return read_transport(packet.subspan(header), length - static_cast<std::uint32_t>(header),
                        layers);
}

// RFC 8200, 4: whether another header follows this one that is not an upper-layer header.
bool is_extension(std::uint8_t next) noexcept {
  switch (next) {
    case 0:    // hop-by-hop options
    case 43:   // routing
    case 51:   // authentication (RFC 4302)
    case 60:   // destination options
    case 135:  // mobility
    case 139:  // host identity
    case 140:  // shim6
      return true;
    default: return false;
  }
}

// RFC 8200.
Decoded read_ipv6(ByteView frame, Layers& layers) noexcept {
  Cursor in{frame};
  const std::uint8_t first = in.u8();
  in.skip(3);  // traffic class, flow label
  std::uint32_t length = in.be16();
  std::uint8_t next = in.u8();
  layers.ttl = in.u8();
  const IpAddress source = IpAddress::v6(in.take(16));
  const IpAddress target = IpAddress::v6(in.take(16));
  if (frame.empty()) return Decoded::truncated;
  if (first >> 4 != 6) return Decoded::malformed;
  if (!in.ok()) return Decoded::truncated;
  if (length != 0) length += 40;
  const ByteView packet = cut(frame, length);
  layers.source = source;
  layers.target = target;
  layers.ip_version = 6;
  layers.ip_length = length;
  Cursor body{packet};
  body.skip(40);
  for (int headers = 0; is_extension(next) || next == 44; ++headers) {
    if (headers == kMostExtensionHeaders) return Decoded::malformed;
    const bool fragment = next == 44;
    const bool authentication = next == 51;
    next = body.u8();
    const std::uint8_t units = body.u8();
    if (fragment) {
      const std::uint16_t place = body.be16();
      body.skip(4);
      layers.protocol = next;
      constexpr unsigned kReserved = 6;
      if (body.ok() && (place & ~kReserved) != 0) {  // RFC 6946: 0 is an atomic one
        layers.ip_header = packet.first(body.offset());
        return Decoded::fragment;
      }
    } else {
      body.skip(authentication ? (units + 2) * 4u - 2 : units * 8u + 6);
    }
    // Options beyond the packet's own length are a lie; beyond the capture, a loss.
    if (!body.ok()) return packet.size() < length ? Decoded::truncated : Decoded::malformed;
  }
  layers.protocol = next;
  layers.ip_header = packet.first(body.offset());
  return read_transport(body.rest(), length - static_cast<std::uint32_t>(body.offset()), layers);
}

Decoded read_network(Layers& layers) noexcept {
  switch (layers.ethertype) {
    case kIpv4: return read_ipv4(layers.link_payload, layers);
    case kIpv6: return read_ipv6(layers.link_payload, layers);
    default: return Decoded::not_ip;
  }
}

Decoded read_frame(Cursor in, Link link, Layers& layers) noexcept {
  const Decoded outcome = read_link(link, in, layers);
  if (outcome != Decoded::whole) return outcome;
  layers.link_payload = in.rest();
  return read_network(layers);
}

// Of networks in networks: any of the ids tells them apart.
std::uint32_t tunnel_id(std::uint32_t outer, std::uint32_t inner) noexcept {
  if (outer == 0 || inner == 0) return outer | inner;
  return static_cast<std::uint32_t>(mix(outer, inner) >> 32);
}

Decoded read_inner(const Inner& inner, const Layers& outer, Layers& layers) noexcept {
  layers.tunnels = static_cast<std::uint8_t>(outer.tunnels + 1);
  layers.tunnel_kinds = outer.tunnel_kinds | 1u << static_cast<unsigned>(inner.kind);
  layers.tunnel = tunnel_id(outer.tunnel, inner.id);
  if (inner.ethernet) return read_frame(Cursor{inner.bytes}, Link::ethernet, layers);
  layers.source_mac = inner.same_link ? outer.source_mac : inner.source_mac;
  layers.target_mac = inner.same_link ? outer.target_mac : inner.target_mac;
  layers.vlan = inner.same_link ? outer.vlan : std::uint16_t{0};
  layers.ethertype = inner.ethertype;
  layers.link_payload = inner.bytes;
  return read_network(layers);
}

// Whether what was taken for an inner packet is one.
bool makes_sense(const Inner& inner, Decoded outcome, const Layers& layers) noexcept {
  switch (outcome) {
    case Decoded::whole:
    case Decoded::truncated:
    case Decoded::fragment: return true;
    case Decoded::not_ip: return is_likely(layers.ethertype, layers.link_payload.size());
    case Decoded::malformed: return inner.ethernet || layers.ip_version != 0;  // IP, and nonsense
    default: return false;
  }
}

// Goes from packet to packet inside it, to the innermost. Apart from the way of a plain frame,
// which is to be short.
[[gnu::noinline]] Decoded follow(Decoded outcome, Layers& layers) noexcept {
  Inner inner;
  while (find_inner(layers, inner)) {
    if (layers.tunnels == kMostTunnels) return Decoded::tunnel_too_deep;
    Layers within;
    const Decoded inside = read_inner(inner, layers, within);
    if (!inner.sure && !makes_sense(inner, inside, within)) break;
    outcome = inside;
    layers = within;
  }
  return outcome;
}

}  // namespace

[[gnu::flatten]] Decoded decode(const Packet& packet, Layers& layers) noexcept {
  const Decoded outcome = read_frame(Cursor{packet.bytes}, packet.link, layers);
  if (layers.transport == Transport::tcp) [[likely]]
    return outcome;
  return follow(outcome, layers);
}

Decoded decode_assembled(ByteView packet, const Layers& piece, Layers& layers) noexcept {
  layers.tunnels = piece.tunnels;
  layers.tunnel_kinds = piece.tunnel_kinds;
  layers.tunnel = piece.tunnel;
  layers.source_mac = piece.source_mac;
  layers.target_mac = piece.target_mac;
  layers.vlan = piece.vlan;
  layers.ethertype = piece.ethertype;
  layers.link_payload = packet;
  return follow(read_network(layers), layers);
}

}  // namespace tapcensus
