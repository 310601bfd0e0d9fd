// What an X.509 certificate says of its holder (RFC 5280): names, validity, serial number.
//
// Nothing is verified. Not a protocol of its own: whoever carries certificates collects one and
// hands it over here.
#pragma once

#include "base/bytes.hpp"
#include "facts/finding.hpp"
#include "protocols/lifetime.hpp"

namespace tapcensus {

// `certificate` is its DER. Of one that is cut short or malformed the fields before that place are
// told. Of the DNS names the first 48 are.
void read_certificate(ByteView certificate, Lifetime lifetime, Findings& findings) noexcept;

}  // namespace tapcensus
