// A message of DNP3 (IEEE 1815-2012) from its link frames, over TCP or UDP: the attributes by which
// an outstation answers who made it (group 0, annex A.2).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/cursor.hpp"
#include "protocols/plain_text.hpp"
#include "protocols/start.hpp"

namespace tapcensus::dnp3_message {

inline constexpr std::array<std::uint16_t, 1> kPorts{20000};
// 9.2.4.1: the start octets; the length.
inline constexpr std::array kStart{ByteSet::just(0x05), ByteSet::just(0x64),
                                   ByteSet::between(5, 255)};

inline constexpr std::size_t kHeader = 10;

// 9.2.4.3: x^16 + x^13 + x^12 + x^11 + x^10 + x^8 + x^6 + x^5 + x^2 + 1, the lowest bit first.
inline std::uint16_t checksum(ByteView bytes) noexcept {
  unsigned sum = 0;
  for (const std::byte byte : bytes) {
    sum ^= std::to_integer<unsigned>(byte);
    for (int bit = 0; bit < 8; ++bit) sum = (sum & 1) != 0 ? sum >> 1 ^ 0xa6bc : sum >> 1;
  }
  return static_cast<std::uint16_t>(~sum);
}

// A link frame.
struct Frame {
  bool mine = false;
  std::size_t size = 0;  // 0: more bytes are needed to know
  std::size_t data = 0;  // octets of the user, without checksums
};

inline Frame read_frame(ByteView bytes) noexcept {
  Cursor in{bytes};
  const std::uint16_t start = in.be16();
  const std::uint8_t length = in.u8();
  in.skip(5);  // control, addresses
  const std::uint16_t sum = in.le16();
  Frame frame;
  if (!in.ok()) {
    frame.mine = true;
    return frame;
  }
  frame.mine = start == 0x0564 && length >= 5 && sum == checksum(bytes.first(8));
  frame.data = length - std::size_t{5};
  frame.size = kHeader + frame.data + 2 * ((frame.data + 15) / 16);
  return frame;
}

// The application's octets, without transport octets and checksums.
class Fragment {
 public:
  // Takes a frame's user data. False when it is not of this message. `last`: no more will follow.
  bool append(ByteView frame, std::size_t size, bool& last) noexcept {
    Cursor in{frame};
    in.skip(kHeader);
    const std::uint8_t transport = in.u8();
    constexpr std::uint8_t kFinal = 0x80, kFirst = 0x40;
    if (!in.ok() || size == 0 || ((transport & kFirst) != 0) != empty_) return false;
    empty_ = false;
    last = (transport & kFinal) != 0;
    std::size_t block = 15;  // of 16, the first is the transport octet
    for (--size; size > 0; block = 16) {
      const std::size_t count = std::min(block, size);
      copy(in.take(count));
      in.skip(2);
      size -= count;
    }
    if (block == 15) in.skip(2);
    return in.ok();
  }
  ByteView bytes() const noexcept { return {bytes_.data(), size_}; }

 private:
  void copy(ByteView part) noexcept {
    const std::size_t count = std::min(part.size(), bytes_.size() - size_);
    std::copy_n(part.begin(), count, bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += count;
  }

  std::array<std::byte, 2048> bytes_;
  std::size_t size_ = 0;
  bool empty_ = true;
};

inline void add_attribute(std::uint8_t variation, ByteView value, Findings& findings) noexcept {
  enum Variation : std::uint8_t { kSoftware = 242, kProduct = 250, kMaker = 252 };
  const std::string_view text = as_text(value);
  if (variation == kSoftware) plain_text::add_composed(Field::dnp3_version, text, findings);
  if (variation == kProduct) plain_text::add_composed(Field::dnp3_device, text, findings);
  if (variation == kMaker) plain_text::add_composed(Field::dnp3_vendor, text, findings);
}

// 4.2.2: a response, solicited or not, as long as it consists of attributes.
inline void read_response(ByteView fragment, Findings& findings) noexcept {
  constexpr std::uint8_t kResponse = 0x81, kUnsolicited = 0x82, kAttributes = 0, kText = 1;
  constexpr std::uint8_t kFromTo8 = 0x00, kFromTo16 = 0x01, kCount8 = 0x17;
  Cursor in{fragment};
  in.skip(1);
  const std::uint8_t function = in.u8();
  in.skip(2);  // internal indications
  if (function != kResponse && function != kUnsolicited) return;
  while (!in.at_end() && in.u8() == kAttributes) {
    const std::uint8_t variation = in.u8(), range = in.u8();
    if (range == kFromTo8 || range == kCount8) {
      in.skip(2);
    } else if (range == kFromTo16) {
      in.skip(4);
    } else {
      return;
    }
    const std::uint8_t type = in.u8();
    const ByteView value = in.take(in.u8());
    if (!in.ok()) return;
    if (type == kText) add_attribute(variation, value, findings);
  }
}

}  // namespace tapcensus::dnp3_message
