// Hidden traffic: what parsers say of it, and how cipher text is told from everything else.
//
// The kinds and what each means stand in facts/obfuscation.hpp.
#pragma once

#include <cstdint>

#include "facts/finding.hpp"
#include "facts/obfuscation.hpp"
#include "wire/layers.hpp"

namespace tapcensus {

inline void add(Obfuscation kind, Findings& findings) noexcept {
  findings.add(Field::obfuscation_kind, name_of(kind));
}

// How many bytes are looked at to tell cipher text.
inline constexpr std::size_t kMostTexture = 128;

// Whether the first kMostTexture bytes are spread as random ones are: as many different bytes, and
// as many ones among their bits, but for one text of random bytes in ten thousand or so. Text,
// numbers and whatever repeats itself is not; what was compressed well may be. Of fewer than 24
// bytes nothing can be told: false.
bool looks_random(ByteView bytes) noexcept;

// How many bits are set; most processors that are compiled for have no instruction for it.
constexpr unsigned ones_in(std::uint64_t word) noexcept {
  constexpr std::uint64_t kPairs = ~std::uint64_t{0} / 3, kQuads = ~std::uint64_t{0} / 5,
                          kBytes = ~std::uint64_t{0} / 17, kSum = ~std::uint64_t{0} / 255;
  word -= word >> 1 & kPairs;
  word = (word & kQuads) + (word >> 2 & kQuads);
  return static_cast<unsigned>(((word + (word >> 4)) & kBytes) * kSum >> 56);
}
unsigned ones_in(ByteView bytes) noexcept;

// Adds the kind of a request of HTTP that makes it a tunnel: CONNECT (RFC 9110, 9.3.6), and that of
// SSTP ([MS-SSTP], 2.2.1).
inline void judge_method(std::string_view method, Findings& findings) noexcept {
  if (method == "CONNECT") add(Obfuscation::http_proxy, findings);
  if (method == "SSTP_DUPLEX_POST") add(Obfuscation::sstp, findings);
}

// Adds the kind that names give away among what was found in one packet: server names and ALPN of
// TLS and QUIC, the port of DNS over TLS, names that were asked for, certificates. Gives the kind
// that hides the flow, whoever said it; end_ where none does. A name that is asked for says who is
// looking for a way to hide, and hides nothing yet.
Obfuscation judge(const Layers& layers, Findings& findings) noexcept;

}  // namespace tapcensus
