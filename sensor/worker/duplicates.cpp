#include "worker/duplicates.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "base/hash.hpp"
#include "wire/ethertypes.hpp"
#include "wire/pair.hpp"

namespace tapcensus {
namespace {

constexpr std::size_t kHead = 48;
constexpr std::size_t kTail = 8;

std::uint64_t word_at(const std::byte* at) noexcept {
  std::uint64_t word;
  std::memcpy(&word, at, 8);
  return word;
}

std::uint64_t hash_of_bytes(ByteView bytes, std::uint64_t state) noexcept {
  if (bytes.size() < kHead) {
    return hash_of(std::string_view{reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                   state);
  }
  const std::byte* const at = bytes.data();
  state = mix(word_at(at), word_at(at + 8) ^ state);
  state = mix(word_at(at + 16), word_at(at + 24) ^ state);
  state = mix(word_at(at + 32), word_at(at + 40) ^ state);
  return mix(word_at(at + bytes.size() - kTail), state);
}

}  // namespace

Likeness likeness_of_packet(const Layers& layers, std::uint64_t flow, Side sender) noexcept {
  // Up to what changes on the way, in the ninth and in the eighth byte. Addresses are in the hash.
  constexpr std::size_t kIpv4 = 20, kIpv6 = 40;
  const bool is_v4 = layers.ip_version == 4;
  const ByteView packet = layers.link_payload.first(
      std::min<std::size_t>(layers.link_payload.size(), layers.ip_length));
  const std::size_t header = is_v4 ? kIpv4 : kIpv6;
  if (packet.size() < header) return {flow, 0};
  std::array<std::byte, 8> first;
  std::memcpy(first.data(), packet.data(), first.size());
  if (!is_v4) first[7] = {};  // the hop limit
  const bool numbered = is_v4 && (first[4] | first[5]) != std::byte{0};
  // On its way through a tunnel and outside of it, it is not a mirror's copy.
  const std::uint64_t way = static_cast<std::uint64_t>(sender) + 2 * layers.tunnels;
  const std::uint64_t state = mix(word_at(first.data()), flow + way);
  return {hash_of_bytes(packet.subspan(header), state), numbered ? kCopySpan : kUnnumberedCopySpan};
}

Likeness likeness_of_frame(const Layers& layers, std::uint16_t tap) noexcept {
  constexpr std::size_t kArpSize = 28;  // what follows is padding, which not every port adds
  ByteView bytes = layers.link_payload;
  if (layers.ethertype == kArp) bytes = bytes.first(std::min(bytes.size(), kArpSize));
  const std::uint64_t kind = std::uint64_t{layers.ethertype} << 16 | tap;
  return {hash_of_bytes(bytes, mix(pair_hash(layers), kind)), kCopySpan};
}

}  // namespace tapcensus
