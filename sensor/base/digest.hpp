// MD5 and SHA-256 of short texts, as lower-case hexadecimal, and SHA-1; safe in the packet path.
//
// Fingerprints are defined over them (JA3: MD5, JA4: SHA-256, Community ID: SHA-1). libcrypto's
// one-shot functions are used because, unlike its EVP interface, they allocate nothing.
#pragma once

#include <array>
#include <string_view>

#include "base/bytes.hpp"

namespace tapcensus {

std::array<char, 32> md5_hex(std::string_view text) noexcept;
std::array<char, 64> sha256_hex(std::string_view text) noexcept;
std::array<std::byte, 20> sha1(ByteView bytes) noexcept;

}  // namespace tapcensus
