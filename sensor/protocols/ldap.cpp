// LDAP (RFC 4511) up to TLS (StartTLS, 4.14), both sides: nothing is said, only what is inside is
// read.
#include <array>

#include "base/cursor.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{389, 3268};
// A sequence.
constexpr std::array kStart{ByteSet::just(0x30)};

enum Mode : std::uint8_t { kFirstMessage = 0, kMostMessages = 32 };

// Tags of BER (X.690, 8.1.2); of operations, those of RFC 4511.
enum Tag : std::uint8_t {
  kInteger = 0x02,
  kEnumerated = 0x0a,
  kSequence = 0x30,
  kBindRequest = 0x60,
  kBindResponse = 0x61,
  kExtendedRequest = 0x77,
  kExtendedResponse = 0x78,
  kRequestName = 0x80,
};

constexpr std::string_view kStartTls = "1.3.6.1.4.1.1466.20037";
constexpr std::size_t kMostExtended = 512;

// X.690, 8.1.3; a length of more than four bytes fails the cursor.
std::uint32_t read_length(Cursor& in) noexcept {
  const std::uint8_t first = in.u8();
  if (first < 0x80) return first;
  std::uint32_t length = 0;
  const unsigned bytes = first & 0x7f;
  if (bytes == 0 || bytes > 4) in.skip(in.left() + 1);
  for (unsigned i = 0; i < bytes && in.ok(); ++i) length = length << 8 | in.u8();
  return length;
}

struct Message {
  std::uint64_t size = 0;  // all of it
  std::uint8_t operation = 0;
  std::uint32_t length = 0;  // of what the operation holds, which comes next
};

// False when this is no message, as far as it is there.
bool read_message(Cursor& in, Message& message) noexcept {
  if (in.u8() != kSequence && in.ok()) return false;
  message.size = read_length(in);
  message.size += in.offset();
  if (in.u8() != kInteger && in.ok()) return false;
  const std::uint8_t id = in.u8();
  if (id > 4 || (id == 0 && in.ok())) return false;
  in.skip(id);
  message.operation = in.u8();
  if (in.ok() && (message.operation & 0xc0) != 0x40) return false;  // of the application's class
  message.length = read_length(in);
  return !in.ok() || in.offset() + message.length <= message.size;
}

// Whether the client asks for TLS, or the server grants it.
bool starts_tls(const Message& message, Cursor in) noexcept {
  if (message.operation == kExtendedRequest) {
    return in.u8() == kRequestName && as_text(in.take(in.u8())) == kStartTls;
  }
  constexpr std::uint8_t kSuccess = 0;
  return message.operation == kExtendedResponse && in.u8() == kEnumerated && in.u8() == 1 &&
         in.u8() == kSuccess && in.ok();
}

Reading read(const Payload& payload, Findings&) noexcept {
  const bool first = payload.mode == kFirstMessage;
  if (!first && tls_or_nothing(payload).what == Reading::What::switched) {
    return Reading::switched(0);
  }
  const Reading foreign = first ? Reading::not_mine() : Reading::done();
  Cursor in{payload.bytes};
  Message message;
  if (!read_message(in, message)) return foreign;
  constexpr std::size_t kMostHeader = 24;
  if (!in.ok()) {
    return payload.bytes.size() < kMostHeader && !payload.final ? wait_for_more(payload) : foreign;
  }
  const bool extended =
      message.operation == kExtendedRequest || message.operation == kExtendedResponse;
  if (extended) {
    if (message.size > kMostExtended) return foreign;
    if (payload.bytes.size() < message.size)
      return payload.final ? foreign : wait_for_more(payload);
  }
  if (first && payload.guessed && !starts_tls(message, in)) return foreign;
  const bool bound = message.operation == kBindRequest || message.operation == kBindResponse;
  if (bound || payload.mode == kMostMessages || message.size > 0x7fff'ffff) return Reading::done();
  return Reading::next(static_cast<std::uint32_t>(message.size),
                       static_cast<std::uint8_t>(payload.mode + 1));
}

}  // namespace

extern constinit const Protocol ldap{"ldap", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
