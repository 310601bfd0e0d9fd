// Texts in fields of a fixed size: what stands before the first NUL, without blanks around it.
#pragma once

#include <string_view>

#include "base/bytes.hpp"

namespace tapcensus {

inline std::string_view trimmed_text(ByteView bytes) noexcept {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::string_view text = as_text(bytes);
  text = text.substr(0, text.find('\0'));
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

}  // namespace tapcensus
