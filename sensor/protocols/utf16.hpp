// UTF-16 in little-endian order, as Windows puts texts on the wire, to UTF-8.
//
// Bounded by the line that it is written to. Half a surrogate pair becomes U+FFFD.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/cursor.hpp"
#include "protocols/line.hpp"

namespace tapcensus {

template <std::size_t N>
void add_utf8(char32_t letter, Line<N>& line) noexcept {
  const auto tail = [&](unsigned shift) { line.add(char(0x80 | (letter >> shift & 0x3f))); };
  if (letter < 0x80) return line.add(char(letter));
  if (letter < 0x800) {
    line.add(char(0xc0 | letter >> 6));
    return tail(0);
  }
  if (letter < 0x10000) {
    line.add(char(0xe0 | letter >> 12));
  } else {
    line.add(char(0xf0 | letter >> 18));
    tail(12);
  }
  tail(6);
  tail(0);
}

// Up to the end or the first NUL. An odd byte at the end is passed over.
template <std::size_t N>
void add_utf16le(ByteView bytes, Line<N>& line) noexcept {
  constexpr char32_t kReplacement = 0xfffd;
  Cursor in{bytes};
  while (in.left() >= 2) {
    char32_t letter = in.le16();
    if (letter == 0) return;
    if (letter >= 0xd800 && letter < 0xdc00) {
      Cursor ahead = in;
      const char32_t low = ahead.le16();
      const bool pair = low >= 0xdc00 && low < 0xe000;
      letter = pair ? 0x10000 + ((letter - 0xd800) << 10) + (low - 0xdc00) : kReplacement;
      if (pair) in = ahead;
    } else if (letter >= 0xdc00 && letter < 0xe000) {
      letter = kReplacement;
    }
    add_utf8(letter, line);
  }
}

// Without NULs, blanks and line ends around it.
constexpr std::string_view without_padding(std::string_view text) noexcept {
  constexpr std::string_view kPadding{"\0 \t\r\n", 5};
  const std::size_t begin = text.find_first_not_of(kPadding);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kPadding) - begin + 1);
}

}  // namespace tapcensus
