// The names of TLS cipher suites, as IANA registers them.
//
// Among them those of drafts and of SSL that servers still choose.
#pragma once

#include <cstdint>
#include <string_view>

namespace tapcensus {

// Empty when it has none.
std::string_view name_of_cipher(std::uint16_t cipher) noexcept;

}  // namespace tapcensus
