// What the two hellos of TLS have in common: extensions, lists behind their length, versions.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/cursor.hpp"

namespace tapcensus {

// Types of extensions: RFC 6066, RFC 8422, RFC 8446, RFC 7301, RFC 9849, RFC 9001.
inline constexpr std::uint16_t kServerName = 0, kGroups = 10, kPointFormats = 11, kSignatures = 13,
                               kAlpn = 16, kVersions = 43, kEch = 0xfe0d, kQuicParameters = 57,
                               kQuicParametersOfDrafts = 0xffa5;

// Calls use(type, data) for each whole extension; true when nothing but whole ones were there.
template <class Use>
bool for_each_extension(ByteView extensions, Use&& use) noexcept {
  Cursor in{extensions};
  while (!in.at_end()) {
    const std::uint16_t type = in.be16();
    const ByteView data = in.take(in.be16());
    if (in.ok()) use(type, data);
  }
  return in.ok();
}

// A list behind its length, in bytes; as much of it as there is.
inline ByteView list16(ByteView data) noexcept {
  Cursor in{data};
  const std::size_t length = in.be16();
  return in.take(std::min(length, in.left()));
}
inline ByteView list8(ByteView data) noexcept {
  Cursor in{data};
  const std::size_t length = in.u8();
  return in.take(std::min(length, in.left()));
}

inline constexpr std::uint16_t kTls13 = 0x0304;
// Drafts of TLS 1.3 had versions of their own: this and the draft's number.
inline constexpr std::uint16_t kTls13Draft = 0x7f00;

constexpr bool is_tls13_draft(std::uint16_t version) noexcept {
  return (version & 0xff00) == kTls13Draft;
}

// DTLS counts downwards. 0x0100 is OpenSSL's version before DTLS 1.0 was one.
constexpr bool is_dtls(std::uint16_t version) noexcept {
  return version >> 8 == 0xfe || version == 0x0100;
}

struct VersionName {
  std::uint16_t version;
  std::string_view name;
  std::string_view ja4;
};

// Of an unknown version the name is empty.
const VersionName& name_of_version(std::uint16_t version) noexcept;

}  // namespace tapcensus
