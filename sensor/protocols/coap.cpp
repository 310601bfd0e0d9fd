// CoAP (RFC 7252): what a client asks for, and the links by which a device describes itself when it
// is asked for /.well-known/core (RFC 6690).
#include <array>

#include "base/cursor.hpp"
#include "protocols/line.hpp"
#include "protocols/plain_text.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{5683};
// Elsewhere only requests are known: version 1, confirmable or not, and one of seven methods.
constexpr std::array kStart{ByteSet::between(0x40, 0x48) | ByteSet::between(0x50, 0x58),
                            ByteSet::between(1, 7)};

enum Code : std::uint8_t { kLastMethod = 7, kContent = 0x45 };
enum Option : std::uint32_t { kUriPath = 11, kContentFormat = 12, kBlock2 = 23, kLast = 258 };
constexpr std::uint32_t kLinkFormat = 40;

struct Header {
  std::uint8_t version = 0, type = 0, token = 0, code = 0;
};

Header read_header(Cursor& in) noexcept {
  const std::uint8_t first = in.u8();
  Header header;
  header.version = first >> 6;
  header.type = first >> 4 & 3;
  header.token = first & 15;
  header.code = in.u8();
  in.skip(2);  // message
  in.skip(header.token);
  return header;
}

// 3.1: a nibble, or 13 and more with the rest behind it; 15 is reserved.
std::uint32_t extended(Cursor& in, unsigned nibble) noexcept {
  if (nibble == 13) return 13u + in.u8();
  if (nibble == 14) return 269u + in.be16();
  if (nibble == 15) in.skip(in.left() + 1);
  return nibble;
}

std::uint32_t number_of(ByteView value) noexcept {
  std::uint32_t number = 0;
  for (const std::byte byte : value) number = number << 8 | std::to_integer<std::uint32_t>(byte);
  return number;
}

struct Message {
  Line<256> path;
  std::uint32_t format = 0, last_option = 0;
  bool first_block = true;
  ByteView payload;
};

// Options up to the payload, which is not empty where its marker stands. False when it is no
// message.
bool read_options(Cursor& in, Message& message) noexcept {
  constexpr std::uint8_t kMarker = 0xff;
  std::uint32_t option = 0;
  while (!in.at_end()) {
    const std::uint8_t first = in.u8();
    if (first == kMarker) {
      message.payload = in.rest();
      return !message.payload.empty();
    }
    option += extended(in, first >> 4);
    const ByteView value = in.take(extended(in, first & 15u));
    if (!in.ok()) return false;
    message.last_option = option;
    if (option == kUriPath) {
      message.path.add('/');
      message.path.add(as_text(value));
    } else if (option == kContentFormat) {
      message.format = number_of(value);
    } else if (option == kBlock2) {
      message.first_block = number_of(value) >> 4 == 0;  // RFC 7959, 2.2
    }
  }
  return true;
}

// Whole links only: a block may end in the middle of one.
std::string_view whole_links(std::string_view text) noexcept {
  constexpr std::size_t kMostLinks = 512;
  if (text.size() <= kMostLinks && text.find('\0') == text.npos) return text;
  const std::size_t end = text.rfind(",<", kMostLinks);
  return end == text.npos ? std::string_view{} : text.substr(0, end);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const Header header = read_header(in);
  constexpr std::uint8_t kMostToken = 8, kLastRequestType = 1;
  if (!in.ok() || header.version != 1 || header.token > kMostToken) return Reading::not_mine();
  const bool request = header.code >= 1 && header.code <= kLastMethod;
  if (request && header.type > kLastRequestType) return Reading::not_mine();
  Message message;
  if (!read_options(in, message)) return Reading::not_mine();
  const std::string_view path = message.path.view();
  // Of a datagram that was cut, the path may be too.
  const bool whole = payload.layers.payload_length <= payload.bytes.size();
  const bool sure = request && whole && path.size() > 1 && message.path.whole() &&
                    plain_text::ascii(path) && message.last_option <= kLast;
  if (payload.guessed && !sure) return Reading::not_mine();
  if (sure) {
    findings.add_composed(Field::coap_path, path);
  } else if (header.code == kContent && message.format == kLinkFormat && message.first_block) {
    plain_text::add(Field::coap_links, whole_links(as_text(message.payload)), findings);
  }
  return Reading::done();
}

}  // namespace

extern constinit const Protocol coap{"coap", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
