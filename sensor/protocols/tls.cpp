// TLS over TCP: the ClientHello, the first message of a client, and the second one that a server
// may ask for (HelloRetryRequest; RFC 8446, 4.1.4).
//
// Clients may cut it into records as they like (RFC 8446, 5.1), so it is collected across them; the
// usual one, whole in one record, is read where it lies. A hello in the framing of SSL 2 is not
// ours: no fingerprint is defined for it.
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "base/cursor.hpp"
#include "protocols/client_hello.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {

extern const Protocol tls;

namespace {

// HTTPS, SMTPS, NNTPS, LDAPS, DNS over TLS, FTPS, TELNETS, IMAPS, POP3S, SIPS, IRC, MQTT.
constexpr std::uint16_t kPorts[] = {443, 465, 563, 636,  853,  989,  990,
                                    992, 993, 995, 5061, 6697, 8443, 8883};

// A record of a handshake.
constexpr ByteSet kStart[] = {ByteSet::just(22), ByteSet::just(3), ByteSet::between(0, 4)};

constexpr std::size_t kRecordHeader = 5, kMessageHeader = 4;
constexpr std::uint8_t kChangeCipherSpec = 20, kHandshake = 22, kClientHello = 1;
constexpr std::size_t kMostRecord = 1 << 14;

// Where in a direction the next message stands.
enum Mode : std::uint8_t { kAtStart, kAfterHello, kAfterChange };

struct Record {
  std::size_t length = 0;  // as its header says; 0 while the header is not whole
  ByteView bytes;          // as much of it as there is
  bool is_handshake = true;
};

// A header of which only a part is there is judged by this part.
Record next_record(Cursor& in) noexcept {
  const ByteView head = in.take(std::min(in.left(), kRecordHeader));
  const auto at = [head](std::size_t i, std::uint8_t otherwise) {
    return i < head.size() ? std::to_integer<std::uint8_t>(head[i]) : otherwise;
  };
  Record record;
  record.is_handshake = at(0, kHandshake) == kHandshake && at(1, 3) == 3 && at(2, 0) <= 4;
  if (head.size() < kRecordHeader || !record.is_handshake) return record;
  record.length = at(3, 0) << 8 | at(4, 0);
  record.is_handshake = record.length != 0 && record.length <= kMostRecord;
  record.bytes = in.take(std::min(in.left(), record.length));
  return record;
}

struct Collected {
  bool handshake_only = true;
  std::size_t size = 0;   // how many bytes of messages were collected
  std::size_t least = 0;  // how many bytes of the direction it takes to fill the rest; 0 when full
  std::size_t end = 0;    // where the record ends that filled it
};

// Fills `into` with the beginning of the handshake messages, across records.
Collected collect(ByteView bytes, std::span<std::byte> into) noexcept {
  Collected collected;
  for (Cursor in{bytes}; collected.size < into.size();) {
    const std::size_t start = in.offset();
    const Record record = next_record(in);
    if (!record.is_handshake) {
      collected.handshake_only = false;
      break;
    }
    const std::size_t wanted = into.size() - collected.size;
    const ByteView part = record.bytes.first(std::min(record.bytes.size(), wanted));
    std::ranges::copy(part, into.begin() + static_cast<std::ptrdiff_t>(collected.size));
    collected.size += part.size();
    collected.end = start + kRecordHeader + record.length;
    if (part.size() == wanted) break;
    if (record.bytes.size() < record.length || record.length == 0) {
      const bool one_more_header = record.length != 0 && wanted > record.length;
      collected.least = start + kRecordHeader + wanted + (one_more_header ? kRecordHeader : 0);
      break;
    }
  }
  return collected;
}

// The records go on after a hello that is whole, at `end`.
Reading read_message(ByteView hello, Lifetime lifetime, std::size_t end,
                     Findings& findings) noexcept {
  if (!read_client_hello(hello, HelloCarrier::tcp, lifetime, findings)) return Reading::not_mine();
  return Reading::next(static_cast<std::uint32_t>(end), kAfterHello);
}

Reading read_collected(const Payload& payload, std::size_t message, Findings& findings) noexcept {
  std::array<std::byte, kMessageHeader + kMostHello> buffer;
  const Collected all = collect(payload.bytes, std::span{buffer}.first(message));
  if (!all.handshake_only) return Reading::not_mine();
  if (all.least != 0 && !payload.final) {
    return Reading::need_more(static_cast<std::uint32_t>(all.least));
  }
  const ByteView hello = ByteView{buffer}.first(all.size).subspan(kMessageHeader);
  return read_message(hello, Lifetime::call, all.end, findings);
}

Reading read_hello(const Payload& payload, Findings& findings) noexcept {
  std::array<std::byte, kMessageHeader> start{std::byte{kClientHello}};
  const Collected begun = collect(payload.bytes, start);
  if (!begun.handshake_only || start[0] != std::byte{kClientHello}) return Reading::not_mine();
  if (begun.least != 0) {
    return payload.final ? Reading::not_mine()
                         : Reading::need_more(static_cast<std::uint32_t>(begun.least));
  }
  Cursor header{ByteView{start}.subspan(1)};
  const std::size_t length = header.be24();
  if (length > kMostHello) return Reading::not_mine();
  const std::size_t message = kMessageHeader + length;

  Cursor in{payload.bytes};
  const Record first = next_record(in);
  if (first.bytes.size() < message) return read_collected(payload, message, findings);
  return read_message(first.bytes.subspan(kMessageHeader, length), Lifetime::packet,
                      kRecordHeader + first.length, findings);
}

// One change_cipher_spec may stand before the second hello (RFC 8446, D.4); anything else there
// means that there is none.
Reading read_second(const Payload& payload, Findings& findings) noexcept {
  constexpr std::size_t kChangeLength = 1;
  const ByteView bytes = payload.bytes;
  if (bytes.empty()) return payload.final ? Reading::done() : Reading::need_more(1);
  if (payload.mode == kAfterHello && bytes[0] == std::byte{kChangeCipherSpec}) {
    return Reading::next(kRecordHeader + kChangeLength, kAfterChange);
  }
  const Reading reading = read_hello(payload, findings);
  return reading.what == Reading::What::need_more ? reading : Reading::done();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  return payload.mode == kAtStart ? read_hello(payload, findings) : read_second(payload, findings);
}

}  // namespace

extern constinit const Protocol tls{"tls", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
