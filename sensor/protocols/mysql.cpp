// MySQL before TLS (Client/Server Protocol, "Connection Phase"), both sides: nothing is said, only
// what is inside is read.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{3306};
// A packet's length and number; then version 10 and a digit, or what the client can do.
constexpr std::array kStart{bytes::kAny,      ByteSet::just(0),
                            ByteSet::just(0), ByteSet::between(0, 1),
                            bytes::kAny,      bytes::kDigits | ByteSet::masked(0x0a, 0x0a)};

enum Mode : std::uint8_t { kAtStart = 0, kAfterGreeting };

constexpr std::uint32_t kHeader = 4;
constexpr std::uint8_t kVersion = 10;
constexpr std::size_t kMostVersion = 64;

bool is_printable(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

// The server's first packet, which names its version.
Reading read_greeting(const Payload& payload, Cursor in, std::uint32_t length) noexcept {
  if (in.u8() != kVersion && in.ok()) return Reading::not_mine();
  const std::string_view text = as_text(in.rest()).substr(0, kMostVersion);
  const std::size_t end = text.find('\0');
  if (!is_printable(text.substr(0, end))) return Reading::not_mine();
  if (end == text.npos) {
    return text.size() < kMostVersion ? wait_for_more(payload) : Reading::not_mine();
  }
  return Reading::next(kHeader + length, kAfterGreeting);
}

// SSLRequest: abilities, the longest packet, a character set, and zeros but for the last four
// bytes, where MariaDB has abilities of its own.
Reading read_request(const Payload& payload, Cursor in, std::uint32_t length) noexcept {
  constexpr std::uint32_t kLength = 32, kTls = 0x0800, kProtocol41 = 0x0200;
  if (length != kLength) return Reading::not_mine();
  const std::uint32_t abilities = in.le32();
  in.skip(4 + 1);
  const ByteView zeros = in.take(19);
  in.skip(4);
  if (!in.ok()) return wait_for_more(payload);
  const bool fits = (abilities & kTls) != 0 && (abilities & kProtocol41) != 0 &&
                    std::ranges::all_of(zeros, [](std::byte byte) { return byte == std::byte{0}; });
  return fits ? Reading::switched(kHeader + kLength) : Reading::not_mine();
}

Reading read(const Payload& payload, Findings&) noexcept {
  if (payload.mode == kAfterGreeting) return tls_or_nothing(payload);
  Cursor in{payload.bytes};
  const std::uint32_t length = in.le16();
  const std::uint8_t rest_of_length = in.u8(), number = in.u8();
  if (!in.ok()) return wait_for_more(payload);
  if (rest_of_length != 0 || length == 0) return Reading::not_mine();
  if (number == 0) return read_greeting(payload, in, length);
  return number == 1 ? read_request(payload, in, length) : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol mysql{"mysql", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
