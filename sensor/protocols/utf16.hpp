// UTF-16 in little-endian order, as Windows puts texts on the wire, to UTF-8.
//
// Bounded by the line that it is written to. Half a surrogate pair becomes U+FFFD.
#pragma once

#include <cstdint>

#include "base/cursor.hpp"
#include "protocols/line.hpp"
#include "protocols/utf8.hpp"

namespace tapcensus {

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

}  // namespace tapcensus
