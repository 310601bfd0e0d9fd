#include "match/said_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace tapcensus {
namespace {

constexpr std::string_view kBlanks = " _";
constexpr std::string_view kEdges = " _-/;,.";
constexpr std::string_view kSigns = " -.+/&'()\"";
constexpr std::array<std::string_view, 24> kAnyDevice{
    "2g",   "3g",    "4g",      "5g",         "a",      "android", "box",   "build",
    "dual", "hd",    "lte",     "media",      "mobile", "pad",     "phone", "player",
    "sim",  "smart", "smarttv", "smartphone", "tab",    "tablet",  "tv",    "wifi"};

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

bool is_of_any_device(std::string_view word) {
  std::string lower{word};
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::ranges::find(kAnyDevice, lower) != kAnyDevice.end();
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kEdges);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kEdges) + 1 - begin);
}

}  // namespace

std::string said_name(std::string_view series, std::string_view said) {
  said = trimmed(said);
  if (series.size() + said.size() > kMostSaidName) return {};
  std::string name{series};
  bool says_something = false;
  while (!said.empty()) {
    const std::string_view word = said.substr(0, said.find_first_of(kBlanks));
    if (!std::ranges::all_of(
            word, [](char c) { return is_letter_or_digit(c) || kSigns.find(c) != kSigns.npos; })) {
      return {};
    }
    says_something = says_something ||
                     (std::ranges::any_of(word, is_letter_or_digit) && !is_of_any_device(word));
    if (!name.empty() && !name.ends_with(' ') && name.size() > series.size()) name += ' ';
    name += word;
    said.remove_prefix(word.size());
    said.remove_prefix(std::min(said.find_first_not_of(kBlanks), said.size()));
  }
  return says_something ? name : std::string{};
}

}  // namespace tapcensus
