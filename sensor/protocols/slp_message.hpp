// Messages of the Service Location Protocol, versions 1 (RFC 2165) and 2 (RFC 2608), as UDP and TCP
// have them in common: the services that an agent offers, and their attributes.
//
// A directory may answer for others: where a URL names an address, only the sender's own counts.
#pragma once

#include <cstdint>

#include "protocols/protocol.hpp"

namespace tapcensus::slp_message {

// How long the message is that begins here, as its header says; 0 where there is none, or where
// the header is not there yet.
std::uint32_t length(ByteView bytes) noexcept;

// What the message says; of one that is cut, what is whole. False where it is none.
bool read(ByteView message, const IpAddress& sender, Findings& findings) noexcept;

// RFC 2608, 8: version, function; then in version 1 a length, which is at most 64 KiB, and in
// version 2 one of three bytes.
constexpr std::uint8_t kVersion1 = 1, kVersion2 = 2, kLastFunction = 11;
constexpr std::size_t kLeastHeader = 12;

}  // namespace tapcensus::slp_message
