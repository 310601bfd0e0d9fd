#include "protocols/openvpn_control.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/cursor.hpp"
#include "protocols/tls.hpp"

namespace tapcensus {
namespace {

constexpr std::size_t kSession = 8, kReplayGuard = 8;
constexpr unsigned kMostAcknowledged = 8;
// What may stand behind the session: nothing, or the digest of MD5, SHA-1 or one of SHA-2, and the
// number and time that guard against replay.
constexpr std::array<std::size_t, 7> kSignatures{0,
                                                 16 + kReplayGuard,
                                                 20 + kReplayGuard,
                                                 28 + kReplayGuard,
                                                 32 + kReplayGuard,
                                                 48 + kReplayGuard,
                                                 64 + kReplayGuard};

struct Message {
  std::uint32_t number;
  ByteView piece;
};

std::optional<Message> message_behind(ByteView packet, std::size_t signature) noexcept {
  Cursor in{packet};
  in.skip(1 + kSession + signature);
  const unsigned acknowledged = in.u8();
  if (acknowledged > kMostAcknowledged) return std::nullopt;
  in.skip(acknowledged * 4 + (acknowledged > 0 ? kSession : 0));
  const std::uint32_t number = in.be32();
  if (!in.ok() || number == 0) return std::nullopt;
  return Message{number, in.rest()};
}

}  // namespace

bool OpenvpnHandshake::add(ByteView packet) noexcept {
  if (packet.empty() || !kOpenvpnControl.has(std::to_integer<std::uint8_t>(packet[0]))) {
    return false;
  }
  for (const std::size_t signature : kSignatures) {
    const auto message = message_behind(packet, signature);
    if (!message || message->number > kMostPieces) continue;
    ByteView& piece = pieces_[message->number - 1];
    if (piece.empty()) piece = message->piece;
    return true;
  }
  return false;
}

Reading OpenvpnHandshake::read(const Payload& payload, Findings& findings) const noexcept {
  std::array<std::byte, kMostBytes> joined;
  std::size_t size = 0;
  for (const ByteView piece : pieces_) {
    if (piece.empty()) break;
    const std::size_t count = std::min(piece.size(), joined.size() - size);
    std::copy_n(piece.data(), count, joined.data() + size);
    size += count;
  }
  const bool full = size == joined.size();
  return read_tls({.layers = payload.layers,
                   .bytes = ByteView{joined.data(), size},
                   .final = payload.final || full},
                  Lifetime::call, findings);
}

}  // namespace tapcensus
