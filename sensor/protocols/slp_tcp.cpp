// The Service Location Protocol over TCP (RFC 2608, 6.2): registrations, and answers too long for a
// datagram; messages follow each other.
#include <algorithm>
#include <array>

#include "protocols/slp_message.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{427};

enum Mode : std::uint8_t { kFirstMessage = 0, kMostMessages = 32 };

constexpr std::uint32_t kMostLength = 12 * 1024;  // longer ones are followed, not read

Reading read(const Payload& payload, Findings& findings) noexcept {
  const bool first = payload.mode == kFirstMessage;
  const Reading foreign = first ? Reading::not_mine() : Reading::done();
  const auto size = static_cast<std::uint32_t>(payload.bytes.size());
  if (size < slp_message::kLeastHeader) {
    return payload.final ? foreign : Reading::need_more(slp_message::kLeastHeader);
  }
  const std::uint32_t length = slp_message::length(payload.bytes);
  if (length == 0) return foreign;
  if (length <= kMostLength) {
    if (size < length && !payload.final) return Reading::need_more(length);
    const ByteView message = payload.bytes.first(std::min(length, size));
    if (!slp_message::read(message, payload.layers.source, findings)) return foreign;
  }
  if (payload.mode == kMostMessages) return Reading::done();
  return Reading::next(length, static_cast<std::uint8_t>(payload.mode + 1));
}

}  // namespace

extern constinit const Protocol slp_tcp{"slp_tcp", Carrier::tcp, kPorts, read};

}  // namespace tapcensus
