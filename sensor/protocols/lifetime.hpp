// How long a text lives that a reader of messages found.
//
// A message that lies in one piece is read where it is; one in several pieces is put together on
// the stack.
#pragma once

#include <cstdint>
#include <string_view>

#include "facts/finding.hpp"

namespace tapcensus {

// Whether texts in a message live as long as the packet, or only until the call returns.
enum class Lifetime : std::uint8_t { packet, call };

inline void add(Field field, std::string_view text, Lifetime lifetime,
                Findings& findings) noexcept {
  if (lifetime == Lifetime::packet) {
    findings.add(field, text);
  } else {
    findings.add_composed(field, text);
  }
}

}  // namespace tapcensus
