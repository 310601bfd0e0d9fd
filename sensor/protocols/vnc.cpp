// VNC (RFC 6143), both sides: the version of its protocol, and the name of a desktop whose server
// does not encrypt.
#include <array>

#include "base/cursor.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 4> kPorts{5800, 5900, 5901, 5902};
constexpr auto kStart = start_of_one<4>({"RFB "});

enum Mode : std::uint8_t { kAtStart = 0, kSecurity };

constexpr std::uint32_t kVersionSize = 12;  // 7.1.1: "RFB 003.008\n"
constexpr std::uint32_t kServerInit = 24;   // 7.3.2, up to the name
constexpr std::uint32_t kMostName = 256;

// Truth is any byte but zero (7.4); libvncserver says it with all bits.
constexpr bool is_flag(std::uint8_t byte) noexcept { return byte <= 1 || byte == 0xff; }
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

Reading read_version(const Payload& payload, Findings& findings) noexcept {
  const std::string_view text = as_text(payload.bytes).substr(0, kVersionSize);
  if (text.size() < kVersionSize) return wait_for_more(payload);
  const bool whole = text.starts_with("RFB ") && is_digit(text[4]) && is_digit(text[5]) &&
                     is_digit(text[6]) && text[7] == '.' && is_digit(text[8]) &&
                     is_digit(text[9]) && is_digit(text[10]) && text[11] == '\n';
  if (!whole) return Reading::not_mine();
  findings.add(Field::vnc_version, text.substr(4, 7));
  return Reading::next(kVersionSize, kSecurity);
}

// ServerInit (7.3.2) that makes sense: sizes, a pixel format, and a name.
bool read_init(Cursor in, Findings& findings) noexcept {
  const std::uint16_t width = in.be16(), height = in.be16();
  const std::uint8_t bits = in.u8(), depth = in.u8(), big_endian = in.u8(), true_color = in.u8();
  in.skip(12);
  const std::uint32_t size = in.be32();
  if (size == 0 || size > kMostName) return false;
  const std::string_view name = as_text(in.take(size));
  const bool sound = in.ok() && width != 0 && height != 0 && depth <= bits && is_flag(big_endian) &&
                     is_flag(true_color) && (bits == 8 || bits == 16 || bits == 32);
  if (sound) findings.add(Field::vnc_name, name);
  return sound;
}

// What the client chose is not seen here, so the name is looked for where it stands without
// authentication, and behind a challenge (7.2.2), with and without a result (7.1.3).
bool find_init(Cursor in, Findings& findings) noexcept {
  for (const std::size_t before : {4, 0, 20, 16}) {
    Cursor at = in;
    at.skip(before);
    if (read_init(at, findings)) return true;
  }
  return false;
}

// 7.1.2: the server's list of security types, in version 3.3 one of them as a number. What a client
// sends here is one byte, or a response to a challenge.
Reading read_security(const Payload& payload, Findings& findings) noexcept {
  constexpr std::uint32_t kLongest = 4 + 16 + 4 + kServerInit + kMostName;
  if (payload.layers.source_port > payload.layers.target_port) return Reading::done();
  Cursor in{payload.bytes};
  const std::uint8_t types = in.u8();
  if (!in.ok()) return payload.final ? Reading::done() : wait_for_more(payload);
  if (types > 16) return Reading::done();
  in.skip(types == 0 ? 3 : types);
  if (in.ok() && find_init(in, findings)) return Reading::done();
  if (payload.final || payload.bytes.size() > types + kLongest) return Reading::done();
  return wait_for_more(payload);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return payload.mode == kAtStart ? read_version(payload, findings)
                                  : read_security(payload, findings);
}

}  // namespace

extern constinit const Protocol vnc{"vnc", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
