// Capabilities of neighbours on a link: a set of bits, written as names.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "facts/finding.hpp"
#include "protocols/line.hpp"

namespace tapcensus::capabilities {

// The names of the bits that are set, from the lowest, with commas between; bits beyond the names
// are left out.
inline void add(Field field, std::uint32_t bits, std::span<const std::string_view> names,
                Findings& findings) noexcept {
  Line<256> line;
  bool first = true;
  for (std::size_t bit = 0; bit < names.size(); ++bit) {
    if ((bits >> bit & 1) == 0) continue;
    line.separate(',', first);
    line.add(names[bit]);
  }
  if (!line.empty()) findings.add_composed(field, line.view());
}

}  // namespace tapcensus::capabilities
