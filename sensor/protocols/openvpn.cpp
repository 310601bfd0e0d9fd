// OpenVPN over UDP: who asks for a session and who grants it, on any port; data on its own.
#include "protocols/openvpn.hpp"

#include <array>

#include "protocols/obfuscation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{1194};
constexpr std::array kStart{kOpenvpnResets};

// Data of either version, with any key; control messages say what they are elsewhere.
bool is_data(ByteView bytes) noexcept {
  constexpr unsigned kData1 = 6, kData2 = 9;
  constexpr std::size_t kPeer = 3;
  const unsigned operation = std::to_integer<unsigned>(bytes[0]) >> 3;
  return (operation == kData1 || operation == kData2) && bytes.size() > kPeer &&
         looks_random(bytes.subspan(1 + kPeer));
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  if (payload.bytes.empty()) return Reading::not_mine();
  if (!is_openvpn_reset(payload.bytes) && (payload.guessed || !is_data(payload.bytes))) {
    return Reading::not_mine();
  }
  add(Obfuscation::openvpn, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol openvpn{"openvpn", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
