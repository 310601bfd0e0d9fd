// Values of header fields that may go on in the next line: a fold reads as a blank (RFC 9112, 5.2),
// and so does all white space in a folded value.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/letters.hpp"
#include "protocols/lifetime.hpp"
#include "protocols/line.hpp"

namespace tapcensus {

inline constexpr std::size_t kMostComposed = 2048;  // bytes of a value that is put together

template <std::size_t N>
void add_unfolded(Line<N>& line, std::string_view value) noexcept {
  bool space = false;
  for (const char c : value) {
    if (is_space(c)) {
      space = true;
      continue;
    }
    if (space) line.add(' ');
    space = false;
    line.add(c);
  }
}

// As it came, where it is in one line.
inline void add_unfolded(Field field, std::string_view value, Lifetime lifetime,
                         Findings& findings) noexcept {
  if (value.find('\n') == value.npos) return add(field, value, lifetime, findings);
  Line<kMostComposed> line;
  add_unfolded(line, value);
  findings.add_composed(field, line.view());
}

}  // namespace tapcensus
