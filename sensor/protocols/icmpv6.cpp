// Neighbour discovery (RFC 4861): which hardware an IPv6 address belongs to, and who routes.
//
// Believed only with the hop limit 255, which no router lets through from elsewhere.
#include <array>

#include "base/cursor.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kIcmpv6{58};

enum Message : std::uint8_t {
  kRouterSolicitation = 133,
  kRouterAdvertisement = 134,
  kNeighbourSolicitation = 135,
  kNeighbourAdvertisement = 136,
};

constexpr std::uint8_t kSourceLinkLayer = 1, kTargetLinkLayer = 2;

// The hardware address in the first option of that kind; none when there is none or when an option
// is broken (RFC 4861, 4.6: a length of zero spoils the message).
MacAddress link_layer(Cursor options, std::uint8_t kind) noexcept {
  MacAddress found;
  while (!options.at_end()) {
    const std::uint8_t type = options.u8();
    const std::size_t size = std::size_t{options.u8()} * 8;
    if (size == 0) return {};
    const ByteView value = options.take(size - 2);
    if (!options.ok()) return {};
    if (type == kind && size == 8 && found.none()) found = MacAddress::of(value);
  }
  return found;
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

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Layers& layers = payload.layers;
  Cursor in{payload.bytes};
  const std::uint8_t type = in.u8();
  const std::uint8_t code = in.u8();
  in.skip(6);  // checksum; reserved, or what a router says of itself
  if (!in.ok() || type < kRouterSolicitation || type > kNeighbourAdvertisement) {
    return Reading::not_mine();
  }
  if (code != 0 || layers.ttl != 255) return Reading::not_mine();

  if (type == kRouterAdvertisement) {
    in.skip(8);  // reachable time, retransmission timer
    if (!in.ok() || !layers.source.link_local()) return Reading::not_mine();  // 6.1.2
    if (!layers.source_mac.none()) findings.claim(Claiming::routes, layers.source_mac, {});
  }
  if (type <= kRouterAdvertisement) {
    read_source(in, layers, findings);
    return Reading::done();
  }
  const ByteView target = in.take(16);
  if (!in.ok()) return Reading::not_mine();
  if (type == kNeighbourSolicitation) {
    read_source(in, layers, findings);
  } else {
    read_target(IpAddress::v6(target), in, layers, findings);
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol icmpv6{"icmpv6", Carrier::ip, kIcmpv6, read};

}  // namespace tapcensus
