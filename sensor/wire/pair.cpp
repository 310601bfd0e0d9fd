#include "wire/pair.hpp"

#include <cstring>

#include "base/hash.hpp"

namespace tapcensus {
namespace {

std::uint64_t half(const IpAddress& address, std::size_t which) noexcept {
  std::uint64_t word;
  std::memcpy(&word, address.octets.data() + 8 * which, 8);
  return word;
}

std::uint64_t word_of(const MacAddress& address) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, address.octets.data(), address.octets.size());
  return word;
}

}  // namespace

std::uint64_t pair_hash(const Layers& layers) noexcept {
  if (layers.ip_version == 0) {
    return mix(word_of(layers.source_mac) + word_of(layers.target_mac), 1);
  }
  // Sums commute, so the two directions agree.
  return mix(half(layers.source, 0) + half(layers.target, 0),
             mix(half(layers.source, 1), 3) + mix(half(layers.target, 1), 3));
}

}  // namespace tapcensus
