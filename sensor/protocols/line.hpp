// A line of text that a parser puts together on its stack, for Findings::add_composed().
//
// What does not fit is left out; whole() says whether all of it stands there. Numbers are written
// by hand: fingerprints are made of hundreds of them.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tapcensus {

template <std::size_t N>
class Line {
 public:
  void add(char c) noexcept {
    if (size_ < N) {
      characters_[size_++] = c;
    } else {
      whole_ = false;
    }
  }

  void add(std::string_view text) noexcept {
    if (text.size() > N - size_) {
      whole_ = false;
      text = text.substr(0, N - size_);
    }
    std::copy_n(text.data(), text.size(), characters_.data() + size_);
    size_ += text.size();
  }

  void add_decimal(std::uint32_t number) noexcept {
    std::array<char, 10> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    add({digits.data(), static_cast<std::size_t>(end - digits.data())});
  }

  // Four hexadecimal digits, lower case.
  void add_hex(std::uint16_t number) noexcept {
    const std::array<char, 4> digits{digit(number >> 12), digit(number >> 8), digit(number >> 4),
                                     digit(number)};
    add({digits.data(), digits.size()});
  }

  // Between the entries of a list: nothing before the first.
  void separate(char separator, bool& first) noexcept {
    if (!first) add(separator);
    first = false;
  }

  // One hexadecimal digit of the lowest four bits.
  static constexpr char digit(unsigned number) noexcept { return "0123456789abcdef"[number & 15]; }

  void clear() noexcept {
    size_ = 0;
    whole_ = true;
  }
  bool empty() const noexcept { return size_ == 0; }
  bool whole() const noexcept { return whole_; }
  std::string_view view() const noexcept { return {characters_.data(), size_}; }

 private:
  std::array<char, N> characters_;
  std::size_t size_ = 0;
  bool whole_ = true;
};

}  // namespace tapcensus
