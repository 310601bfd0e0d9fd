// DHCP for IPv6 (RFC 8415): what a client says of itself.
//
// Relays wrap its message (9); what they add is read only where it names the client's hardware
// (RFC 6939). Servers' messages say nothing of them that is read.
#include <algorithm>
#include <array>
#include <cstdint>

#include "base/cursor.hpp"
#include "protocols/duid.hpp"
#include "protocols/line.hpp"
#include "protocols/notation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{546, 547};

// RFC 8415, 7.3.
enum Message : std::uint8_t {
  kSolicit = 1,
  kAdvertise = 2,
  kReply = 7,
  kReconfigure = 10,
  kInformationRequest = 11,
  kRelayForward = 12,
  kRelayReply = 13,
};
constexpr bool from_client(std::uint8_t type) noexcept {
  return type >= kSolicit && type <= kInformationRequest && type != kAdvertise && type != kReply &&
         type != kReconfigure;
}

enum Option : std::uint16_t {
  kClientIdentifier = 1,
  kOptionRequest = 6,
  kRelayMessage = 9,
  kUserClass = 15,
  kVendorClass = 16,
  kClientFqdn = 39,
  kClientHardware = 79,
};

constexpr unsigned kMostRelays = 8;  // HOP_COUNT_LIMIT, 7.6

// Calls see(code, value) with each option that is whole; false when one is not.
template <class See>
bool each_option(ByteView options, See&& see) noexcept {
  Cursor in{options};
  while (!in.at_end()) {
    const std::uint16_t code = in.be16();
    const ByteView value = in.take(in.be16());
    if (!in.ok()) return false;
    see(code, value);
  }
  return true;
}

// The client's message, and what relays say of who sent it.
struct Client {
  std::uint8_t type = 0;
  ByteView options;
  MacAddress hardware;
  bool relayed = false;
};

// RFC 6939, 4: the relay next to the client, which is the innermost, adds it.
MacAddress hardware_in(ByteView value) noexcept {
  Cursor in{value};
  const std::uint16_t type = in.be16();
  if (type != duid::kEthernet && type != duid::kWifi) return {};
  const MacAddress hardware = in.left() == 6 ? MacAddress::of(in.rest()) : MacAddress{};
  return hardware.multicast() ? MacAddress{} : hardware;
}

// RFC 8415, 8 and 9. False when this is no message.
bool unwrap(ByteView message, Client& client) noexcept {
  for (unsigned relays = 0; relays <= kMostRelays; ++relays) {
    Cursor in{message};
    client.type = in.u8();
    if (client.type != kRelayForward) {
      in.skip(3);  // transaction
      client.options = in.rest();
      return in.ok();
    }
    in.skip(1 + 16 + 16);  // hop count, link address, peer address
    ByteView inner;
    MacAddress hardware;
    each_option(in.rest(), [&](std::uint16_t code, ByteView value) {
      if (code == kRelayMessage) inner = value;
      if (code == kClientHardware) hardware = hardware_in(value);
    });
    if (!in.ok() || inner.empty()) return false;
    client.relayed = true;
    client.hardware = hardware;
    message = inner;
  }
  return false;
}

// Texts, each behind its length in two octets, comma-joined.
template <std::size_t N>
void add_items(Line<N>& line, ByteView items) noexcept {
  Cursor in{items};
  bool first = true;
  while (!in.at_end()) {
    const ByteView item = in.take(in.be16());
    if (!in.ok()) return;
    line.separate(',', first);
    notation::add_text_or_octets(line, item);
  }
}

// RFC 8415, 21.16. The enterprise stands there only when it gives no text.
void add_vendor_class(ByteView value, Findings& findings) noexcept {
  Cursor in{value};
  const std::uint32_t enterprise = in.be32();
  if (!in.ok()) return;
  Line<1024> line;
  add_items(line, in.rest());
  if (line.empty()) line.add_decimal(enterprise);
  findings.add_composed(Field::dhcpv6_vendor_class, line.view());
}

void add_option(std::uint16_t code, ByteView value, Findings& findings) noexcept {
  Line<1024> line;
  switch (code) {
    case kClientIdentifier:
      if (duid::add(line, value)) findings.add_composed(Field::dhcpv6_duid, line.view());
      break;
    case kOptionRequest:
      notation::add_numbers(line, value);
      if (!line.empty()) findings.add_composed(Field::dhcpv6_params, line.view());
      break;
    case kUserClass:
      add_items(line, value);
      if (!line.empty()) findings.add_composed(Field::dhcpv6_user_class, line.view());
      break;
    case kVendorClass: add_vendor_class(value, findings); break;
    case kClientFqdn:  // RFC 4704, 4: flags, and a name that may be a part of one
      if (!value.empty() && notation::add_labels(line, value.subspan(1))) {
        findings.add_composed(Field::dhcpv6_fqdn, line.view());
      }
      break;
    default: break;
  }
}

// Behind a relay, texts are about the hardware that is named; where none is, about nobody. On its
// own link a client sends from its link-local address (RFC 8415, 13), which is that hardware's when
// the identifier was made of it; it may also have been made of another one that the client has.
bool settle_subject(const Client& client, ByteView identifier, const Layers& layers,
                    Findings& findings) noexcept {
  const MacAddress made_of = duid::hardware_of(identifier);
  if (client.relayed) {
    const MacAddress& subject = client.hardware.none() ? made_of : client.hardware;
    findings.speak_of(subject);
    return !subject.none();
  }
  if (!made_of.none() && made_of == layers.source_mac && layers.source.link_local()) {
    findings.claim(Claiming::owns, made_of, layers.source);
  }
  return true;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Client client;
  if (!unwrap(payload.bytes, client)) return Reading::not_mine();
  if (client.type == 0 || client.type > kRelayReply) return Reading::not_mine();
  if (!from_client(client.type)) return Reading::done();

  ByteView identifier;
  Line<512> codes;
  bool first = true;
  const bool whole = each_option(client.options, [&](std::uint16_t code, ByteView value) {
    if (code == kClientIdentifier) identifier = value;
    codes.separate(',', first);
    codes.add_decimal(code);
  });
  if (!settle_subject(client, identifier, payload.layers, findings)) return Reading::done();
  each_option(client.options,
              [&](std::uint16_t code, ByteView value) { add_option(code, value, findings); });
  const bool all_there = payload.bytes.size() >= payload.layers.payload_length;
  if (whole && all_there && codes.whole() && !codes.empty()) {
    findings.add_composed(Field::dhcpv6_options, codes.view());
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol dhcpv6{"dhcpv6", Carrier::udp, kPorts, read};

}  // namespace tapcensus
