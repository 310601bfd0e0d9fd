// Who talks with whom: the key of a flow, the same from both ends.
#pragma once

#include <compare>
#include <cstdint>
#include <type_traits>

#include "base/addresses.hpp"
#include "wire/layers.hpp"

namespace tapcensus {

// Which end of a flow sent a packet: the one with the lesser address and port, or the other.
enum class Side : std::uint8_t { low, high };

constexpr Side other(Side side) noexcept { return side == Side::low ? Side::high : Side::low; }

struct FlowKey {
  IpAddress low;
  IpAddress high;
  std::uint32_t tunnel = 0;  // VNI or TEID; 0 outside tunnels
  std::uint16_t low_port = 0;
  std::uint16_t high_port = 0;
  std::uint16_t tap = 0;
  std::uint8_t protocol = 0;
  std::uint8_t unused = 0;

  friend bool operator==(const FlowKey&, const FlowKey&) noexcept = default;
};

static_assert(std::has_unique_object_representations_v<FlowKey>, "hashed as bytes");

struct Located {
  FlowKey key;
  Side sender;
};

// `layers` must hold an IP packet. The VLAN is no part of it: some SPANs tag the directions
// differently.
Located locate(const Layers& layers, std::uint16_t tap) noexcept;

std::uint64_t hash_of(const FlowKey& key, std::uint64_t seed) noexcept;

}  // namespace tapcensus
