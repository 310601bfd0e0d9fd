// What the first bytes of a message can be: for each position, a set of bytes.
//
// Declared next to each parser, so that bytes which cannot be its own never reach it. The sets may
// say less than the parser knows, never more: a byte that is left out here is never read.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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

// The positions that a start may speak of.
inline constexpr std::size_t kMostStart = 8;

namespace bytes {
inline constexpr ByteSet kAny = ByteSet::any();
inline constexpr ByteSet kDigits = ByteSet::between('0', '9');
inline constexpr ByteSet kLetters = ByteSet::between('a', 'z') | ByteSet::between('A', 'Z');
// RFC 9110, 5.6.2.
inline constexpr ByteSet kTokens = kLetters | kDigits | ByteSet::one_of("!#$%&'*+-.^_`|~");
}  // namespace bytes

}  // namespace tapcensus
