#include "wire/fragment.hpp"

#include <algorithm>

#include "base/cursor.hpp"

namespace tapcensus {
namespace {

constexpr std::uint32_t kMostLength = 65'535;
constexpr std::size_t kIpv6Header = 40;
constexpr std::size_t kFragmentHeader = 8;
constexpr std::uint8_t kAuthentication = 51;  // counts in other units (RFC 4302)

// What the length field of that head says when `length` bytes follow it.
std::size_t length_field(std::size_t head, bool is_v4, std::uint32_t length) noexcept {
  return length + (is_v4 ? head : head - kIpv6Header);
}

std::uint8_t octet(ByteView bytes, std::size_t at) noexcept {
  return std::to_integer<std::uint8_t>(bytes[at]);
}

void put16(std::span<std::byte> to, std::size_t at, std::size_t number) noexcept {
  to[at] = static_cast<std::byte>(number >> 8 & 0xff);
  to[at + 1] = static_cast<std::byte>(number & 0xff);
}

void read_ipv4_piece(const Layers& layers, Piece& piece) noexcept {
  Cursor in{layers.ip_header};
  in.skip(4);
  piece.identification = in.be16();
  const std::uint16_t place = in.be16();
  piece.more = (place & 0x2000) != 0;
  piece.offset = (place & 0x1fffu) * 8;
  piece.head = layers.ip_header;
}

// The headers before the fragment header were followed once by decode(): they end with it.
void read_ipv6_piece(const Layers& layers, Piece& piece) noexcept {
  piece.head = layers.ip_header.first(layers.ip_header.size() - kFragmentHeader);
  Cursor in{layers.ip_header.last(kFragmentHeader)};
  piece.next = in.u8();
  in.skip(1);
  const std::uint16_t place = in.be16();
  piece.more = (place & 1) != 0;
  piece.offset = place & 0xfff8u;
  piece.identification = in.be32();
  std::size_t at = kIpv6Header;
  std::size_t said_at = 6;
  while (at < piece.head.size()) {
    const bool authentication = octet(piece.head, said_at) == kAuthentication;
    const std::size_t units = octet(piece.head, at + 1);
    said_at = at;
    at += authentication ? (units + 2) * 4 : (units + 1) * 8;
  }
  piece.next_at = static_cast<std::uint32_t>(said_at);
}

}  // namespace

bool read_piece(const Layers& layers, Piece& piece) noexcept {
  const bool is_v4 = layers.ip_version == 4;
  is_v4 ? read_ipv4_piece(layers, piece) : read_ipv6_piece(layers, piece);
  const std::size_t header = layers.ip_header.size();
  const std::size_t captured = std::min<std::size_t>(layers.link_payload.size(), layers.ip_length);
  piece.body = layers.link_payload.subspan(header, captured - header);
  piece.length = layers.ip_length - static_cast<std::uint32_t>(header);
  const bool fits =
      length_field(piece.head.size(), is_v4, piece.offset + piece.length) <= kMostLength;
  return fits && (!piece.more || (piece.length % 8 == 0 && piece.length > 0));
}

void begin_whole(const Piece& first, std::span<std::byte> to) noexcept {
  std::ranges::copy(first.head, to.begin());
  if (octet(to, 0) >> 4 == 4) {
    to[6] &= std::byte{0xc0};  // of flags and offset, those that say nothing about pieces
    to[7] = {};
  } else {
    to[first.next_at] = static_cast<std::byte>(first.next);
  }
}

bool finish_whole(std::span<std::byte> head, std::uint32_t length) noexcept {
  const bool is_v4 = octet(head, 0) >> 4 == 4;
  const std::size_t says = length_field(head.size(), is_v4, length);
  if (says > kMostLength) return false;
  put16(head, is_v4 ? 2 : 4, says);
  return true;
}

}  // namespace tapcensus
