// Letters and words of text: ASCII, whatever the locale.
#pragma once

#include <cstddef>
#include <string_view>

namespace tapcensus {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; }
constexpr bool is_letter(char c) noexcept { return lower(c) >= 'a' && lower(c) <= 'z'; }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter_or_digit(char c) noexcept { return is_letter(c) || is_digit(c); }
constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }
constexpr bool is_space(char c) noexcept { return is_blank(c) || c == '\r' || c == '\n'; }

// In upper and lower case alike.
constexpr bool same_word(std::string_view left, std::string_view right) noexcept {
  if (left.size() != right.size()) return false;
  for (std::size_t at = 0; at < left.size(); ++at) {
    if (left[at] != right[at] && lower(left[at]) != lower(right[at])) return false;
  }
  return true;
}

// Without white space around it.
constexpr std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Without the NULs and white space around it, which fields of a fixed size are filled up with.
constexpr std::string_view unpadded(std::string_view text) noexcept {
  constexpr std::string_view kPadding{" \t\r\n\0", 5};
  const std::size_t begin = text.find_first_not_of(kPadding);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kPadding) - begin + 1);
}

}  // namespace tapcensus
