// A frame as it came: borrowed bytes, and what the tap knows about them.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"
#include "base/tick.hpp"

namespace tapcensus {

// How a frame begins.
enum class Link : std::uint8_t {
  ethernet,
  raw_ip,       // an IPv4 or IPv6 header at once
  linux_sll,    // Linux cooked, version 1
  linux_sll2,   // Linux cooked, version 2
  bsd_null,     // BSD loopback: 4 bytes of address family, either byte order
  wireless,     // IEEE 802.11
  radiotap,     // the same behind a header of radiotap
  prism,        // behind one of Prism or AVS
  ppi,          // behind one of CACE's
  ppp,          // RFC 1661, with or without the framing of RFC 1662
  cisco_hdlc,   // RFC 1547, 4.3.1
  frame_relay,  // RFC 2427
  unsupported,  // anything else
};

// Borrows from the burst or the capture; dies with it.
struct Packet {
  ByteView bytes;
  std::uint32_t wire_length = 0;  // bytes on the wire; bytes.size() is what was captured
  std::uint16_t tap = 0;
  std::uint16_t queue = 0;
  Link link = Link::ethernet;
  Tick at{};
  std::uint64_t number = 0;  // in its capture or on its queue, from 1
};

}  // namespace tapcensus
