// LDAP (RFC 4511) up to TLS (StartTLS, 4.14) or to the end of a bind, both sides: what ldap_facts
// reads, and what is inside of TLS.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/ldap_facts.hpp"
#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

using ldap_facts::Operation;

constexpr std::array<std::uint16_t, 2> kPorts{389, 3268};
// A sequence.
constexpr std::array kStart{ByteSet::just(0x30)};

// Who has bound and goes on in clear is followed a little: many ask for the root entry only then.
enum Mode : std::uint8_t { kFirstMessage = 0, kBound = 24, kMostMessages = 32 };

// Tags of BER (X.690, 8.1.2).
enum Tag : std::uint8_t {
  kInteger = 0x02,
  kEnumerated = 0x0a,
  kSequence = 0x30,
  kRequestName = 0x80,
};

constexpr std::string_view kStartTls = "1.3.6.1.4.1.1466.20037";
constexpr std::uint64_t kMostRead = 8192;

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
  Operation operation{};
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
  const std::uint8_t operation = in.u8();
  if (in.ok() && (operation & 0xc0) != 0x40) return false;  // of the application's class
  message.operation = static_cast<Operation>(operation);
  message.length = read_length(in);
  return !in.ok() || in.offset() + message.length <= message.size;
}

// Whether the client asks for TLS, or the server grants it.
bool starts_tls(const Message& message, Cursor in) noexcept {
  if (message.operation == Operation::extended_request) {
    return in.u8() == kRequestName && as_text(in.take(in.u8())) == kStartTls;
  }
  constexpr std::uint8_t kSuccess = 0;
  return message.operation == Operation::extended_response && in.u8() == kEnumerated &&
         in.u8() == 1 && in.u8() == kSuccess && in.ok();
}

// The bytes that must be there before the message is read.
std::uint64_t wanted(const Message& message, const Cursor& in) noexcept {
  constexpr std::uint64_t kTagAndLength = 2;
  const bool extended = message.operation == Operation::extended_request ||
                        message.operation == Operation::extended_response;
  if (extended || ldap_facts::is_read(message.operation, in.rest())) {
    return std::min(message.size, kMostRead);
  }
  return std::min(message.size, in.offset() + kTagAndLength);
}

std::uint8_t mode_after(std::uint8_t mode, const Message& message) noexcept {
  const bool bind =
      message.operation == Operation::bind_request || message.operation == Operation::bind_response;
  const int before = bind ? std::max<int>(mode, kBound) : mode;
  return static_cast<std::uint8_t>(before + 1);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
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
  const std::uint64_t least = wanted(message, in);
  if (payload.bytes.size() < least && !payload.final) {
    return Reading::need_more(static_cast<std::uint32_t>(least));
  }
  const bool is_read = ldap_facts::is_read(message.operation, in.rest());
  if (first && payload.guessed && !is_read && !starts_tls(message, in)) return foreign;
  const ByteView rest = in.rest();
  ldap_facts::read(message.operation,
                   rest.first(std::min<std::size_t>(rest.size(), message.length)), findings);
  if (payload.mode == kMostMessages || message.size > 0x7fff'ffff) return Reading::done();
  return Reading::next(static_cast<std::uint32_t>(message.size), mode_after(payload.mode, message));
}

}  // namespace

extern constinit const Protocol ldap{"ldap", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
