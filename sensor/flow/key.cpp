#include "flow/key.hpp"

#include <cstring>
#include <string_view>
#include <utility>

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

Located locate(const Layers& layers, std::uint16_t tap) noexcept {
  const auto source = std::pair{layers.source, layers.source_port};
  const auto target = std::pair{layers.target, layers.target_port};
  const bool from_low = source <= target;
  const auto& low = from_low ? source : target;
  const auto& high = from_low ? target : source;
  return {{.low = low.first,
           .high = high.first,
           .tunnel = layers.tunnel,
           .low_port = low.second,
           .high_port = high.second,
           .tap = tap,
           .protocol = layers.protocol},
          from_low ? Side::low : Side::high};
}

std::uint64_t pair_hash(const Layers& layers) noexcept {
  if (layers.ip_version == 0) {
    return mix(word_of(layers.source_mac) + word_of(layers.target_mac), 1);
  }
  // Sums commute, so the two directions agree.
  return mix(half(layers.source, 0) + half(layers.target, 0),
             mix(half(layers.source, 1), 3) + mix(half(layers.target, 1), 3));
}

std::uint64_t hash_of(const FlowKey& key, std::uint64_t seed) noexcept {
  return hash_of(std::string_view{reinterpret_cast<const char*>(&key), sizeof key}, seed);
}

}  // namespace tapcensus
