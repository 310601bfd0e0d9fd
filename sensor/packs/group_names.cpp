#include "packs/group_names.hpp"

#include <algorithm>

namespace tapcensus {
namespace {

constexpr std::size_t kMostNames = 64;

struct Span {
  std::size_t begin, end;  // of what stands in the parentheses
};

// Where a class that opens at `at` ends: behind its bracket.
std::size_t end_of_class(std::string_view text, std::size_t at) {
  std::size_t i = at + 1;
  if (i < text.size() && text[i] == '^') ++i;
  if (i < text.size() && text[i] == ']') ++i;
  for (; i < text.size() && text[i] != ']'; ++i) {
    if (text[i] == '\\') ++i;
  }
  return i + 1;
}

std::optional<Span> find_group(std::string_view text, std::size_t group) {
  std::size_t count = 0, depth = 0;
  std::optional<std::size_t> begin;
  std::optional<Span> found;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '[') {
      i = end_of_class(text, i) - 1;
    } else if (text[i] == '(') {
      ++depth;
      const bool captures = i + 1 >= text.size() || text[i + 1] != '?';
      if (captures && ++count == group) {
        if (depth != 1) return std::nullopt;
        begin = i + 1;
      }
    } else if (text[i] == ')') {
      if (depth == 0) return std::nullopt;
      if (--depth == 0 && begin && !found) found = Span{*begin, i};
    } else if (text[i] == '|' && depth == 0) {
      return std::nullopt;  // the group may be missing
    }
  }
  return found;
}

// One text, or nothing where the alternative is more than that.
std::optional<std::string> plain(std::string_view alternative) {
  std::string text;
  for (std::size_t i = 0; i < alternative.size(); ++i) {
    char c = alternative[i];
    if (c == '\\') {
      if (++i == alternative.size()) return std::nullopt;
      c = alternative[i];
      const bool letter =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter) return std::nullopt;
    } else if (std::string_view{".^$*+?()[]{}"}.find(c) != std::string_view::npos) {
      return std::nullopt;
    }
    text += c;
  }
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace

std::optional<std::vector<GroupName>> group_names(std::string_view expression, std::size_t group) {
  const auto span = group == 0 ? std::nullopt : find_group(expression, group);
  if (!span) return std::nullopt;
  const std::string_view behind = expression.substr(span->end + 1);
  if (!behind.empty() && std::string_view{"?*+{"}.find(behind.front()) != behind.npos) {
    return std::nullopt;
  }
  std::vector<GroupName> names;
  const std::string_view inside = expression.substr(span->begin, span->end - span->begin);
  for (std::size_t at = 0; at <= inside.size();) {
    const std::size_t end = std::min(inside.find('|', at), inside.size());
    const std::string_view alternative = inside.substr(at, end - at);
    auto text = plain(alternative);
    if (!text || names.size() == kMostNames) return std::nullopt;
    names.push_back({std::move(*text), std::string{expression.substr(0, span->begin)} +
                                           std::string{alternative} +
                                           std::string{expression.substr(span->end)}});
    at = end + 1;
  }
  return names;
}

}  // namespace tapcensus
