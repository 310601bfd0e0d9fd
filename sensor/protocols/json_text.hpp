// A text in a JSON object, found by its key; for short messages of known shape.
//
// No tree: the first key of that name counts, however deep it lies. Escapes stay as they are.
#pragma once

#include <string_view>

namespace tapcensus::json {

// Empty where there is none, or where it is no text.
constexpr std::string_view text_of(std::string_view document,
                                   std::string_view quoted_key) noexcept {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t key = document.find(quoted_key);
  if (key == document.npos) return {};
  const std::size_t colon = document.find_first_not_of(kBlanks, key + quoted_key.size());
  if (colon == document.npos || document[colon] != ':') return {};
  const std::size_t quote = document.find_first_not_of(kBlanks, colon + 1);
  if (quote == document.npos || document[quote] != '"') return {};
  std::size_t end = quote + 1;
  while (end < document.size() && document[end] != '"') end += document[end] == '\\' ? 2 : 1;
  return end < document.size() ? document.substr(quote + 1, end - quote - 1) : std::string_view{};
}

}  // namespace tapcensus::json
