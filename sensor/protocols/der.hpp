// Walks the elements of a certificate, or of a message of LDAP or Kerberos: DER, and what of BER
// has definite lengths (X.690, 8.1).
//
// Built on Cursor: it cannot leave its bytes, and fails once. Nothing recurses; who reads goes down
// step by step, as deep as the format that he knows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/cursor.hpp"

namespace tapcensus {

// Identifier octets (X.690, 8.1.2); only such as fit in one octet are read.
enum class DerTag : std::uint8_t {
  none = 0,
  boolean = 0x01,
  integer = 0x02,
  octet_string = 0x04,
  object_identifier = 0x06,
  enumerated = 0x0a,
  utf8_string = 0x0c,
  numeric_string = 0x12,
  printable_string = 0x13,
  t61_string = 0x14,
  ia5_string = 0x16,
  utc_time = 0x17,
  generalized_time = 0x18,
  visible_string = 0x1a,
  general_string = 0x1b,
  universal_string = 0x1c,
  bmp_string = 0x1e,
  sequence = 0x30,
  set = 0x31,
};

// The n-th tag of an application's own, around other elements.
constexpr DerTag application_tag(std::uint8_t n) noexcept { return static_cast<DerTag>(0x60 | n); }
// The n-th context-specific tag, as it stands around other elements or around octets.
constexpr DerTag constructed_tag(std::uint8_t n) noexcept { return static_cast<DerTag>(0xa0 | n); }
constexpr DerTag primitive_tag(std::uint8_t n) noexcept { return static_cast<DerTag>(0x80 | n); }

struct DerElement {
  DerTag tag = DerTag::none;
  ByteView content;
  ByteView whole;  // with identifier and length
};

class DerReader {
 public:
  explicit constexpr DerReader(ByteView bytes) noexcept : bytes_{bytes}, in_{bytes} {}

  // The next element, all of it; one without a tag after a failure.
  DerElement next() noexcept { return read(true); }

  // The next element that has this tag: its content. Another one is a failure.
  ByteView next(DerTag tag) noexcept {
    const DerElement element = next();
    if (element.tag != tag) fail();
    return in_.ok() ? element.content : ByteView{};
  }

  // The content of one whose end may have been cut off: as much of it as there is.
  ByteView open(DerTag tag) noexcept {
    const DerElement element = read(false);
    if (element.tag != tag) fail();
    return in_.ok() ? element.content : ByteView{};
  }

  // Whether an element with this tag comes next.
  bool at(DerTag tag) const noexcept {
    const ByteView rest = in_.rest();
    return !rest.empty() && rest.front() == static_cast<std::byte>(tag);
  }

  bool at_end() const noexcept { return in_.at_end(); }
  bool ok() const noexcept { return in_.ok(); }

 private:
  DerElement read(bool all_of_it) noexcept {
    const std::size_t start = in_.offset();
    const std::uint8_t tag = in_.u8();
    if ((tag & 0x1f) == 0x1f) fail();  // a tag of several octets
    const std::size_t length = read_length();
    const ByteView content = in_.take(all_of_it ? length : std::min(length, in_.left()));
    if (!in_.ok()) return {};
    return {static_cast<DerTag>(tag), content, bytes_.subspan(start, in_.offset() - start)};
  }

  // X.690, 8.1.3. Some senders write every length in four octets; none needs more.
  std::size_t read_length() noexcept {
    const std::uint8_t first = in_.u8();
    switch (first) {
      case 0x81: return in_.u8();
      case 0x82: return in_.be16();
      case 0x83: return in_.be24();
      case 0x84: return in_.be32();
      default: break;
    }
    if (first >= 0x80) fail();
    return first;
  }

  void fail() noexcept { in_.skip(~std::size_t{0}); }

  ByteView bytes_;
  Cursor in_;
};

}  // namespace tapcensus
