// The Service Location Protocol over UDP (RFC 2608; RFC 2165): printers, servers and old Macs say
// what they offer. A message is a datagram, no more and no less.
#include <algorithm>
#include <array>

#include "protocols/slp_message.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{427};

Reading read(const Payload& payload, Findings& findings) noexcept {
  const std::size_t sent =
      std::max<std::size_t>(payload.bytes.size(), payload.layers.payload_length);
  const bool mine = slp_message::length(payload.bytes) == sent &&
                    slp_message::read(payload.bytes, payload.layers.source, findings);
  return mine ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol slp{"slp", Carrier::udp, kPorts, read};

}  // namespace tapcensus
