// What the first bytes of a message can be: for each position, a set of bytes.
//
// Declared next to each parser, so that bytes which cannot be its own never reach it. The sets may
// say less than the parser knows, never more: a byte that is left out here is never read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace tapcensus {

class ByteSet {
 public:
  // Both ends are in it.
  static constexpr ByteSet between(std::uint8_t first, std::uint8_t last) noexcept {
    ByteSet set;
    for (unsigned byte = first; byte <= last; ++byte) set.add(byte);
    return set;
  }
  static constexpr ByteSet one_of(std::string_view bytes) noexcept {
    ByteSet set;
    for (const char byte : bytes) set.add(static_cast<unsigned char>(byte));
    return set;
  }
  static constexpr ByteSet just(std::uint8_t byte) noexcept { return between(byte, byte); }
  // In both cases, where there are two.
  static constexpr ByteSet letter(char c) noexcept {
    const auto byte = static_cast<std::uint8_t>(c);
    const auto lower = static_cast<std::uint8_t>(byte | 0x20);
    if (lower < 'a' || lower > 'z') return just(byte);
    return just(lower) | just(static_cast<std::uint8_t>(lower - 0x20));
  }
  static constexpr ByteSet any() noexcept { return between(0, 255); }
  // Those of which the bits in `mask` are `value`.
  static constexpr ByteSet masked(std::uint8_t mask, std::uint8_t value) noexcept {
    ByteSet set;
    for (unsigned byte = 0; byte < 256; ++byte) {
      if ((byte & mask) == value) set.add(byte);
    }
    return set;
  }

  constexpr ByteSet operator|(const ByteSet& other) const noexcept {
    ByteSet both = *this;
    for (std::size_t i = 0; i < words_.size(); ++i) both.words_[i] |= other.words_[i];
    return both;
  }
  constexpr bool has(std::uint8_t byte) const noexcept {
    return (words_[byte / 64u] >> (byte % 64u) & 1) != 0;
  }

 private:
  constexpr void add(unsigned byte) noexcept { words_[byte / 64] |= std::uint64_t{1} << byte % 64; }

  std::array<std::uint64_t, 4> words_{};
};

// Whether the bytes can begin so, as far as they are there.
constexpr bool begins_as(std::span<const std::byte> bytes,
                         std::span<const ByteSet> start) noexcept {
  for (std::size_t at = 0; at < bytes.size() && at < start.size(); ++at) {
    if (!start[at].has(std::to_integer<std::uint8_t>(bytes[at]))) return false;
  }
  return true;
}

// The positions that a start may speak of.
inline constexpr std::size_t kMostStart = 8;

// What one of these texts can begin with, in upper and lower case alike. Beyond the end of one of
// them there may be anything.
template <std::size_t kSize = kMostStart>
consteval std::array<ByteSet, kSize> start_of_one(std::initializer_list<std::string_view> texts) {
  std::array<ByteSet, kSize> start;
  for (const std::string_view text : texts) {
    for (std::size_t at = 0; at < kSize; ++at) {
      start[at] = start[at] | (at < text.size() ? ByteSet::letter(text[at]) : ByteSet::any());
    }
  }
  return start;
}

// What either of the two can begin with.
template <std::size_t kSize>
consteval std::array<ByteSet, kSize> operator|(const std::array<ByteSet, kSize>& left,
                                               const std::array<ByteSet, kSize>& right) {
  std::array<ByteSet, kSize> both;
  for (std::size_t at = 0; at < kSize; ++at) both[at] = left[at] | right[at];
  return both;
}

namespace bytes {
inline constexpr ByteSet kAny = ByteSet::any();
inline constexpr ByteSet kDigits = ByteSet::between('0', '9');
inline constexpr ByteSet kLetters = ByteSet::between('a', 'z') | ByteSet::between('A', 'Z');
// RFC 9110, 5.6.2.
inline constexpr ByteSet kTokens = kLetters | kDigits | ByteSet::one_of("!#$%&'*+-.^_`|~");
}  // namespace bytes

}  // namespace tapcensus
