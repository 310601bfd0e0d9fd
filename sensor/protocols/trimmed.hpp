// Texts in fields of a fixed size: what stands before the first NUL, without blanks around it.
#pragma once

#include <string_view>

#include "base/letters.hpp"
#include "facts/finding.hpp"

namespace tapcensus {

inline std::string_view trimmed_text(ByteView bytes) noexcept {
  const std::string_view text = as_text(bytes);
  return trimmed(text.substr(0, text.find('\0')));
}

inline void add_trimmed(Field field, ByteView bytes, Findings& findings) noexcept {
  const std::string_view text = trimmed_text(bytes);
  if (!text.empty()) findings.add(field, text);
}

}  // namespace tapcensus
