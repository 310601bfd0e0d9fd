// What crosses from a worker to the control thread: values, never pointers.
#pragma once

#include <cstdint>
#include <type_traits>

#include "base/addresses.hpp"
#include "base/text.hpp"
#include "base/tick.hpp"
#include "facts/field.hpp"

namespace tapcensus {

// An atom: one address behind one piece of hardware. The census groups atoms into devices.
struct DeviceKey {
  MacAddress hardware;  // none where the tap does not see it
  IpAddress network;    // unspecified where there is none yet (DHCP)

  friend auto operator<=>(const DeviceKey&, const DeviceKey&) noexcept = default;
};

// An entry of the Catalog: one claim of one rule.
enum class RuleId : std::uint32_t {};

// A rule found its text in something that `who` sent.
struct Evidence {
  DeviceKey who;
  Tick seen;
  std::uint64_t frame;  // number of the packet in its capture, from 1
  RuleId rule;
  Field field;
  // Where the rule matched; what it captures is read by the control thread. Half of the
  // User-Agents are longer than 128 bytes, one in a hundred is longer than 256.
  Text<256> text;
};

static_assert(std::is_trivially_copyable_v<Evidence>, "evidence crosses threads by copy");

// A signature was found in what `source` sent to `target`: once for each signature, flow and
// direction.
struct SignatureMatch {
  DeviceKey source;
  DeviceKey target;
  Tick seen;
  std::uint64_t frame;  // number of the packet in its capture, from 1
  RuleId rule;
};

static_assert(std::is_trivially_copyable_v<SignatureMatch>, "matches cross threads by copy");

enum class SightingKind : std::uint8_t {
  traffic,  // `who` sent this to `peer`
  owns,     // `who.network` belongs to `who.hardware`
  routes,   // `who.hardware` forwards for others
};

// Someone was there, and how much they sent.
struct Sighting {
  DeviceKey who;
  DeviceKey peer;
  Tick first_seen;
  Tick last_seen;
  std::uint64_t frame;  // packet that made the worker hand it over
  std::uint64_t packets;
  std::uint64_t bytes;     // innermost IP lengths
  std::uint32_t flows;     // flows that began with this hand-over: 0 or 1
  std::uint8_t least_ttl;  // of TCP packets, 255 when there was none
  std::uint8_t most_ttl;   // of TCP packets, 0 when there was none
  SightingKind kind;
};

static_assert(std::is_trivially_copyable_v<Sighting>, "sightings cross threads by copy");

}  // namespace tapcensus
