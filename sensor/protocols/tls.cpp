// TLS over TCP: the hellos of both sides, also the second ones that a HelloRetryRequest asks for
// (RFC 8446, 4.1.4), and below TLS 1.3 the certificates of both.
//
// Of a chain of certificates only the first is read: that of the sender himself. A hello in the
// framing of SSL 2 is ssl2.cpp's, the answer to it ours.
#include "protocols/tls.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/cursor.hpp"
#include "protocols/certificate.hpp"
#include "protocols/client_hello.hpp"
#include "protocols/handshake.hpp"
#include "protocols/protocol.hpp"
#include "protocols/server_hello.hpp"

namespace tapcensus {

extern const Protocol tls;

namespace {

// HTTPS, SMTPS, NNTPS, LDAPS, DNS over TLS, FTPS, TELNETS, IMAPS, POP3S, SIPS, IRC, MQTT.
constexpr std::uint16_t kPorts[] = {443, 465, 563, 636,  853,  989,  990,
                                    992, 993, 995, 5061, 6697, 8443, 8883};

// A record of a handshake, or a warning before it.
constexpr ByteSet kStart[] = {ByteSet::between(21, 22), ByteSet::just(3), ByteSet::between(0, 4)};

constexpr std::uint8_t kChangeCipherSpec = 20;
constexpr std::size_t kChangeCipherSpecRecord = 6;

// Types of messages (RFC 8446, 4).
constexpr std::uint8_t kClientHello = 1, kServerHello = 2, kCertificate = 11;
constexpr std::size_t kHeader = Handshake::kMessageHeader;

// Where in a direction the next message stands.
enum Mode : std::uint8_t { kAtStart, kAfterHello, kAfterChange };

struct Header {
  std::uint8_t type;
  std::size_t length;
};

// Of the message that begins at `at`; its four bytes are there.
Header header_at(Handshake& messages, std::size_t at) noexcept {
  Cursor in{messages.first(at + kHeader).subspan(at)};
  const std::uint8_t type = in.u8();
  return {type, in.be24()};
}

bool is_there(Handshake& messages, std::size_t size) noexcept {
  return messages.first(size).size() >= size;
}

// The answer as long as the first `size` bytes of the messages may still come.
std::optional<Reading> wait_for(Handshake& messages, std::size_t size,
                                const Payload& payload) noexcept {
  if (payload.final || is_there(messages, std::min(size, Handshake::kMost))) return std::nullopt;
  const std::size_t needed = messages.needed(size);
  if (needed == 0) return std::nullopt;
  return Reading::need_more(static_cast<std::uint32_t>(needed));
}

Reading read_client_hello(Handshake& messages, const Payload& payload, std::size_t length,
                          Findings& findings) noexcept {
  if (length > kMostHello) return Reading::not_mine();
  if (const auto wait = wait_for(messages, kHeader + length, payload)) return *wait;
  const ByteView body = messages.first(kHeader + length).subspan(kHeader);
  if (messages.ended()) return Reading::not_mine();
  if (!read_client_hello(body, HelloCarrier::tcp, messages.lifetime(), findings)) {
    return Reading::not_mine();
  }
  return Reading::next(static_cast<std::uint32_t>(messages.end_of_record()), kAfterHello);
}

// The answer as long as the sender's own certificate may still come, where a message with a chain
// of them may begin at `at`. After that `found` is as much of it as there is; nothing when there is
// none. RFC 5246, 7.4.2.
std::optional<Reading> wait_for_certificate(Handshake& messages, std::size_t at,
                                            const Payload& payload, ByteView& found) noexcept {
  constexpr std::size_t kLength = 3;  // of the chain, and of each certificate in it
  if (const auto wait = wait_for(messages, at + kHeader, payload)) return wait;
  if (!is_there(messages, at + kHeader)) return std::nullopt;
  const auto [type, chain] = header_at(messages, at);
  if (type != kCertificate || chain <= 2 * kLength) return std::nullopt;
  const std::size_t begin = at + kHeader + 2 * kLength;
  if (const auto wait = wait_for(messages, begin, payload)) return wait;
  if (!is_there(messages, begin)) return std::nullopt;
  Cursor in{messages.first(begin).last(2 * kLength)};
  const bool fills_the_message = in.be24() == chain - kLength;
  const std::size_t length = in.be24();
  if (!fills_the_message || length > chain - 2 * kLength) return std::nullopt;
  if (const auto wait = wait_for(messages, begin + length, payload)) return wait;
  found = messages.first(begin + length).subspan(begin);
  return std::nullopt;
}

// A message with a chain of certificates where nothing of the handshake is known before it.
Reading read_certificate(Handshake& messages, const Payload& payload, Findings& findings) noexcept {
  ByteView certificate;
  if (const auto wait = wait_for_certificate(messages, 0, payload, certificate)) return *wait;
  if (certificate.empty()) return Reading::not_mine();
  read_certificate(certificate, messages.lifetime(), findings);
  return Reading::done();
}

// The hello is told together with the certificate: one of the two may be where the other ends, in
// the middle of a record, and there no reading can begin anew.
Reading read_server_hello(Handshake& messages, const Payload& payload, std::size_t length,
                          Findings& findings) noexcept {
  const std::size_t end = kHeader + length;
  if (length > kMostServerHello) return Reading::not_mine();
  if (const auto wait = wait_for(messages, end, payload)) return *wait;
  ServerHello hello;
  if (!read_server_hello(messages.first(end).subspan(kHeader), hello)) return Reading::not_mine();
  if (hello.retry) {
    tell(hello, messages.lifetime(), findings);
    return Reading::next(static_cast<std::uint32_t>(messages.end_of_record()), kAfterHello);
  }
  ByteView certificate;
  if (!hello.encrypts_the_rest()) {
    if (const auto wait = wait_for_certificate(messages, end, payload, certificate)) return *wait;
  }
  tell(hello, messages.lifetime(), findings);
  read_certificate(certificate, messages.lifetime(), findings);
  return Reading::done();
}

std::optional<std::uint8_t> first_type(Handshake& messages) noexcept {
  const ByteView begun = messages.first(1);
  if (begun.empty()) return std::nullopt;
  return std::to_integer<std::uint8_t>(begun[0]);
}

Reading read_message(Handshake& messages, const Payload& payload, Findings& findings) noexcept {
  const auto type = first_type(messages);
  const bool known = !type || type == kClientHello || type == kServerHello || type == kCertificate;
  if (messages.ended() || !known) return Reading::not_mine();
  if (const auto wait = wait_for(messages, kHeader, payload)) return *wait;
  if (!is_there(messages, kHeader)) return Reading::not_mine();
  const std::size_t length = header_at(messages, 0).length;
  switch (*type) {
    case kClientHello: return read_client_hello(messages, payload, length, findings);
    case kServerHello: return read_server_hello(messages, payload, length, findings);
    default: return read_certificate(messages, payload, findings);
  }
}

// A server may warn before its hello: it does not know the name it was asked for (RFC 6066, 3).
// Nothing where the bytes are no warning.
std::optional<Reading> skip_warning(const Payload& payload) noexcept {
  constexpr std::uint8_t kAlert = 21, kWarning = 1;
  constexpr std::size_t kAlertRecord = 7;
  Cursor in{payload.bytes};
  if (in.u8() != kAlert) return std::nullopt;
  if (in.left() < kAlertRecord - 1) {
    if (payload.final) return std::nullopt;
    return Reading::need_more(kAlertRecord);
  }
  const bool warning = in.u8() == 3 && in.u8() <= 4 && in.be16() == 2 && in.u8() == kWarning;
  return warning ? std::optional{Reading::next(kAlertRecord, kAtStart)} : std::nullopt;
}

// What may follow a hello: another one, before it perhaps a change_cipher_spec (RFC 8446, D.4), or
// the certificate of a client below TLS 1.3. Anything else means that all is told.
Reading read_second(const Payload& payload, Findings& findings) noexcept {
  const ByteView bytes = payload.bytes;
  if (bytes.empty()) return payload.final ? Reading::done() : Reading::need_more(1);
  if (payload.mode == kAfterHello && bytes[0] == std::byte{kChangeCipherSpec}) {
    return Reading::next(kChangeCipherSpecRecord, kAfterChange);
  }
  Handshake messages{bytes};
  const bool encrypted = payload.mode == kAfterChange && first_type(messages) == kCertificate;
  if (encrypted) return Reading::done();
  const Reading reading = read_message(messages, payload, findings);
  return reading.what == Reading::What::need_more ? reading : Reading::done();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  if (payload.mode != kAtStart) return read_second(payload, findings);
  if (const auto warning = skip_warning(payload)) return *warning;
  return read_tls(payload, Lifetime::packet, findings);
}

}  // namespace

Reading read_tls(const Payload& payload, Lifetime lifetime, Findings& findings) noexcept {
  Handshake messages{payload.bytes, lifetime};
  return read_message(messages, payload, findings);
}

extern constinit const Protocol tls{"tls", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
