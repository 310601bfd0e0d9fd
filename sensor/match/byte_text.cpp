#include "match/byte_text.hpp"

#include <charconv>

namespace tapcensus {

std::string read_bytes(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    if (text.size() >= 4 && text.starts_with("\\x")) {
      unsigned char byte = 0;
      const auto [end, error] = std::from_chars(text.data() + 2, text.data() + 4, byte, 16);
      if (error == std::errc{} && end == text.data() + 4) {
        bytes += static_cast<char>(byte);
        text.remove_prefix(4);
        continue;
      }
    }
    bytes += text.front();
    text.remove_prefix(1);
  }
  return bytes;
}

}  // namespace tapcensus
