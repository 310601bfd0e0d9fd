// Borrowed bytes, and how they become text.
//
// A ByteView never owns. Whoever hands one out says when the loan ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tapcensus {

using ByteView = std::span<const std::byte>;

// Readable bytes that must follow every buffer given to Hyperscan: 5.4.0 reads one byte past the
// end on CPUs with AVX512VBMI.
inline constexpr std::size_t kScanSlack = 64;

// The same bytes seen as characters; no check, no copy.
inline std::string_view as_text(ByteView bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The same characters seen as bytes; no check, no copy.
inline ByteView as_bytes(std::string_view text) noexcept {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

}  // namespace tapcensus
