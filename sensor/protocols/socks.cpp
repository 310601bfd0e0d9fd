// SOCKS 4, 4a and 5 (RFC 1928, 1929), both sides: that something is hidden is said, and what is
// connected is read.
//
// One direction is one message here, greeting, password and request together, since no byte of it
// depends on the answer.
#include <array>

#include "base/cursor.hpp"
#include "protocols/obfuscation.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 3> kPorts{1080, 9050, 9150};
// A version; that of a reply of SOCKS 4 is 0, and its codes are these.
constexpr std::array kStart{ByteSet::just(0) | ByteSet::just(4) | ByteSet::just(5),
                            ByteSet::between(0, 16) | ByteSet::between(0x5a, 0x5d)};

enum Version : std::uint8_t { kReply4 = 0, kVersion4 = 4, kVersion5 = 5 };
enum Method : std::uint8_t { kNoPassword = 0, kPassword = 2 };
constexpr std::uint8_t kConnect = 1, kGranted4 = 0x5a, kPasswordVersion = 1;
constexpr std::size_t kMostName = 255, kReply4Size = 8;

// The connected protocol begins here.
Reading connected(const Cursor& in) noexcept {
  return Reading::switched(static_cast<std::uint32_t>(in.offset()));
}

// Moves behind a text and the zero that ends it.
void skip_text(Cursor& in) noexcept {
  for (std::size_t i = 0; i <= kMostName; ++i) {
    if (in.u8() == 0) return;
  }
  in.skip(in.left() + 1);
}

bool is_too_long(const Payload& payload) noexcept {
  return payload.bytes.size() > 2 * kMostName + kReply4Size;
}

Reading read_request4(const Payload& payload, Cursor in) noexcept {
  const std::uint8_t command = in.u8();
  if (in.ok() && command != kConnect) return Reading::not_mine();
  const std::uint16_t port = in.be16();
  const std::uint32_t address = in.be32();
  if (in.ok() && (port == 0 || address == 0)) return Reading::not_mine();
  skip_text(in);                       // the user
  if (address < 0x100) skip_text(in);  // SOCKS 4a: a name instead of an address
  if (in.ok()) return connected(in);
  return is_too_long(payload) ? Reading::not_mine() : wait_for_more(payload);
}

Reading read_reply4(const Payload& payload, Cursor in) noexcept {
  const std::uint8_t code = in.u8();
  if (in.ok() && code != kGranted4) return Reading::not_mine();
  in.skip(kReply4Size - 2);
  return in.ok() ? connected(in) : wait_for_more(payload);
}

// RFC 1928, 4 and 6: request and reply have the same form. Only a connection that is asked for, or
// made, has the code `expected`.
Reading read_end5(const Payload& payload, Cursor in, std::uint8_t expected) noexcept {
  enum AddressType : std::uint8_t { kIpv4 = 1, kName = 3, kIpv6 = 4 };
  const std::uint8_t version = in.u8(), code = in.u8(), reserved = in.u8(), type = in.u8();
  if (!in.ok()) return wait_for_more(payload);
  if (version != kVersion5 || code != expected || reserved != 0) return Reading::not_mine();
  switch (type) {
    case kIpv4: in.skip(4); break;
    case kName: in.skip(in.u8()); break;
    case kIpv6: in.skip(16); break;
    default: return Reading::not_mine();
  }
  in.skip(2);  // port
  return in.ok() ? connected(in) : wait_for_more(payload);
}

bool asks_for_password(Cursor in) noexcept { return in.u8() == kPasswordVersion; }

// RFC 1928, 3, and RFC 1929.
Reading read_client5(const Payload& payload, Cursor in) noexcept {
  const std::uint8_t methods = in.u8();
  if (in.ok() && methods == 0) return Reading::not_mine();
  in.skip(methods);
  if (asks_for_password(in)) {
    in.skip(1);
    in.skip(in.u8());  // user
    in.skip(in.u8());  // password
  }
  return in.ok() ? read_end5(payload, in, kConnect) : wait_for_more(payload);
}

Reading read_server5(const Payload& payload, Cursor in) noexcept {
  constexpr std::uint8_t kSuccess = 0;
  const std::uint8_t method = in.u8();
  if (in.ok() && method != kNoPassword && method != kPassword) return Reading::not_mine();
  if (method == kPassword) {
    const std::uint8_t version = in.u8(), status = in.u8();
    if (in.ok() && (version != kPasswordVersion || status != kSuccess)) return Reading::not_mine();
  }
  return in.ok() ? read_end5(payload, in, kSuccess) : wait_for_more(payload);
}

// A client that offers two methods begins like a server that chose the second: where they differ,
// only one of them goes on as it must.
Reading read5(const Payload& payload, const Cursor& in) noexcept {
  const Reading server = read_server5(payload, in);
  return server.what == Reading::What::not_mine ? read_client5(payload, in) : server;
}

Reading read_version(const Payload& payload, std::uint8_t version, const Cursor& in) noexcept {
  switch (version) {
    case kReply4: return read_reply4(payload, in);
    case kVersion4: return read_request4(payload, in);
    case kVersion5: return read5(payload, in);
    default: return Reading::not_mine();
  }
}

// Version 4 has too little form to be named on a port that says nothing.
Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t version = in.u8();
  const Reading reading = read_version(payload, version, in);
  const bool sure = version == kVersion5 || !payload.guessed;
  if (sure && reading.what == Reading::What::switched) add(Obfuscation::socks, findings);
  return reading;
}

}  // namespace

extern constinit const Protocol socks{"socks", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
