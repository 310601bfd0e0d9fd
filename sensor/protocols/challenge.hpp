// What a server asks of who wants in: WWW-Authenticate of HTTP and RTSP (RFC 9110, 11.6.1). Its
// realm often names the device; its nonce and its tokens are new each time, or secrets, and are
// left out.
#pragma once

#include <string_view>

#include "protocols/lifetime.hpp"

namespace tapcensus {

// The schemes of a challenge, and those of their parameters that describe the server: as it came,
// where that is all of it. The value lives so long; of what is put together, 2,048 bytes at most.
void add_challenge(Field field, std::string_view value, Lifetime lifetime,
                   Findings& findings) noexcept;

}  // namespace tapcensus
