// The handshake inside OpenVPN's control messages (openvpn.net, "OpenVPN Network Protocol"), where
// they are in the clear or only signed: TLS, cut into numbered pieces.
#pragma once

#include <array>
#include <cstddef>

#include "base/bytes.hpp"
#include "protocols/openvpn.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {

// P_CONTROL_V1, with the first key.
inline constexpr ByteSet kOpenvpnControl = ByteSet::just(operation_of(4));

class OpenvpnHandshake {
 public:
  // By number, from 1: the first message has number 0 and carries nothing.
  static constexpr std::size_t kMostPieces = 48;

  // Takes the piece that the packet carries; false when it carries none. Of a number that came
  // before nothing is taken.
  bool add(ByteView packet) noexcept;

  // What TLS says of the pieces, as far as they are there without a gap; `need_more`, of any size,
  // as long as it may say more.
  Reading read(const Payload& payload, Findings& findings) const noexcept;

 private:
  // The piece of a packet whose session a signature of so many bytes follows.
  bool add_behind(ByteView packet, std::size_t signature) noexcept;

  static constexpr std::size_t kMostBytes = 16 * 1024;
  std::array<ByteView, kMostPieces> pieces_{};
};

}  // namespace tapcensus
