// Characters as UTF-8 (RFC 3629, 3), to a line of text.
#pragma once

#include "protocols/line.hpp"

namespace tapcensus {

// What is no character, as half a surrogate pair, becomes U+FFFD.
template <std::size_t N>
void add_utf8(char32_t character, Line<N>& line) noexcept {
  const bool surrogate = character >= 0xd800 && character < 0xe000;
  if (surrogate || character > 0x10ffff) character = 0xfffd;
  const auto tail = [&](unsigned shift) { line.add(char(0x80 | (character >> shift & 0x3f))); };
  if (character < 0x80) return line.add(char(character));
  if (character < 0x800) {
    line.add(char(0xc0 | character >> 6));
    return tail(0);
  }
  if (character < 0x10000) {
    line.add(char(0xe0 | character >> 12));
  } else {
    line.add(char(0xf0 | character >> 18));
    tail(12);
  }
  tail(6);
  tail(0);
}

}  // namespace tapcensus
