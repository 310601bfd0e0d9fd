// Frames of IEEE 802.11, as monitors capture them and as access points tunnel them.
//
// Who sends to whom, and what stands behind LLC and SNAP (RFC 1042). What is encrypted has a sender
// and no more.
#pragma once

#include <cstdint>

#include "base/addresses.hpp"
#include "base/bytes.hpp"

namespace tapcensus {

struct WirelessFrame {
  enum class Kind : std::uint8_t {
    data,        // `body` is what follows LLC and SNAP; or LLC itself, with a length as ethertype
    management,  // beacons, probes and the like: `body` is the whole frame
    other,       // control, encrypted, empty, or of several packets
  };
  Kind kind = Kind::other;
  MacAddress source_mac, target_mac;  // none in control frames
  std::uint16_t ethertype = 0;        // of data, after SNAP
  ByteView body;
};

// False when its headers are not all there. Some controllers swap the bytes of the first field.
bool read_wireless(ByteView bytes, bool swapped, WirelessFrame& frame) noexcept;

// The headers that capture programs put before a frame. Each gives what is left behind it; nothing
// where it contradicts itself or is not whole.
ByteView skip_radiotap(ByteView bytes) noexcept;  // radiotap.org
ByteView skip_prism(ByteView bytes) noexcept;     // also AVS, which some drivers give instead
ByteView skip_ppi(ByteView bytes) noexcept;       // CACE's, around 802.11 only

}  // namespace tapcensus
