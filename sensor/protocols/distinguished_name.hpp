// The distinguished name of a certificate as a string of RFC 4514: the last relative name first.
//
// Attribute types have the short names of its table, others are numbers with dots and their values
// hexadecimal. Texts become UTF-8; what a UTF8String, PrintableString or IA5String holds is passed
// on as it is.
#pragma once

#include <cstddef>

#include "base/bytes.hpp"
#include "protocols/line.hpp"

namespace tapcensus {

inline constexpr std::size_t kMostName = 4096;

// `name` is the content of the outer SEQUENCE. False when it is no name, or one of more than 64
// relative names or of more than kMostName characters: then `text` says nothing.
[[nodiscard]] bool add_name(ByteView name, Line<kMostName>& text) noexcept;

}  // namespace tapcensus
