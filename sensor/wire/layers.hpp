// The headers of one frame, read once: who sends what to whom, and where the payload lies.
//
// decode() is a pure function. It believes lengths only after comparing them with what is there;
// the IP length decides where a packet ends, never the end of the frame (padding, trailers).
#pragma once

#include <cstdint>

#include "base/addresses.hpp"
#include "base/bytes.hpp"
#include "wire/packet.hpp"

namespace tapcensus {

enum class Transport : std::uint8_t { none, tcp, udp, icmp, icmpv6, other };

// TCP flags, as on the wire.
inline constexpr std::uint8_t kFin = 1, kSyn = 2, kRst = 4, kPsh = 8, kAck = 16, kUrg = 32,
                              kEce = 64, kCwr = 128;

// How many packets may stand around the one that counts.
inline constexpr std::uint8_t kMostTunnels = 4;

// Of the innermost packet that was found; the headers of tunnels around it leave no more than what
// tells their networks apart.
struct Layers {
  MacAddress
      source_mac;  // of the Ethernet header nearest to the IP header; none where there is none
  MacAddress target_mac;
  std::uint32_t tunnel = 0;        // which network: VNI, VSID or I-SID; 0 where no tunnel names one
  std::uint32_t tunnel_kinds = 0;  // bit k: a tunnel of TunnelKind k is around it
  std::uint8_t tunnels = 0;        // how many
  std::uint16_t vlan = 0;          // the innermost tag; 0 when untagged
  std::uint16_t ethertype = 0;     // after tags; 0x0800 and 0x86dd also where only IP was captured
  IpAddress source;
  IpAddress target;
  std::uint8_t ip_version = 0;  // 4, 6, or 0 when there is no IP header
  std::uint8_t ttl = 0;
  std::uint8_t protocol = 0;  // the IP protocol number after extension headers
  Transport transport = Transport::none;
  std::uint16_t source_port = 0;
  std::uint16_t target_port = 0;
  std::uint8_t tcp_flags =
      0;  // set, as numbers and payload_length, even where options were cut off
  std::uint32_t tcp_sequence = 0;
  std::uint32_t tcp_acknowledgment = 0;
  std::uint32_t ip_length = 0;  // whole IP packet as its header says, extension headers included
  std::uint32_t payload_length = 0;  // as the headers say; more than payload.size() when truncated
  ByteView link_payload;             // what follows the link header and its tags
  ByteView ip_header;                // with options or extension headers; of a fragment, up to and
                                     // with its fragment header
  ByteView transport_header;         // with options
  ByteView payload;                  // of TCP or UDP; the whole ICMP message; cut to the IP length
};

enum class Decoded : std::uint8_t {
  whole,      // everything that the headers promise is there
  truncated,  // less was captured than the headers promise; what is there may be used
  fragment,   // a piece of a fragmented packet: addresses are known, ports are not
  not_ip,
  tunnel_too_deep,
  malformed,  // headers that contradict themselves
  unsupported_link,
  end_
};

// Fills `layers`, which must be fresh, as far as the frame goes. Addresses are valid for whole,
// truncated and fragment when layers.ip_version is not 0.
[[nodiscard]] Decoded decode(const Packet& packet, Layers& layers) noexcept;

// Goes on with an IP packet that was put together from pieces (wire/fragment.hpp), in the tunnels
// and behind the link header of `piece`, the one that made it whole. It may carry another fragment.
[[nodiscard]] Decoded decode_assembled(ByteView packet, const Layers& piece,
                                       Layers& layers) noexcept;

}  // namespace tapcensus
