// Messages in the manner of RFC 822 (SIP, RTSP): a first line, fields, an empty line, a body.
//
// Everything is a view of the message. What is not whole is not there.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/letters.hpp"

namespace tapcensus::headers {

inline constexpr std::size_t kMostHead = 8192;
inline constexpr std::size_t kMostFields = 128;
inline constexpr std::uint32_t kMostBody = 0x7fff'ffff;

// Up to the line end; without it. Empty where there is none.
constexpr std::string_view first_line(std::string_view text) noexcept {
  const std::size_t end = text.find('\n');
  return end == text.npos ? std::string_view{} : trimmed(text.substr(0, end));
}

// What stands between the first line and the empty line; `size` is where the body begins, 0 as long
// as the head has no end.
struct Head {
  std::string_view fields;
  std::size_t size = 0;
};

constexpr Head head_of(std::string_view text) noexcept {
  const std::size_t first = std::min(text.find('\n'), text.size() - 1) + 1;
  std::size_t at = first;
  for (std::size_t lines = 0; lines < kMostFields; ++lines) {
    const std::size_t end = text.find('\n', at);
    if (end == text.npos) return {text.substr(first, at - first), 0};
    const bool empty = end == at || (end == at + 1 && text[at] == '\r');
    if (empty) return {text.substr(first, at - first), end + 1};
    at = end + 1;
  }
  return {text.substr(first, at - first), 0};
}

// Calls take(name, value) for each field; lines that continue a value are left out.
template <class Take>
constexpr void each_field(std::string_view fields, Take&& take) noexcept {
  while (!fields.empty()) {
    const std::size_t end = std::min(fields.find('\n'), fields.size() - 1) + 1;
    const std::string_view line = fields.substr(0, end);
    fields.remove_prefix(end);
    const std::size_t colon = line.find(':');
    if (colon == line.npos || line[0] == ' ' || line[0] == '\t') continue;
    take(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
}

// 0 for what is no number or beyond what anybody follows.
constexpr std::uint32_t length_in(std::string_view value) noexcept {
  std::uint64_t length = 0;
  for (const char digit : value) {
    if (!is_digit(digit)) return 0;
    length = length * 10 + unsigned(digit - '0');
    if (length > kMostBody) return 0;
  }
  return static_cast<std::uint32_t>(length);
}

}  // namespace tapcensus::headers
