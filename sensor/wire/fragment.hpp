// Pieces of IP packets, as they stand on the wire: RFC 791, 3.2, and RFC 8200, 4.5.
//
// What a piece says of the whole packet is read here, and the header of the whole is made from that
// of its first piece. Who holds the pieces until they are all there is flow/fragments.hpp.
#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "wire/layers.hpp"

namespace tapcensus {

struct Piece {
  ByteView head;  // IPv4: the header; IPv6: the headers before the fragment header
  ByteView body;  // as much as was captured of it
  std::uint32_t identification = 0;
  std::uint32_t offset = 0;   // of the body in that of the whole packet; a multiple of 8
  std::uint32_t length = 0;   // of the body, as the headers promise
  bool more = false;          // it is not the last one
  std::uint8_t next = 0;      // IPv6: which header the body begins with
  std::uint32_t next_at = 0;  // IPv6: where in `head` that is said
};

// `layers` are those of a frame that decode() called a fragment. False when no packet has such a
// piece: it would be too long (65,535 bytes), or it is not the last one and no multiple of 8.
[[nodiscard]] bool read_piece(const Layers& layers, Piece& piece) noexcept;

// Writes the head of the whole packet, as far as its first piece knows it; `to` has the size of its
// head.
void begin_whole(const Piece& first, std::span<std::byte> to) noexcept;

// Says in that head that `length` bytes follow. False when it cannot.
[[nodiscard]] bool finish_whole(std::span<std::byte> head, std::uint32_t length) noexcept;

}  // namespace tapcensus
