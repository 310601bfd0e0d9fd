// How octets, addresses and labels are written where a parser composes a text.
#pragma once

#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <string_view>

#include "base/addresses.hpp"
#include "base/cursor.hpp"
#include "base/letters.hpp"
#include "protocols/line.hpp"
#include "protocols/plain_text.hpp"

namespace tapcensus::notation {

// Whether people can read it: no control characters, and not empty.
constexpr bool is_readable(std::string_view text) noexcept {
  return !text.empty() && plain_text::readable(text);
}

// Whether it is plain ASCII, and not empty: what octets by chance seldom are.
constexpr bool is_plain(std::string_view text) noexcept {
  return !text.empty() && plain_text::ascii(text);
}

// "00a1ff"
template <std::size_t N>
void add_octets(Line<N>& line, ByteView octets) noexcept {
  for (const std::byte octet : octets) {
    const auto number = std::to_integer<unsigned>(octet);
    line.add(line.digit(number >> 4));
    line.add(line.digit(number));
  }
}

// "00:a1:ff"
template <std::size_t N>
void add_hardware(Line<N>& line, ByteView octets) noexcept {
  bool first = true;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    line.separate(':', first);
    add_octets(line, octets.subspan(i, 1));
  }
}

// The text if it is plain, else the octets.
template <std::size_t N>
void add_text_or_octets(Line<N>& line, ByteView value) noexcept {
  const std::string_view text = unpadded(as_text(value));
  if (is_plain(text)) {
    line.add(text);
  } else {
    add_octets(line, value);
  }
}

// "192.0.2.7" of four octets, "2001:db8::7" of sixteen (RFC 5952).
template <std::size_t N>
void add_address(Line<N>& line, ByteView octets) noexcept {
  std::array<char, INET6_ADDRSTRLEN> text;
  const int family = octets.size() == 4 ? AF_INET : AF_INET6;
  if (octets.size() != 4 && octets.size() != 16) return;
  if (inet_ntop(family, octets.data(), text.data(), text.size()) != nullptr) line.add(text.data());
}

template <std::size_t N>
void add_signed(Line<N>& line, std::int32_t number) noexcept {
  if (number < 0) line.add('-');
  const auto bits = static_cast<std::uint32_t>(number);
  line.add_decimal(number < 0 ? 0 - bits : bits);
}

// A name in labels (RFC 1035, 3.1), without pointers, to its root or, where that is left out
// (RFC 4704, 4.2), to the end. False when it is none.
template <std::size_t N>
bool add_labels(Line<N>& line, ByteView labels) noexcept {
  constexpr std::uint8_t kMostLabel = 63;
  Cursor in{labels};
  bool first = true;
  while (!in.at_end()) {
    const std::uint8_t length = in.u8();
    if (length == 0) break;
    const std::string_view label = as_text(in.take(length));
    if (!in.ok() || length > kMostLabel || !is_readable(label)) return false;
    line.separate('.', first);
    line.add(label);
  }
  return !first;
}

// Numbers of two octets each, in wire order.
template <std::size_t N>
void add_numbers(Line<N>& line, ByteView numbers) noexcept {
  bool first = true;
  for (Cursor in{numbers}; in.left() >= 2;) {
    line.separate(',', first);
    line.add_decimal(in.be16());
  }
}

}  // namespace tapcensus::notation
