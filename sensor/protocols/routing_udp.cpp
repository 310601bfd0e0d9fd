// What routers say to each other over UDP: whoever does is a router, and so is its hardware.
//
// HSRP, GLBP, RIP and RIPng. Each is believed only as it is sent on a link, to a group of routers
// or to all, and where it is whole.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::uint16_t kRip = 520, kRipng = 521, kHsrp = 1985, kHsrp6 = 2029, kGlbp = 3222;
constexpr std::array<std::uint16_t, 5> kPorts{kRip, kRipng, kHsrp, kHsrp6, kGlbp};

// RFC 2281, 5.1: twenty octets, of hello, coup or resign and a state of one bit. Version 2 has
// parts, of which the first is the state of a group, in forty octets.
bool is_hsrp(Cursor in) noexcept {
  const std::size_t size = in.left();
  const std::uint8_t first = in.u8();
  const std::uint8_t second = in.u8();
  const std::uint8_t third = in.u8();
  const std::uint8_t fourth = in.u8();
  if (!in.ok()) return false;
  constexpr std::size_t kVersion1Size = 20, kStateSize = 40;
  if (first == 0) {
    return size >= kVersion1Size && second <= 2 && third <= 16 && (third & (third - 1)) == 0;
  }
  return first == 1 && second == kStateSize && size >= 2 + kStateSize && third == 2 && fourth <= 2;
}

// As devices send it: a version, a group, the sender's hardware, and parts of a type and a length.
bool is_glbp(Cursor in) noexcept {
  if (in.u8() != 1) return false;
  in.skip(1 + 2 + 2 + 6);  // reserved, group, reserved, hardware
  while (!in.at_end()) {
    in.skip(1);
    const std::size_t size = in.u8();
    if (size < 2) return false;
    in.skip(size - 2);
  }
  return in.ok();
}

// RFC 2453, 3.6 and RFC 2080, 2.1: a command, a version, and entries of twenty octets. Hosts ask,
// routers answer.
bool is_rip(Cursor in, std::uint8_t most_version) noexcept {
  constexpr std::uint8_t kResponse = 2;
  const std::uint8_t command = in.u8();
  const std::uint8_t version = in.u8();
  in.skip(2);
  return in.ok() && command == kResponse && version >= 1 && version <= most_version &&
         !in.at_end() && in.left() % 20 == 0;
}

bool is_valid(std::uint16_t port, Cursor in) noexcept {
  switch (port) {
    case kRip: return is_rip(in, 2);
    case kRipng: return is_rip(in, 1);
    case kHsrp:
    case kHsrp6: return is_hsrp(in);
    case kGlbp: return is_glbp(in);
    default: return false;
  }
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Layers& layers = payload.layers;
  const std::uint16_t port = layers.target_port;
  if (layers.source_port != port || !is_valid(port, Cursor{payload.bytes})) {
    return Reading::not_mine();
  }
  const bool to_all = layers.target.multicast() || layers.target.broadcast() || port == kRip;
  if (to_all && !layers.source_mac.none()) {
    findings.claim(Claiming::routes, layers.source_mac, {});
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol routing_udp{"routing_udp", Carrier::udp, kPorts, read};

}  // namespace tapcensus
