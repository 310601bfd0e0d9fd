// OpenVPN over TCP: who asks for a session and who grants it, each behind its length; then what TLS
// says inside.
#include <array>

#include "base/cursor.hpp"
#include "protocols/obfuscation.hpp"
#include "protocols/openvpn.hpp"
#include "protocols/openvpn_control.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{1194};
constexpr std::array kStart{ByteSet::between(0, kMostReset >> 8), bytes::kAny, kOpenvpnResets};
constexpr std::size_t kLength = 2;

enum Mode : std::uint8_t { kAtStart, kAfterReset };

Reading read_reset(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::size_t size = in.be16();
  const std::uint8_t operation = in.u8();
  if (!in.ok()) return wait_for_more(payload);
  if (size < kLeastReset || size > kMostReset || !kOpenvpnResets.has(operation)) {
    return Reading::not_mine();
  }
  if (payload.bytes.size() < kLength + size) {
    if (payload.final) return Reading::not_mine();
    return Reading::need_more(static_cast<std::uint32_t>(kLength + size));
  }
  if (!is_openvpn_reset(payload.bytes.subspan(kLength, size))) return Reading::not_mine();
  add(Obfuscation::openvpn, findings);
  return Reading::next(static_cast<std::uint32_t>(kLength + size), kAfterReset);
}

// All messages behind the reset, until TLS has said what it says. Data, and whatever is encrypted,
// end it.
Reading read_handshake(const Payload& payload, Findings& findings) noexcept {
  constexpr unsigned kAcknowledgement = operation_of(5);
  OpenvpnHandshake handshake;
  Cursor in{payload.bytes};
  std::size_t needed = 0;
  while (needed == 0) {
    const std::size_t begin = in.offset();
    const std::size_t size = in.be16();
    needed = in.ok() ? 0 : begin + kLength;
    const ByteView message = in.take(size);
    if (needed == 0 && !in.ok()) needed = begin + kLength + size;
    if (needed != 0) break;
    const bool acknowledges =
        !message.empty() && std::to_integer<unsigned>(message[0]) == kAcknowledgement;
    if (!handshake.add(message) && !acknowledges) return Reading::done();
  }
  const Reading said = handshake.read(payload, findings);
  if (said.what != Reading::What::need_more) return Reading::done();
  return Reading::need_more(static_cast<std::uint32_t>(needed));
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return payload.mode == kAtStart ? read_reset(payload, findings)
                                  : read_handshake(payload, findings);
}

}  // namespace

extern constinit const Protocol openvpn_tcp{"openvpn_tcp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
