// TLS as others carry it, in EAP or OpenVPN: what a direction begins with.
#pragma once

#include "protocols/lifetime.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {

// What TLS over TCP says at the start of a direction (its hello; of a server below TLS 1.3 its
// certificate, too), of `payload.bytes`, which live as `lifetime` says. `need_more` only where they
// are not final.
Reading read_tls(const Payload& payload, Lifetime lifetime, Findings& findings) noexcept;

}  // namespace tapcensus
