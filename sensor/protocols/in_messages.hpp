// Protocols whose messages say how long they are: one direction, message after message.
//
// The mode counts messages. Devices introduce themselves early, so that only the first ones are
// looked at.
#pragma once

#include <cstdint>

#include "protocols/protocol.hpp"

namespace tapcensus::in_messages {

// These bytes are not, or no longer, this protocol.
inline Reading foreign(const Payload& payload) noexcept {
  return payload.mode == 0 ? Reading::not_mine() : Reading::done();
}

// `least` bytes of this message are needed, more than there are.
inline Reading wait_for(const Payload& payload, std::size_t least) noexcept {
  if (payload.final) return foreign(payload);
  return Reading::need_more(static_cast<std::uint32_t>(least));
}

// One more byte, or several, are needed.
inline Reading wait(const Payload& payload) noexcept {
  return wait_for(payload, payload.bytes.size() + 1);
}

// This message of `size` bytes was mine; `most` are looked at.
inline Reading go_on(const Payload& payload, std::size_t size, std::uint8_t most) noexcept {
  if (payload.mode + 1 >= most) return Reading::done();
  return Reading::next(static_cast<std::uint32_t>(size),
                       static_cast<std::uint8_t>(payload.mode + 1));
}

}  // namespace tapcensus::in_messages
