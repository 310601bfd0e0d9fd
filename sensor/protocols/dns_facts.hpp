// What a DNS message says (RFC 1035), over whichever carrier: the names that are asked for, the
// answers, and what the sender can do (EDNS, RFC 6891) and is (its version).
//
// Names are in lower case and without the final dot, because senders mix cases on purpose.
#pragma once

#include <cstddef>

#include "facts/finding.hpp"
#include "protocols/start.hpp"
#include "wire/layers.hpp"

namespace tapcensus {

// Reads a message of which `sent` bytes were sent, and perhaps fewer are there. False when it is
// none.
bool read_dns(ByteView message, std::size_t sent, Findings& findings) noexcept;

// Whether this is a usual query or response, whole to the last byte: for ports that say nothing.
bool is_surely_dns(ByteView message) noexcept;

// Whether a port says that it is a protocol of the same form that means other things.
bool is_others_port(const Layers& layers) noexcept;

// The third byte of a message (4.1.1): operations that are known.
inline constexpr ByteSet kDnsFlags =
    ByteSet::masked(0x70, 0x00) | ByteSet::masked(0x78, 0x10) | ByteSet::masked(0x70, 0x20);

}  // namespace tapcensus
