// Lists that are written a row a line.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tapcensus {

inline std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// Calls say(number, line) for each, its number from 1.
template <class Say>
void for_each_line(std::string_view content, Say&& say) {
  for (std::uint64_t number = 1; !content.empty(); ++number) {
    const std::size_t end = std::min(content.find('\n'), content.size());
    say(number, content.substr(0, end));
    content.remove_prefix(std::min(end + 1, content.size()));
  }
}

// What stands between the signs; at most `most` parts, the last with all that is left.
inline std::vector<std::string_view> split(std::string_view text, char sign, std::size_t most) {
  std::vector<std::string_view> parts;
  while (parts.size() + 1 < most && text.find(sign) != text.npos) {
    const std::size_t end = text.find(sign);
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

}  // namespace tapcensus
