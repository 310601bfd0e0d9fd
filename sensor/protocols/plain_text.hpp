// Texts that devices keep in fields of their memory: filled up with NULs and blanks, and perhaps
// not text at all.
#pragma once

#include <algorithm>
#include <string_view>

#include "base/letters.hpp"
#include "facts/finding.hpp"

namespace tapcensus::plain_text {

// No control characters; bytes of other alphabets may be in it.
constexpr bool readable(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7f;
  });
}

// Characters of ASCII only, blanks among them.
constexpr bool ascii(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

inline void add(Field field, std::string_view text, Findings& findings) noexcept {
  text = unpadded(text);
  if (!text.empty() && readable(text)) findings.add(field, text);
}
inline void add(Field field, ByteView bytes, Findings& findings) noexcept {
  add(field, as_text(bytes), findings);
}

// For texts that do not live as long as the packet.
inline void add_composed(Field field, std::string_view text, Findings& findings) noexcept {
  text = unpadded(text);
  if (!text.empty() && readable(text)) findings.add_composed(field, text);
}

}  // namespace tapcensus::plain_text
