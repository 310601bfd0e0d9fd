// The DNS message (RFC 1035, 4), as DNS and mDNS have it in common.
//
// Names are expanded into a fixed buffer; pointers are followed a bounded number of times, so no
// message makes a reader run in circles.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "base/cursor.hpp"

namespace tapcensus::dns_message {

enum Type : std::uint16_t {
  kA = 1,
  kNs = 2,
  kCname = 5,
  kPtr = 12,
  kHinfo = 13,
  kMx = 15,
  kTxt = 16,
  kAaaa = 28,
  kSrv = 33,
  kDname = 39,
  kOpt = 41,
};

enum class Letters : bool { kept, lowered };

// A name as people write it, without the final dot; empty for the root.
class Name {
 public:
  // Expands the name at `at`. False, and empty, when it leaves the message, is longer than 255
  // bytes or follows more than 128 pointers.
  bool expand(ByteView message, std::size_t at, Letters letters) noexcept {
    size_ = 0;
    std::size_t wire_size = 1;
    for (unsigned jumps = 0; jumps <= kMostJumps;) {
      Cursor in{message.subspan(std::min(at, message.size()))};
      const std::uint8_t length = in.u8();
      if (length >= kPointer) {
        at = std::size_t{length & 0x3fu} << 8 | in.u8();
        ++jumps;
      } else {
        const ByteView label = in.take(length);
        wire_size += length + std::size_t{1};
        if (length > kMostLabel || wire_size > kMostBytes + 1) break;
        if (in.ok() && length == 0) return true;
        append(label, letters);
        at += length + std::size_t{1};
      }
      if (!in.ok()) break;
    }
    size_ = 0;
    return false;
  }

  std::string_view text() const noexcept { return {characters_.data(), size_}; }

  static constexpr std::size_t kMostBytes = 255;  // RFC 1035, 2.3.4
  static constexpr std::uint8_t kMostLabel = 63;
  static constexpr std::uint8_t kPointer = 0xc0;  // RFC 1035, 4.1.4

 private:
  static constexpr unsigned kMostJumps = 128;

  // RFC 6763, 4.3: a dot or backslash inside a label is escaped by a backslash.
  void append(ByteView label, Letters letters) noexcept {
    if (size_ > 0) characters_[size_++] = '.';
    for (char c : as_text(label)) {
      if (c == '.' || c == '\\') characters_[size_++] = '\\';
      if (letters == Letters::lowered && c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
      characters_[size_++] = c;
    }
  }

  std::array<char, 2 * (kMostBytes + 1)> characters_;
  std::size_t size_ = 0;
};

// Moves behind a name without expanding it.
inline void skip_name(Cursor& in) noexcept {
  while (in.ok()) {
    const std::uint8_t length = in.u8();
    if (length == 0) return;
    if (length >= Name::kPointer) return in.skip(1);
    in.skip(length > Name::kMostLabel ? in.left() + 1 : length);
  }
}

struct Header {
  bool response = false;
  std::uint8_t operation = 0;
  std::uint16_t questions = 0, answers = 0, authorities = 0, additionals = 0;
};

// False when this cannot be the beginning of a message of that many bytes: fewer would not hold the
// questions (5 bytes at least) and records (11 bytes) that are announced.
inline bool read_header(Cursor& in, std::size_t message_size, Header& header) noexcept {
  in.skip(2);  // id
  const std::uint16_t flags = in.be16();
  header.response = (flags & 0x8000) != 0;
  header.operation = flags >> 11 & 15;
  header.questions = in.be16();
  header.answers = in.be16();
  header.authorities = in.be16();
  header.additionals = in.be16();
  const std::size_t records = std::size_t{header.answers} + header.authorities + header.additionals;
  return in.ok() && header.questions * std::size_t{5} + records * 11 + 12 <= message_size;
}

// Where the name of a question begins in the message; the cursor moves on to the next.
inline std::size_t read_question(Cursor& in) noexcept {
  const std::size_t name = in.offset();
  skip_name(in);
  in.skip(4);  // type, class
  return name;
}

struct Record {
  std::size_t name = 0;  // where it begins in the message
  std::uint16_t type = 0;
  std::uint16_t of_class = 0;
  std::uint32_t time_to_live = 0;
  std::size_t data_at = 0;  // where the data begins in the message
  ByteView data;
};

inline Record read_record(Cursor& in) noexcept {
  Record record;
  record.name = in.offset();
  skip_name(in);
  record.type = in.be16();
  record.of_class = in.be16();
  record.time_to_live = in.be32();
  const std::uint16_t size = in.be16();
  record.data_at = in.offset();
  record.data = in.take(size);
  return record;
}

}  // namespace tapcensus::dns_message
