// What a server asks of who wants in: WWW-Authenticate of HTTP and RTSP (RFC 9110, 11.6.1). Its
// realm often names the device; its nonce and its tokens are new each time, or secrets, and are
// left out.
#pragma once

#include <cstddef>
#include <string_view>

#include "protocols/line.hpp"

namespace tapcensus {

inline constexpr std::size_t kMostChallenge = 2048;  // bytes; what is longer is cut

// Adds the schemes of a challenge and those of their parameters that describe the server. Whether
// that is all of it.
bool add_lasting(Line<kMostChallenge>& line, std::string_view challenge) noexcept;

}  // namespace tapcensus
