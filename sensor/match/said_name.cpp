#include "match/said_name.hpp"

#include <algorithm>
#include <array>

#include "base/letters.hpp"

namespace tapcensus {
namespace {

constexpr std::string_view kBlanks = " _";
constexpr std::string_view kEdges = " _-/;,.";
constexpr std::string_view kSigns = " -.+/&'()\"";
constexpr std::array kAnyDevice = std::to_array<std::string_view>(
    {"2g",         "2k",        "2ktv",  "3g",     "4g",    "4ktv", "5g",    "a",
     "android",    "androidtv", "atv",   "box",    "build", "dual", "dvb",   "fhd",
     "google",     "googletv",  "hd",    "lcd",    "led",   "lte",  "media", "mobile",
     "oled",       "pad",       "phone", "player", "qhd",   "qled", "sim",   "smart",
     "smartphone", "smarttv",   "tab",   "tablet", "tv",    "uhd",  "uhdtv", "wifi"});
// Where a device is sold, at the end of its code.
constexpr std::array kRegions =
    std::to_array<std::string_view>({"eea", "eu", "neea", "row", "ru", "rus"});

template <std::size_t kSize>
bool is_among(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::ranges::any_of(words,
                             [word](std::string_view each) { return same_word(each, word); });
}

std::string_view without_edges(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kEdges);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(kEdges) + 1 - begin);
}

// Without what a maker appends to a name: "(revision 3)", and the region.
std::string_view bare(std::string_view said) {
  said = without_edges(said.substr(0, said.find("(revision")));
  const std::size_t last = said.find_last_of(" _-");
  if (last != said.npos && is_among(kRegions, said.substr(last + 1))) {
    said = without_edges(said.substr(0, last));
  }
  return said;
}

}  // namespace

std::string said_name(std::string_view series, std::string_view said) {
  said = bare(said);
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
                     (std::ranges::any_of(word, is_letter_or_digit) && !is_among(kAnyDevice, word));
    if (!name.empty() && !name.ends_with(' ') && name.size() > series.size()) name += ' ';
    name += word;
    said.remove_prefix(word.size());
    said.remove_prefix(std::min(said.find_first_not_of(kBlanks), said.size()));
  }
  return says_something ? name : std::string{};
}

}  // namespace tapcensus
