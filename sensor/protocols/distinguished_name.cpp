#include "protocols/distinguished_name.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "base/cursor.hpp"
#include "protocols/der.hpp"
#include "protocols/utf8.hpp"

namespace tapcensus {
namespace {

using NameText = Line<kMostName>;

constexpr std::size_t kMostRelativeNames = 64;

struct TypeName {
  std::string_view octets;  // of the OBJECT IDENTIFIER
  std::string_view name;
};
// RFC 4514, 3.
constexpr TypeName kTypeNames[]{
    {"\x55\x04\x03", "CN"},
    {"\x55\x04\x07", "L"},
    {"\x55\x04\x08", "ST"},
    {"\x55\x04\x0a", "O"},
    {"\x55\x04\x0b", "OU"},
    {"\x55\x04\x06", "C"},
    {"\x55\x04\x09", "STREET"},
    {"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19", "DC"},
    {"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01", "UID"},
};

void add_octet(unsigned octet, NameText& text) noexcept {
  text.add(NameText::digit(octet >> 4));
  text.add(NameText::digit(octet));
}

// Numbers with dots (X.690, 8.19). False when the octets are none: the last one goes on, a number
// begins with nothing, or one does not fit.
bool add_dotted(ByteView octets, NameText& text) noexcept {
  std::uint32_t number = 0;
  bool first = true, begun = false;
  for (const std::byte octet : octets) {
    const auto value = std::to_integer<std::uint8_t>(octet);
    if (number >> 25 != 0 || (!begun && value == 0x80)) return false;
    number = number << 7 | (value & 0x7fu);
    begun = (value & 0x80) != 0;
    if (begun) continue;
    if (first) {  // two numbers in one
      const std::uint32_t root = std::min(number / 40, 2u);
      text.add_decimal(root);
      number -= 40 * root;
      first = false;
    }
    text.add('.');
    text.add_decimal(number);
    number = 0;
  }
  return !first && !begun;
}

constexpr bool is_special(std::uint32_t character) noexcept {
  switch (character) {
    case '"':
    case '+':
    case ',':
    case ';':
    case '<':
    case '>':
    case '\\': return true;
    default: return false;
  }
}

// RFC 4514, 2.4.
void add_escaped(std::uint32_t character, bool first, bool last, NameText& text) noexcept {
  if (character == 0) return text.add("\\00");
  if (character >= 0x80) return add_utf8(character, text);
  const bool escaped =
      is_special(character) || (character == ' ' && (first || last)) || (character == '#' && first);
  if (escaped) text.add('\\');
  text.add(static_cast<char>(character));
}

// Characters of so many octets each, as numbers.
template <std::size_t kOctets>
bool add_wide(ByteView value, NameText& text) noexcept {
  if (value.size() % kOctets != 0) return false;
  for (Cursor in{value}; !in.at_end();) {
    const bool first = in.offset() == 0;
    std::uint32_t character = 0;
    for (std::size_t i = 0; i < kOctets; ++i) character = character << 8 | in.u8();
    add_escaped(character, first, in.at_end(), text);
  }
  return true;
}

// Octets that are ASCII or UTF-8, as they are.
void add_narrow(ByteView value, NameText& text) noexcept {
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto octet = std::to_integer<std::uint8_t>(value[i]);
    if (octet < 0x80) {
      add_escaped(octet, i == 0, i + 1 == value.size(), text);
    } else {
      text.add(static_cast<char>(octet));
    }
  }
}

// False when this is no text.
bool add_text(const DerElement& value, NameText& text) noexcept {
  switch (value.tag) {
    case DerTag::utf8_string:
    case DerTag::numeric_string:
    case DerTag::printable_string:
    case DerTag::ia5_string:
    case DerTag::visible_string: add_narrow(value.content, text); return true;
    case DerTag::t61_string: return add_wide<1>(value.content, text);  // in use it is Latin-1
    case DerTag::bmp_string: return add_wide<2>(value.content, text);
    case DerTag::universal_string: return add_wide<4>(value.content, text);
    default: return false;
  }
}

// RFC 4514, 2.3.
bool add_attribute(ByteView attribute, NameText& text) noexcept {
  DerReader in{attribute};
  const ByteView type = in.next(DerTag::object_identifier);
  const DerElement value = in.next();
  if (!in.ok()) return false;
  const auto* const row = std::ranges::find(kTypeNames, as_text(type), &TypeName::octets);
  const bool known = row != std::end(kTypeNames);
  if (known) {
    text.add(row->name);
  } else if (!add_dotted(type, text)) {
    return false;
  }
  text.add('=');
  if (known && add_text(value, text)) return true;
  text.add('#');
  for (const std::byte octet : value.whole) add_octet(std::to_integer<unsigned>(octet), text);
  return true;
}

bool add_relative_name(ByteView attributes, NameText& text) noexcept {
  bool first = true;
  DerReader in{attributes};
  while (!in.at_end()) {
    const ByteView attribute = in.next(DerTag::sequence);
    if (!in.ok()) break;
    text.separate('+', first);
    if (!add_attribute(attribute, text)) return false;
  }
  return in.ok() && !first;
}

}  // namespace

bool add_name(ByteView name, NameText& text) noexcept {
  std::array<ByteView, kMostRelativeNames> relative_names;
  std::size_t count = 0;
  text.clear();
  DerReader in{name};
  while (!in.at_end() && count < kMostRelativeNames) {
    relative_names[count++] = in.next(DerTag::set);
  }
  if (!in.ok() || !in.at_end()) return false;
  for (bool first = true; count > 0;) {
    text.separate(',', first);
    if (!add_relative_name(relative_names[--count], text)) return false;
  }
  return text.whole();
}

}  // namespace tapcensus
