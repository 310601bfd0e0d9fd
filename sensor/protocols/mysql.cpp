// MySQL up to TLS (Client/Server Protocol, "Connection Phase"), both sides: the version of the
// server, and what a client tells of its program and system.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/key_values.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{3306};
// A packet's length and number; then version 10 and a digit, or what the client can do.
constexpr std::array kStart{bytes::kAny,      ByteSet::between(0, 3),
                            ByteSet::just(0), ByteSet::between(0, 1),
                            bytes::kAny,      bytes::kDigits | ByteSet::masked(0x02, 0x02)};

enum Mode : std::uint8_t { kAtStart = 0, kAfterGreeting };

constexpr std::uint32_t kHeader = 4;
constexpr std::uint8_t kVersion = 10;
constexpr std::size_t kMostVersion = 64;

bool is_printable(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

// The server's first packet, which names its version. MariaDB puts "5.5.5-" before its own.
Reading read_greeting(const Payload& payload, Cursor in, std::uint32_t length,
                      Findings& findings) noexcept {
  if (in.u8() != kVersion && in.ok()) return Reading::not_mine();
  const std::string_view text = as_text(in.rest()).substr(0, kMostVersion);
  const std::size_t end = text.find('\0');
  if (!is_printable(text.substr(0, end))) return Reading::not_mine();
  if (end == text.npos) {
    return text.size() < kMostVersion ? wait_for_more(payload) : Reading::not_mine();
  }
  if (end == 0 || text[0] < '0' || text[0] > '9') return Reading::not_mine();
  findings.add(Field::mysql_version, text.substr(0, end));
  return Reading::next(kHeader + length, kAfterGreeting);
}

// What a client can do (Capabilities Flags).
enum Ability : std::uint32_t {
  kWithDatabase = 0x0000'0008,
  kProtocol41 = 0x0000'0200,
  kTls = 0x0000'0800,
  kSecureConnection = 0x0000'8000,
  kAuthPlugin = 0x0008'0000,
  kAttributes = 0x0010'0000,
  kAuthWithLength = 0x0020'0000,
};

// A number of one to nine bytes (Protocol::LengthEncodedInteger); those of nine fail.
std::uint32_t read_number(Cursor& in) noexcept {
  const std::uint8_t first = in.u8();
  if (first < 0xfb) return first;
  if (first == 0xfc) return in.le16();
  if (first == 0xfd) return in.le16() | std::uint32_t{in.u8()} << 16;
  in.skip(in.left() + 1);
  return 0;
}

void skip_text(Cursor& in) noexcept { in.skip(as_text(in.rest()).find('\0') + 1); }

// "_client_name" and others; the process, the user and the names of machines are left out.
void add_attributes(Cursor in, Findings& findings) noexcept {
  constexpr std::array<std::string_view, 8> kTold{
      "_client_name",    "_client_version",  "_os",         "_platform", "_runtime_name",
      "_runtime_vendor", "_runtime_version", "program_name"};
  KeyValues<512> pairs;
  for (unsigned i = 0; i < 32 && !in.at_end(); ++i) {
    const std::string_view key = as_text(in.take(read_number(in)));
    const std::string_view value = as_text(in.take(read_number(in)));
    if (in.ok() && std::ranges::find(kTold, key) != kTold.end()) pairs.add(key, value);
  }
  if (!pairs.empty()) findings.add_composed(Field::mysql_client, pairs.view());
}

// HandshakeResponse41 behind the zeros: user, proof, database, plugin; then the attributes.
void read_response(std::uint32_t abilities, Cursor in, Findings& findings) noexcept {
  skip_text(in);
  if ((abilities & kAuthWithLength) != 0) {
    in.skip(read_number(in));
  } else if ((abilities & kSecureConnection) != 0) {
    in.skip(in.u8());
  } else {
    skip_text(in);
  }
  if ((abilities & kWithDatabase) != 0) skip_text(in);
  if ((abilities & kAuthPlugin) != 0) skip_text(in);
  const std::uint32_t size = (abilities & kAttributes) != 0 ? read_number(in) : 0;
  add_attributes(Cursor{in.take(size)}, findings);
}

// SSLRequest, or HandshakeResponse41 that begins like it: abilities, the longest packet, a
// character set, and zeros but for the last four bytes, where MariaDB has abilities of its own.
Reading read_request(const Payload& payload, Cursor in, std::uint32_t length,
                     Findings& findings) noexcept {
  constexpr std::uint32_t kRequest = 32;
  if (length < kRequest) return Reading::not_mine();
  const std::uint32_t abilities = in.le32();
  in.skip(4 + 1);
  const ByteView zeros = in.take(19);
  in.skip(4);
  if (!in.ok()) return wait_for_more(payload);
  const bool fits = (abilities & kProtocol41) != 0 &&
                    std::ranges::all_of(zeros, [](std::byte byte) { return byte == std::byte{0}; });
  if (!fits) return Reading::not_mine();
  if (length == kRequest) {
    return (abilities & kTls) != 0 ? Reading::switched(kHeader + kRequest) : Reading::not_mine();
  }
  if (payload.bytes.size() < kHeader + length && !payload.final) {
    return Reading::need_more(kHeader + length);
  }
  read_response(abilities, Cursor{in.take(length - kRequest)}, findings);
  return Reading::done();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  if (payload.mode == kAfterGreeting) return tls_or_nothing(payload);
  Cursor in{payload.bytes};
  const std::uint32_t length = in.le16();
  const std::uint8_t rest_of_length = in.u8(), number = in.u8();
  if (!in.ok()) return wait_for_more(payload);
  if (rest_of_length != 0 || length == 0) return Reading::not_mine();
  if (number == 0) return read_greeting(payload, in, length, findings);
  return number == 1 ? read_request(payload, in, length, findings) : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol mysql{"mysql", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
