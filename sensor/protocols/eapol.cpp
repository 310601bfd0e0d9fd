// EAP over LANs (IEEE Std 802.1X-2020, 11.3; RFC 3748): how a device joins a network, and what it
// says of itself in Wi-Fi Simple Configuration.
//
// A method is what the sender uses or offers: "eap-tls", "wsc", "wpa-key". Identities name people
// and are not told.
#include <array>

#include "base/cursor.hpp"
#include "protocols/protocol.hpp"
#include "protocols/wps.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kEthertypes{0x888e};

// 11.3.2: types of packets.
constexpr std::uint8_t kEap = 0, kKey = 3;
constexpr std::uint8_t kRequest = 1, kResponse = 2;
constexpr std::uint8_t kExpanded = 254;  // RFC 3748, 5.7

// IANA's list of methods.
struct Method {
  std::uint8_t type;
  std::string_view name;
};
constexpr Method kMethods[] = {
    {4, "md5-challenge"}, {6, "gtc"},       {13, "eap-tls"}, {17, "leap"},     {18, "eap-sim"},
    {21, "eap-ttls"},     {23, "eap-aka"},  {25, "peap"},    {26, "mschapv2"}, {29, "mschapv2"},
    {43, "eap-fast"},     {50, "eap-aka'"}, {52, "eap-pwd"}, {55, "teap"},
};

std::string_view name_of(std::uint8_t type) noexcept {
  for (const Method& method : kMethods) {
    if (method.type == type) return method.name;
  }
  return {};
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

void add_eap(ByteView packet, Findings& findings) noexcept {
  Cursor in{packet};
  const std::uint8_t code = in.u8();
  in.skip(1);  // identifier
  const std::uint16_t length = in.be16();
  const std::uint8_t type = in.u8();
  if (!in.ok() || (code != kRequest && code != kResponse) || length > packet.size()) return;
  if (type == kExpanded) return add_expanded(in, findings);
  const std::string_view name = name_of(type);
  if (!name.empty()) findings.add(Field::eapol_method, name);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t version = in.u8();
  const std::uint8_t type = in.u8();
  const ByteView body = in.take(in.be16());
  if (!in.ok() || version == 0 || version > 3) return Reading::not_mine();
  if (type == kEap) add_eap(body, findings);
  if (type == kKey) findings.add(Field::eapol_method, "wpa-key");
  return Reading::done();
}

}  // namespace

extern constinit const Protocol eapol{"eapol", Carrier::ethernet, kEthertypes, read};

}  // namespace tapcensus
