// OpenVPN over UDP: who asks for a session and who grants it, on any port, and what TLS says
// inside; data on its own port.
#include "protocols/openvpn.hpp"

#include <array>

#include "protocols/obfuscation.hpp"
#include "protocols/openvpn_control.hpp"
#include "protocols/pieces.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{1194};
constexpr std::array kStart{kOpenvpnResets};
constexpr std::array kSettled{kOpenvpnResets | kOpenvpnControl};

// Data of either version, with any key; control messages say what they are elsewhere.
bool is_data(ByteView bytes) noexcept {
  constexpr unsigned kData1 = 6, kData2 = 9;
  constexpr std::size_t kPeer = 3;
  const unsigned operation = std::to_integer<unsigned>(bytes[0]) >> 3;
  return (operation == kData1 || operation == kData2) && bytes.size() > kPeer &&
         looks_random(bytes.subspan(1 + kPeer));
}

// Once a session has begun: its handshake; once that is read, nothing but new sessions.
enum Mode : std::uint8_t { kUnknown, kBegun, kRead };

Reading read_handshake(const Payload& payload, Findings& findings) noexcept {
  OpenvpnHandshake handshake;
  for_each_kept(payload.earlier, [&](ByteView packet) { handshake.add(packet); });
  if (!handshake.add(payload.bytes) && !payload.final) return Reading::not_mine();
  const Reading said = handshake.read(payload, findings);
  return said.what == Reading::What::need_more ? Reading::next_datagram(true)
                                               : Reading::settled(kRead);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const bool resets = !payload.bytes.empty() && is_openvpn_reset(payload.bytes);
  if (payload.mode == kBegun && !resets) return read_handshake(payload, findings);
  if (resets) {
    add(Obfuscation::openvpn, findings);
    return Reading::settled(kBegun);
  }
  if (payload.bytes.empty() || payload.guessed || !is_data(payload.bytes)) {
    return Reading::not_mine();
  }
  add(Obfuscation::openvpn, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol openvpn{"openvpn", Carrier::udp, kPorts, read, kStart, kSettled};

}  // namespace tapcensus
