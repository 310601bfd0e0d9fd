// EAP over LANs (IEEE Std 802.1X-2020, 11.3; RFC 3748): how a device joins a network, and what it
// says of itself in Wi-Fi Simple Configuration.
//
// A method is what the sender uses or offers: "eap-tls", "wsc", "wpa-key". Of methods inside TLS
// the hellos are read, where one packet has them whole: the supplicant's tells its system.
// Identities, and certificates of supplicants, name people and are not told.
#include <algorithm>
#include <array>
#include <iterator>

#include "base/cursor.hpp"
#include "protocols/protocol.hpp"
#include "protocols/tls.hpp"
#include "protocols/wps.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kEthertypes{0x888e};

// 11.3.2: types of packets.
constexpr std::uint8_t kEap = 0, kKey = 3;
constexpr std::uint8_t kRequest = 1, kResponse = 2;
constexpr std::uint8_t kExpanded = 254;  // RFC 3748, 5.7
constexpr std::size_t kEapHeader = 5;    // with the type of a method

// IANA's list of methods.
struct Method {
  std::uint8_t type;
  std::string_view name;
  bool tls = false;  // inside it
};
constexpr Method kMethods[] = {
    {4, "md5-challenge"}, {6, "gtc"},         {13, "eap-tls", true},  {17, "leap"},
    {18, "eap-sim"},      {23, "eap-aka"},    {21, "eap-ttls", true}, {25, "peap", true},
    {26, "mschapv2"},     {29, "mschapv2"},   {43, "eap-fast", true}, {50, "eap-aka'"},
    {52, "eap-pwd"},      {55, "teap", true},
};

const Method* method_of(std::uint8_t type) noexcept {
  const auto* const method = std::ranges::find(kMethods, type, &Method::type);
  return method == std::end(kMethods) ? nullptr : method;
}

bool begins_with_hello(Cursor in) noexcept {
  constexpr std::size_t kRecordHeader = 5;
  in.skip(kRecordHeader);
  const std::uint8_t message = in.u8();
  return in.ok() && (message == 1 || message == 2);  // RFC 8446, 4
}

// RFC 5216, 3.1: flags, and the length of the message where this is the first of its pieces.
void add_tls(const Payload& payload, Cursor in, Findings& findings) noexcept {
  constexpr std::uint8_t kHasLength = 0x80;
  if ((in.u8() & kHasLength) != 0) in.skip(4);
  if (!begins_with_hello(in)) return;
  read_tls({.layers = payload.layers, .bytes = in.rest(), .final = true}, Lifetime::packet,
           findings);
}

// Wi-Fi Simple Configuration, 7.7.1. Messages in several packets end where this one does.
void add_expanded(Cursor in, Findings& findings) noexcept {
  constexpr std::uint32_t kWifiAlliance = 0x00372a, kSimpleConfiguration = 1;
  constexpr std::uint8_t kMessage = 4, kHasLength = 2;
  if (in.be24() != kWifiAlliance || in.be32() != kSimpleConfiguration) return;
  const std::uint8_t operation = in.u8(), flags = in.u8();
  if (!in.ok()) return;
  findings.add(Field::eapol_method, "wsc");
  if ((flags & kHasLength) != 0) in.skip(2);
  if (operation == kMessage) add_wps(in.rest(), findings);
}

void add_eap(const Payload& payload, ByteView packet, Findings& findings) noexcept {
  Cursor in{packet};
  const std::uint8_t code = in.u8();
  in.skip(1);  // identifier
  const std::uint16_t length = in.be16();
  const std::uint8_t type = in.u8();
  if (!in.ok() || (code != kRequest && code != kResponse) || length > packet.size() ||
      length < kEapHeader) {
    return;
  }
  if (type == kExpanded) return add_expanded(in, findings);
  const Method* const method = method_of(type);
  if (method == nullptr) return;
  findings.add(Field::eapol_method, method->name);
  if (method->tls) add_tls(payload, Cursor{in.take(length - kEapHeader)}, findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t version = in.u8();
  const std::uint8_t type = in.u8();
  const ByteView body = in.take(in.be16());
  if (!in.ok() || version == 0 || version > 3) return Reading::not_mine();
  if (type == kEap) add_eap(payload, body, findings);
  if (type == kKey) findings.add(Field::eapol_method, "wpa-key");
  return Reading::done();
}

}  // namespace

extern constinit const Protocol eapol{"eapol", Carrier::ethernet, kEthertypes, read};

}  // namespace tapcensus
