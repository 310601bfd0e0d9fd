// Names of NetBIOS (RFC 1001, 14.1) as the name service and the datagram service write them.
//
// Sixteen bytes: a name in fifteen, filled up with blanks, and the kind of service that has it.
// They are told as "NAME<20>"; a byte that is no character stands in angle brackets too.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/cursor.hpp"
#include "protocols/line.hpp"

namespace tapcensus::netbios {

constexpr std::size_t kNameBytes = 16;
constexpr std::size_t kEncodedBytes = 32;

using NameText = Line<4 * kNameBytes>;

inline void add_octet_in_brackets(std::uint8_t octet, NameText& text) noexcept {
  text.add('<');
  text.add(NameText::digit(octet >> 4));
  text.add(NameText::digit(octet));
  text.add('>');
}

// The sixteen bytes of a name. False when there is no name in them: then it is a blank, or "*".
inline bool add_name(ByteView raw, NameText& text) noexcept {
  if (raw.size() != kNameBytes) return false;
  std::string_view name = as_text(raw.first(kNameBytes - 1));
  while (name.ends_with(' ') || name.ends_with('\0')) name.remove_suffix(1);
  if (name.empty() || name.front() == '*' || name.front() == '\0') return false;
  for (const char c : name) {
    const auto octet = static_cast<std::uint8_t>(c);
    if (octet < ' ') {
      add_octet_in_brackets(octet, text);
    } else {
      text.add(c);
    }
  }
  add_octet_in_brackets(std::to_integer<std::uint8_t>(raw.back()), text);
  return true;
}

// Reads an encoded name (RFC 1001, 14.1; RFC 1002, 4.1) and its scope, and moves behind it: each
// byte is two letters from A to P. The cursor fails where it is none.
inline std::array<std::byte, kNameBytes> read_encoded(Cursor& in) noexcept {
  std::array<std::byte, kNameBytes> raw{};
  bool good = in.u8() == kEncodedBytes;
  for (std::byte& octet : raw) {
    const unsigned high = in.u8() - unsigned{'A'};
    const unsigned low = in.u8() - unsigned{'A'};
    good = good && high < 16 && low < 16;
    octet = static_cast<std::byte>(high << 4 | (low & 15));
  }
  for (std::uint8_t scope = in.u8(); scope != 0 && in.ok(); scope = in.u8()) {
    good = good && scope < 64;
    in.skip(scope);
  }
  if (!good) in.skip(in.left() + 1);
  return raw;
}

}  // namespace tapcensus::netbios
