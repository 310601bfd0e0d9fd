// Wi-Fi Simple Configuration (Wi-Fi Alliance, 2.0.8): what a device says of itself when it joins,
// or offers to be joined.
#pragma once

#include "base/bytes.hpp"
#include "facts/finding.hpp"

namespace tapcensus {

// `attributes`: each behind its type and length (12). Serial numbers are not told.
void add_wps(ByteView attributes, Findings& findings) noexcept;

}  // namespace tapcensus
