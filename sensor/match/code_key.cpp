#include "match/code_key.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/letters.hpp"

namespace tapcensus {
namespace {

constexpr char kDropped = 0;
constexpr char kPlus = '+';

// What each byte becomes.
constexpr std::array<char, 256> kFolded = [] {
  std::array<char, 256> folded{};
  for (std::size_t byte = 0; byte < folded.size(); ++byte) {
    const auto c = static_cast<char>(byte);
    const bool kept = is_letter_or_digit(c) || byte >= 0x80 || c == kPlus;
    folded[byte] = kept ? lower(c) : kDropped;
  }
  return folded;
}();

}  // namespace

void fold_code_into(std::string& folded, std::string_view text) {
  folded.clear();
  for (const char c : text) {
    const char kept = kFolded[static_cast<unsigned char>(c)];
    if (kept == kPlus) {
      folded += "plus";
    } else if (kept != kDropped) {
      folded += kept;
    }
  }
}

std::string fold_code(std::string_view text) {
  std::string folded;
  fold_code_into(folded, text);
  return folded;
}

bool is_scheme(std::string_view key) { return key.find(kAnyDigit) != key.npos; }

std::string shape_of(std::string_view text, bool is_key) {
  constexpr char kApart = '~';
  std::string shape;
  bool apart = false;
  for (const char c : text) {
    const bool digit = is_digit(c) || (is_key && c == kAnyDigit);
    const std::string folded = digit ? std::string{kAnyDigit} : fold_code({&c, 1});
    if (folded.empty()) {
      apart = true;
      continue;
    }
    if (apart && digit && shape.ends_with(kAnyDigit)) shape += kApart;
    shape += folded;
    apart = false;
  }
  return shape;
}

std::string fold_key(std::string_view key) {
  return is_scheme(key) ? shape_of(key, true) : fold_code(key);
}

std::optional<std::string> digits_for(std::string_view key, std::string_view text) {
  std::string digits;
  auto at = text.begin();
  for (const char c : key) {
    if (c != kAnyDigit && !is_digit(c)) continue;
    at = std::find_if(at, text.end(), is_digit);
    if (at == text.end() || (c != kAnyDigit && c != *at)) return std::nullopt;
    if (c == kAnyDigit) digits += *at;
    ++at;
  }
  return digits;
}

std::string with_digits(std::string_view name, std::string_view digits) {
  std::string filled{name};
  for (char& c : filled) {
    if (c != kAnyDigit || digits.empty()) continue;
    c = digits.front();
    digits.remove_prefix(1);
  }
  return filled;
}

std::string_view rest_behind(std::string_view text, std::size_t size) {
  std::size_t at = 0;
  for (std::size_t folded = 0; at < text.size() && folded < size; ++at) {
    folded += fold_code(text.substr(at, 1)).size();
  }
  return text.substr(at);
}

}  // namespace tapcensus
