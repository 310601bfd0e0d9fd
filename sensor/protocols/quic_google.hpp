// The versions of QUIC that Google had before there was a standard: "Q025" to "Q050".
//
// Their client has a hello of its own, CHLO, which tells the server's name and what the client is.
// Up to Q046 it is sent in clear. Not a protocol of its own: it is not on the roster.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"
#include "facts/finding.hpp"
#include "protocols/lifetime.hpp"

namespace tapcensus {

bool is_google_quic(std::uint32_t version) noexcept;

// `message` begins with the hello, and may be cut short. False when it is none.
bool read_google_hello(ByteView message, Lifetime lifetime, Findings& findings) noexcept;

// The same in clear, in what comes behind connection IDs and version.
bool read_clear_google_hello(ByteView behind_header, Findings& findings) noexcept;

}  // namespace tapcensus
