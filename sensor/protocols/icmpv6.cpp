// ICMPv6: neighbour discovery (RFC 4861) tells which hardware an IPv6 address belongs to, who
// routes, and how; listener discovery (RFC 2710, 3810) which groups a host wants to hear; echo
// requests (RFC 4443) have the shape that their program gives them.
//
// Neighbour discovery is believed only with the hop limit 255, which no router lets through from
// elsewhere; listener discovery only from link-local addresses with 1.
#include <array>

#include "base/cursor.hpp"
#include "protocols/echo.hpp"
#include "protocols/line.hpp"
#include "protocols/notation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kIcmpv6{58};

enum Message : std::uint8_t {
  kEchoRequest = 128,
  kListenerReport = 131,
  kRouterSolicitation = 133,
  kRouterAdvertisement = 134,
  kNeighbourSolicitation = 135,
  kNeighbourAdvertisement = 136,
  kListenerReport2 = 143,
};

// Of neighbour discovery, as IANA lists them.
enum Option : std::uint8_t {
  kSourceLinkLayer = 1,
  kTargetLinkLayer = 2,
  kPrefix = 3,
  kMtu = 5,
  kRoute = 24,
  kServers = 25,
};

// Calls see(type, value) with each option. False when one is broken (RFC 4861, 4.6: a length of
// zero spoils the message).
template <class See>
bool each_option(Cursor options, See&& see) noexcept {
  while (!options.at_end()) {
    const std::uint8_t type = options.u8();
    const std::size_t size = std::size_t{options.u8()} * 8;
    if (size == 0) return false;
    const ByteView value = options.take(size - 2);
    if (!options.ok()) return false;
    see(type, value);
  }
  return true;
}

// The hardware address in the first option of that kind; none when there is none or when an option
// is broken.
MacAddress link_layer(Cursor options, std::uint8_t kind) noexcept {
  MacAddress found;
  const bool whole = each_option(options, [&](std::uint8_t type, ByteView value) {
    if (type == kind && value.size() == 6 && found.none()) found = MacAddress::of(value);
  });
  return whole ? found : MacAddress{};
}

void claim_owner(const MacAddress& hardware, const IpAddress& address,
                 Findings& findings) noexcept {
  if (hardware.none() || hardware.multicast()) return;
  if (address.unspecified() || address.multicast()) return;
  findings.claim(Claiming::owns, hardware, address);
}

// RFC 4861, 4.1 to 4.3: the option names the hardware of the sender. Without it (duplicate address
// detection) nobody owns the address yet.
void read_source(Cursor options, const Layers& layers, Findings& findings) noexcept {
  claim_owner(link_layer(options, kSourceLinkLayer), layers.source, findings);
}

// RFC 4861, 4.4: the option may be left out when the sender of the frame is the owner.
void read_target(const IpAddress& target, Cursor options, const Layers& layers,
                 Findings& findings) noexcept {
  const MacAddress named = link_layer(options, kTargetLinkLayer);
  claim_owner(named.none() ? layers.source_mac : named, target, findings);
}

// ---- Routers -----------------------------------------------------------------------------------

// The flags that are set (RFC 4861, 4.2; RFC 6275, 7.1; RFC 4389, 4.1.3.3), and a preference that
// is high or low (RFC 4191, 2.2).
template <std::size_t N>
void add_flags(Line<N>& line, std::uint8_t flags) noexcept {
  if ((flags & 0x80) != 0) line.add('m');
  if ((flags & 0x40) != 0) line.add('o');
  if ((flags & 0x20) != 0) line.add('h');
  if ((flags & 0x18) == 0x08) line.add('+');
  if ((flags & 0x18) == 0x18) line.add('-');
  if ((flags & 0x04) != 0) line.add('p');
}

// An option's type, and what of its value is the router's habit and not the network's: flags of
// prefixes (4.6.2), the MTU (4.6.4), how long name servers may be used (RFC 8106, 5.1).
template <std::size_t N>
void add_option(Line<N>& line, std::uint8_t type, ByteView value) noexcept {
  line.add_decimal(type);
  Cursor in{value};
  switch (type) {
    case kPrefix: {
      in.skip(1);
      const std::uint8_t flags = in.u8();
      if ((flags & 0x80) != 0) line.add('l');
      if ((flags & 0x40) != 0) line.add('a');
      if ((flags & 0x20) != 0) line.add('r');
      break;
    }
    case kMtu:
    case kServers:
      in.skip(2);
      line.add('=');
      line.add_decimal(in.be32());
      break;
    default: break;
  }
}

// "HOP_LIMIT:FLAGS:LIFETIME:REACHABLE:RETRANSMISSION:OPTIONS" (RFC 4861, 4.2), the options in
// order.
void add_advertisement(Cursor in, Findings& findings) noexcept {
  Line<256> line;
  line.add_decimal(in.u8());
  line.add(':');
  add_flags(line, in.u8());
  line.add(':');
  line.add_decimal(in.be16());
  line.add(':');
  line.add_decimal(in.be32());
  line.add(':');
  line.add_decimal(in.be32());
  line.add(':');
  bool first = true;
  const bool whole = each_option(in, [&](std::uint8_t type, ByteView value) {
    line.separate(',', first);
    add_option(line, type, value);
  });
  if (whole && line.whole()) findings.add_composed(Field::icmpv6_ra, line.view());
}

// The types of the options in order, "none" where there are none.
void add_solicitation(Cursor options, Findings& findings) noexcept {
  Line<64> line;
  bool first = true;
  const bool whole = each_option(options, [&](std::uint8_t type, ByteView) {
    line.separate(',', first);
    line.add_decimal(type);
  });
  if (first) line.add("none");
  if (whole && line.whole()) findings.add_composed(Field::icmpv6_rs, line.view());
}

Reading read_router(std::uint8_t type, const Payload& payload, Findings& findings) noexcept {
  const Layers& layers = payload.layers;
  Cursor in{payload.bytes};
  const bool whole = payload.bytes.size() >= echo::length_sent(layers);
  in.skip(4);
  const Cursor message = in;
  in.skip(4);
  if (type == kRouterAdvertisement) {
    in.skip(8);  // reachable time, retransmission timer
    if (!in.ok() || !layers.source.link_local()) return Reading::not_mine();  // 6.1.2
    if (!layers.source_mac.none()) findings.claim(Claiming::routes, layers.source_mac, {});
    if (whole) add_advertisement(message, findings);
  } else if (whole) {
    add_solicitation(in, findings);
  }
  read_source(in, layers, findings);
  return Reading::done();
}

Reading read_neighbour(std::uint8_t type, const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  in.skip(8);
  const ByteView target = in.take(16);
  if (!in.ok()) return Reading::not_mine();
  if (type == kNeighbourSolicitation) {
    read_source(in, payload.layers, findings);
  } else {
    read_target(IpAddress::v6(target), in, payload.layers, findings);
  }
  return Reading::done();
}

// ---- Listeners ---------------------------------------------------------------------------------

// Groups that every node is in for its addresses (RFC 4291, 2.7.1) tell nothing.
bool is_ordinary(const IpAddress& group) noexcept {
  constexpr std::array<std::uint8_t, 13> kSolicitedNode{0xff, 2, 0, 0, 0, 0,   0,
                                                        0,    0, 0, 0, 1, 0xff};
  constexpr std::array<std::uint8_t, 16> kAllNodes{0xff, 2, 0, 0, 0, 0, 0, 0,
                                                   0,    0, 0, 0, 0, 0, 0, 1};
  return std::ranges::equal(std::span{group.octets}.first<13>(), kSolicitedNode) ||
         group.octets == kAllNodes;
}

void add_group(ByteView group, Findings& findings) noexcept {
  const IpAddress address = IpAddress::v6(group);
  if (!address.multicast() || is_ordinary(address)) return;
  Line<64> line;
  notation::add_address(line, group);
  findings.add_composed(Field::mld_group, line.view());
}

// RFC 3810, 5.2.12: a record that includes no source is a group that is left.
void add_records(Cursor in, std::uint16_t records, Findings& findings) noexcept {
  enum RecordType : std::uint8_t { kIsInclude = 1, kToInclude = 3, kBlock = 6 };
  for (unsigned i = 0; i < records; ++i) {
    const std::uint8_t type = in.u8();
    const std::size_t auxiliary = std::size_t{in.u8()} * 4;
    const std::size_t sources = in.be16();
    const ByteView group = in.take(16);
    if (!in.ok()) return;
    const bool leaves = sources == 0 && (type == kIsInclude || type == kToInclude);
    if (!leaves && type >= kIsInclude && type < kBlock) add_group(group, findings);
    in.skip(sources * 16 + auxiliary);
  }
}

Reading read_listener(std::uint8_t type, const Payload& payload, Findings& findings) noexcept {
  const Layers& layers = payload.layers;
  if (layers.ttl != 1) return Reading::not_mine();  // RFC 3810, 5: and from where
  if (!layers.source.link_local() && !layers.source.unspecified()) return Reading::not_mine();
  Cursor in{payload.bytes};
  in.skip(type == kListenerReport ? 8 : 6);
  if (type == kListenerReport) {
    const ByteView group = in.take(16);
    if (!in.ok()) return Reading::not_mine();
    add_group(group, findings);
  } else {
    const std::uint16_t records = in.be16();
    if (!in.ok()) return Reading::not_mine();
    add_records(in, records, findings);
  }
  findings.add(Field::mld_version, type == kListenerReport ? "1" : "2");
  return Reading::done();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t type = in.u8();
  const std::uint8_t code = in.u8();
  in.skip(6);  // checksum; reserved, or what a router says of itself
  if (!in.ok()) return Reading::not_mine();
  switch (type) {
    case kEchoRequest:
      echo::add_request(payload.bytes, payload.layers, findings);
      return Reading::done();
    case kListenerReport:
    case kListenerReport2: return read_listener(type, payload, findings);
    case kRouterSolicitation:
    case kRouterAdvertisement:
      if (code != 0 || payload.layers.ttl != 255) return Reading::not_mine();
      return read_router(type, payload, findings);
    case kNeighbourSolicitation:
    case kNeighbourAdvertisement:
      if (code != 0 || payload.layers.ttl != 255) return Reading::not_mine();
      return read_neighbour(type, payload, findings);
    default: return Reading::not_mine();
  }
}

}  // namespace

extern constinit const Protocol icmpv6{"icmpv6", Carrier::ip, kIcmpv6, read};

}  // namespace tapcensus
