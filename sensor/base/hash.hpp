// A fast keyed hash for tables. Not for secrets.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace tapcensus {

// Mixes two words into one (the multiply-fold of wyhash, public domain).
inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a ^ 0x9e3779b97f4a7c15u} * (b ^ 0xe7037ed1a0b428dbu);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t hash_of(std::string_view bytes, std::uint64_t seed = 0) noexcept {
  std::uint64_t state = mix(seed, bytes.size());
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    state = mix(state, word);
  }
  std::uint64_t word = 0;
  if (left > 0) std::memcpy(&word, at, left);
  return mix(state, word);
}

}  // namespace tapcensus
