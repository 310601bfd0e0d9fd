// Opens the Initial packets of QUIC clients, whose keys anybody can derive (RFC 9001, 5.2).
//
// What the tag does not confirm is never believed. By libnettle, which works in structures that the
// caller provides: libcrypto's interfaces to HKDF and GCM allocate.
#pragma once

#include <nettle/aes.h>
#include <nettle/gcm.h>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/bytes.hpp"

namespace tapcensus {

// How a version seals them: what its keys are made from.
struct QuicSeal {
  std::array<std::uint8_t, 20> salt;
  std::string_view label;  // "quic", or what the version has in its place
};

// The seals that a version may have; none when it is not known.
std::span<const QuicSeal* const> seals_of_quic(std::uint32_t version) noexcept;

class QuicInitialKeys {
 public:
  // `connection` is the destination connection ID of the client's first Initial packet, or of the
  // first after a Retry.
  void derive(const QuicSeal& seal, ByteView connection) noexcept;

  // The frames in a packet of which the packet number stands at `number_at`, in `room`; nothing
  // when these are not its keys, or there is no room.
  ByteView open(ByteView packet, std::size_t number_at, std::span<std::byte> room) noexcept;

 private:
  aes128_ctx header_;
  gcm_aes128_ctx payload_;
  std::array<std::uint8_t, GCM_IV_SIZE> iv_;
};

}  // namespace tapcensus
