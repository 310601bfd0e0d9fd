#include "protocols/openvpn_control.hpp"

#include <algorithm>
#include <cstdint>

#include "base/cursor.hpp"
#include "protocols/tls.hpp"

namespace tapcensus {

bool OpenvpnHandshake::add(ByteView packet) noexcept {
  if (packet.empty() || !kOpenvpnControl.has(std::to_integer<std::uint8_t>(packet[0]))) {
    return false;
  }
  return add_behind(packet, 0) || std::ranges::any_of(kOpenvpnDigests, [&](std::size_t digest) {
           return add_behind(packet, digest + kOpenvpnReplayGuard);
         });
}

bool OpenvpnHandshake::add_behind(ByteView packet, std::size_t signature) noexcept {
  Cursor in{packet};
  in.skip(1 + kOpenvpnSession + signature);
  const auto number = openvpn_message_number(in);
  if (!number || *number == 0 || *number > kMostPieces) return false;
  ByteView& piece = pieces_[*number - 1];
  if (piece.empty()) piece = in.rest();
  return true;
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
