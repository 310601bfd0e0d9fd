// The messages of CDP and of FDP, which Foundry made like it: version, time to live, checksum, and
// values behind their type and length.
//
// Neither was ever published by its owner; the form is what devices send.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/cursor.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus::cdp_message {

inline constexpr std::uint16_t kKeys[] = {kLlcKey};

// What an organisation's own protocol is known by: SNAP, its identifier, and its number.
inline bool begins(Cursor& in, std::uint32_t organisation, std::uint16_t protocol) noexcept {
  constexpr std::uint32_t kSnap = 0xaaaa03;
  const bool snap = in.be24() == kSnap;
  const bool own = in.be24() == organisation;
  return in.be16() == protocol && snap && own && in.ok();
}

enum Type : std::uint16_t {
  kDeviceId = 1,
  kCapabilities = 4,
  kVersion = 5,
  kPlatform = 6,
};

// Calls see(type, value) for each value that is whole. False when this is no such message.
template <class See>
bool each_value(Cursor in, See&& see) noexcept {
  const std::uint8_t version = in.u8();
  in.skip(3);  // time to live, checksum
  if (!in.ok() || version == 0 || version > 2) return false;
  while (!in.at_end()) {
    const std::uint16_t type = in.be16();
    const std::uint16_t length = in.be16();
    if (!in.ok() || length < 4) return true;
    const ByteView value = in.take(length - 4u);
    if (in.ok()) see(type, value);
  }
  return true;
}

// The frame of such a protocol, value by value.
template <class See>
Reading read(const Payload& payload, std::uint32_t organisation, std::uint16_t protocol,
             See&& see) noexcept {
  Cursor in{payload.bytes};
  const bool mine = begins(in, organisation, protocol) && each_value(in, see);
  return mine ? Reading::done() : Reading::not_mine();
}

}  // namespace tapcensus::cdp_message
