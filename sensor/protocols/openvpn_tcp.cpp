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

// Where the message ends that begins at `at`; where its length does, as long as that is not there.
std::size_t end_of_message(ByteView bytes, std::size_t at) noexcept {
  Cursor in{bytes.subspan(at)};
  const std::size_t size = in.be16();
  return at + kLength + (in.ok() ? size : 0);
}

bool acknowledges(ByteView message) noexcept {
  constexpr std::uint8_t kAcknowledgement = operation_of(5);
  return !message.empty() && std::to_integer<std::uint8_t>(message[0]) == kAcknowledgement;
}

// All messages behind the reset, until TLS has said what it says. Data, and whatever is encrypted,
// end it, and so do more messages than a handshake takes, as all are read again with each.
Reading read_handshake(const Payload& payload, Findings& findings) noexcept {
  constexpr std::size_t kMostMessages = 2 * OpenvpnHandshake::kMostPieces;
  const ByteView bytes = payload.bytes;
  OpenvpnHandshake handshake;
  std::size_t at = 0, end = end_of_message(bytes, at);
  for (std::size_t messages = 0; end <= bytes.size(); ++messages) {
    const ByteView message = bytes.subspan(at + kLength, end - at - kLength);
    if (messages == kMostMessages) return Reading::done();
    if (!handshake.add(message) && !acknowledges(message)) return Reading::done();
    at = end;
    end = end_of_message(bytes, at);
  }
  const Reading said = handshake.read(payload, findings);
  if (said.what != Reading::What::need_more) return Reading::done();
  return Reading::need_more(static_cast<std::uint32_t>(end));
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return payload.mode == kAtStart ? read_reset(payload, findings)
                                  : read_handshake(payload, findings);
}

}  // namespace

extern constinit const Protocol openvpn_tcp{"openvpn_tcp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
