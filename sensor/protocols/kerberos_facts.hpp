// A message of Kerberos 5 (RFC 4120) to or from a key distribution centre: the realm, and of
// clients the encryption types they offer and the computer they say they are. Users are never
// reported.
#pragma once

#include "facts/finding.hpp"
#include "protocols/start.hpp"

namespace tapcensus {

// False when it is none. The end may be missing: what is there is read.
bool read_kerberos(ByteView message, Findings& findings) noexcept;

// The ticket that a client shows in a security token, raw or in SPNEGO (RFC 4121, 4.1): its realm.
void read_kerberos_token(ByteView token, Findings& findings) noexcept;

// RFC 4120, 5.10: requests and replies of both exchanges, and errors.
inline constexpr ByteSet kKerberosMessages = ByteSet::between(0x6a, 0x6d) | ByteSet::just(0x7e);
// Lengths of one or two octets behind the first, as a rule; errors may be shorter.
inline constexpr ByteSet kKerberosLengths = ByteSet::between(0x81, 0x82);
inline constexpr ByteSet kKerberosShortLengths = ByteSet::between(0x40, 0x7f);

}  // namespace tapcensus
