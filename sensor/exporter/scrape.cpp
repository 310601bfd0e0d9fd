#include "exporter/scrape.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace tapcensus {
namespace {

constexpr unsigned octet(char character) noexcept { return static_cast<unsigned char>(character); }

// Bytes of the UTF-8 character at the front of the text, 0 when there is none that is well formed
// (RFC 3629, section 4).
std::size_t character_length(std::string_view text) noexcept {
  const unsigned lead = octet(text[0]);
  if (lead < 0x80) return 1;
  const std::size_t length = lead < 0xc2   ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t at = 1; at < length; ++at) {
    if ((octet(text[at]) & 0xc0) != 0x80) return 0;
  }
  const unsigned second = octet(text[1]);
  const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  const bool surrogate = lead == 0xed && second >= 0xa0;
  const bool beyond_unicode = lead == 0xf4 && second >= 0x90;
  return overlong || surrogate || beyond_unicode ? 0 : length;
}

void append_fit(std::string& key, std::string_view value) {
  if (value.empty()) value = "unknown";
  while (!value.empty()) {
    const std::size_t length = character_length(value);
    const bool control = octet(value[0]) < 0x20 || octet(value[0]) == 0x7f;
    if (length == 0 || control) {
      key.push_back('?');
      value.remove_prefix(1);
    } else {
      key.append(value.substr(0, length));
      value.remove_prefix(length);
    }
  }
}

template <class Number>
void append_number(std::string& text, Number number) {
  std::array<char, 32> digits;  // a double takes at most 24, a 64-bit number 20
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  text.append(digits.data(), end);
}

}  // namespace

void Value::join(const Value& other) noexcept {
  if (is_count_ && other.is_count_) {
    count_ += other.count_;
  } else {
    *this = Value{std::max(number(), other.number())};
  }
}

void Value::not_below(const Value& former) noexcept {
  if (is_count_ && former.is_count_) {
    count_ = std::max(count_, former.count_);
  } else if (former.number() > number()) {
    *this = former;
  }
}

void Value::append_to(std::string& text) const {
  if (is_count_) {
    append_number(text, count_);
  } else if (std::isnan(seconds_)) {
    text += "NaN";
  } else if (std::isinf(seconds_)) {
    text += seconds_ > 0 ? "+Inf" : "-Inf";
  } else {
    append_number(text, seconds_);
  }
}

std::string Scrape::key_of(std::span<const std::string_view> labels) {
  std::string key;
  for (const std::string_view value : labels) {
    append_fit(key, value);
    key.push_back(kClose);
  }
  return key;
}

void Scrape::join(Metric metric, std::string key, Value value) {
  const auto [at, fresh] = of(metric).try_emplace(std::move(key), value);
  if (!fresh) at->second.join(value);
}

std::vector<std::string_view> values_of(std::string_view key) {
  std::vector<std::string_view> values;
  while (!key.empty()) {
    const std::size_t end = key.find(Scrape::kClose);
    values.push_back(key.substr(0, end));
    key.remove_prefix(end + 1);
  }
  return values;
}

}  // namespace tapcensus
