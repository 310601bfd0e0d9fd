// Bytes written as text, as in facts: `\xNN` is a byte, all else stands for itself.
#pragma once

#include <string>
#include <string_view>

namespace tapcensus {

// A `\x` that no two hexadecimal digits follow stands for itself.
std::string read_bytes(std::string_view text);

}  // namespace tapcensus
