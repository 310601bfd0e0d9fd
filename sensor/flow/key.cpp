#include "flow/key.hpp"

#include <string_view>
#include <utility>

#include "base/hash.hpp"

namespace tapcensus {

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

std::uint64_t hash_of(const FlowKey& key, std::uint64_t seed) noexcept {
  return hash_of(std::string_view{reinterpret_cast<const char*>(&key), sizeof key}, seed);
}

}  // namespace tapcensus
