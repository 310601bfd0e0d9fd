// QUIC: which version a side speaks, and of clients what their TLS hello says.
//
// A hello may come in any number of CRYPTO frames, packets and datagrams, in any order; those that
// hold parts of it are kept until it is whole. Google's own versions have a hello of their own,
// CHLO, up to Q046 in clear. A server's hello needs the client's connection ID and is left alone;
// so is everything that is encrypted with other keys than the initial ones.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "base/cursor.hpp"
#include "protocols/client_hello.hpp"
#include "protocols/line.hpp"
#include "protocols/pieces.hpp"
#include "protocols/protocol.hpp"
#include "protocols/quic_google.hpp"
#include "protocols/quic_initial.hpp"
#include "protocols/quic_number.hpp"

namespace tapcensus {

extern const Protocol quic;

namespace {

// HTTP/3, and HTTP once; DNS over QUIC, and its ports before RFC 9250; where servers are tried out.
constexpr std::uint16_t kPorts[] = {80, 443, 784, 853, 4433, 6121, 8443, 8853};

// A long header of a version with known seals (RFC 8999, 5.1). Its second bit is one, unless the
// other side has said that it does not mind (RFC 9287).
constexpr ByteSet kStart[] = {
    ByteSet::masked(0x80, 0x80),
    ByteSet::one_of(std::string_view{"\x00\x51\x54\x6b\x70\xfa\xff", 7}),
    ByteSet::one_of(std::string_view{"\x00\x30\x33\x9a\xce", 5}),
    ByteSet::one_of(std::string_view{"\x00\x34\x35\x43\x50\xb0", 6}),
    ByteSet::any(),
    ByteSet::between(0, 20),
};

constexpr std::uint8_t kLong = 0x80;
constexpr std::size_t kMostId = 20;          // RFC 9000, 17.2
constexpr std::size_t kLeastInitial = 1200;  // bytes of a client's datagram, RFC 9000, 14.1
constexpr std::uint32_t kVersion2 = 0x6b3343cf, kVersion2Draft = 0x709a50c4;

enum class Kind : std::uint8_t { initial, early, handshake, retry };

// A packet with a long header; views into the datagram.
struct Packet {
  Kind kind;
  std::uint32_t version;
  ByteView destination;  // connection ID
  ByteView source;       // connection ID
  ByteView bytes;
  std::size_t number_at;  // place of the packet number
};

// RFC 9369, 3.2: version 2 turns the types round by one.
Kind kind_of(std::uint8_t flags, std::uint32_t version) noexcept {
  const unsigned type = flags >> 4 & 3u;
  const bool turned = version == kVersion2 || version == kVersion2Draft;
  return static_cast<Kind>(turned ? (type + 3) & 3u : type);
}

// Takes the next packet out of a datagram; false when none of a known version is there.
bool take_packet(Cursor& datagram, Packet& packet) noexcept {
  const ByteView all = datagram.rest();
  Cursor in{all};
  const std::uint8_t flags = in.u8();
  packet.version = in.be32();
  const std::size_t destination = in.u8();
  packet.destination = in.take(destination);
  const std::size_t source = in.u8();
  packet.source = in.take(source);
  if (!in.ok() || (flags & kLong) == 0) return false;
  if (destination > kMostId || source > kMostId || seals_of_quic(packet.version).empty()) {
    return false;
  }
  packet.kind = kind_of(flags, packet.version);
  if (packet.kind == Kind::retry) {
    constexpr std::size_t kIntegrity = 16;  // RFC 9001, 5.8; drafts before 25 had none
    packet.bytes = all;
    datagram.skip(all.size());
    return in.left() >= kIntegrity;
  }
  if (packet.kind == Kind::initial) {
    const std::uint64_t token = quic_number(in);
    if (token > in.left()) return false;
    in.skip(static_cast<std::size_t>(token));
  }
  const std::uint64_t length = quic_number(in);
  if (!in.ok() || length > in.left() || length == 0) return false;
  packet.number_at = in.offset();
  packet.bytes = datagram.take(packet.number_at + static_cast<std::size_t>(length));
  return true;
}

// The CRYPTO frames among the frames of an Initial packet (RFC 9000, 12.4 and 19). Google's
// versions have another number for them, which nothing else in an Initial packet has.
void take_frames(ByteView frames, Pieces& pieces) noexcept {
  enum Type : std::uint8_t { kPadding, kPing, kAck, kAckEcn, kCrypto = 6, kGoogleCrypto = 8 };
  Cursor in{frames};
  while (!in.at_end()) {
    const std::uint8_t type = in.u8();
    if (type == kPadding || type == kPing) continue;
    if (type == kAck || type == kAckEcn) {
      quic_number(in);  // largest
      quic_number(in);  // delay
      const std::uint64_t ranges = quic_number(in);
      for (std::uint64_t numbers = 1 + 2 * std::min<std::uint64_t>(ranges, frames.size());
           numbers > 0 && in.ok(); --numbers) {
        quic_number(in);
      }
      for (int counts = type == kAckEcn ? 3 : 0; counts > 0; --counts) quic_number(in);
    } else if (type == kCrypto || type == kGoogleCrypto) {
      const std::uint64_t at = quic_number(in);
      const std::uint64_t size = quic_number(in);
      const ByteView bytes = in.take(static_cast<std::size_t>(size));
      if (in.ok() && at < kMostHello) pieces.add(static_cast<std::size_t>(at), bytes);
    } else {
      return;
    }
  }
}

bool holds_initial(ByteView datagram) noexcept {
  Cursor in{datagram};
  Packet packet;
  while (take_packet(in, packet)) {
    if (packet.kind == Kind::initial) return true;
  }
  return false;
}

// Collects a client's hello from its datagrams.
class Initials {
 public:
  // Connection IDs must be known before packets are opened: a hello may go on under another one,
  // with the keys of the first.
  void note_ids(ByteView datagram) noexcept {
    Cursor in{datagram};
    Packet packet;
    while (take_packet(in, packet)) {
      if (packet.kind == Kind::initial) place_of(packet);
    }
  }

  void open(ByteView datagram) noexcept {
    Cursor in{datagram};
    Packet packet;
    while (take_packet(in, packet)) {
      if (packet.kind == Kind::initial) open(packet);
    }
  }

  const Pieces& pieces() const noexcept { return pieces_; }

 private:
  struct Id {
    std::uint32_t version;
    ByteView bytes;
    const QuicSeal* seal = nullptr;  // of the keys that have been derived
  };

  std::size_t place_of(const Packet& packet) noexcept {
    for (std::size_t i = 0; i < size_; ++i) {
      const Id& id = ids_[i];
      if (id.version == packet.version && std::ranges::equal(id.bytes, packet.destination)) {
        return i;
      }
    }
    if (size_ < ids_.size()) ids_[size_++] = {packet.version, packet.destination};
    return size_ - 1;
  }

  // Its own connection ID first, then those that were seen before and after.
  void open(const Packet& packet) noexcept {
    const std::size_t own = place_of(packet);
    if (open(packet, own)) return;
    for (std::size_t i = 0; i < size_; ++i) {
      if (i != own && open(packet, i)) return;
    }
  }

  bool open(const Packet& packet, std::size_t place) noexcept {
    Id& id = ids_[place];
    for (const QuicSeal* const seal : seals_of_quic(packet.version)) {
      if (id.seal != seal) keys_[place].derive(*seal, id.bytes);
      id.seal = seal;
      const ByteView frames =
          keys_[place].open(packet.bytes, packet.number_at, std::span{room_}.subspan(used_));
      if (frames.empty()) continue;
      used_ += frames.size();
      take_frames(frames, pieces_);
      return true;
    }
    return false;
  }

  std::array<Id, 3> ids_;
  std::array<QuicInitialKeys, 3> keys_;
  std::size_t size_ = 0;
  std::array<std::byte, 24 * 1024> room_;
  std::size_t used_ = 0;
  Pieces pieces_;
};

// Up to Q043: flags, connection ID, and from clients a version.
Reading read_public_header(ByteView bytes, Findings& findings) noexcept {
  enum Flag : std::uint8_t { kVersion = 0x01, kReset = 0x02, kId = 0x08, kUnused = 0xc0 };
  Cursor in{bytes};
  const std::uint8_t flags = in.u8();
  if ((flags & (kVersion | kReset | kId | kUnused)) != (kVersion | kId)) return Reading::not_mine();
  in.skip(8);
  const ByteView version = in.take(4);
  if (!in.ok() || !is_google_quic(Cursor{version}.be32())) return Reading::not_mine();
  findings.add(Field::quic_version, as_text(version));
  return read_clear_google_hello(in.rest(), findings) ? Reading::settled() : Reading::done();
}

// RFC 9000, 15: reserved to keep servers used to versions that they do not know.
constexpr bool is_grease(std::uint32_t version) noexcept {
  return (version & 0x0f0f0f0f) == 0x0a0a0a0a;
}

void add_version(std::uint32_t version, Findings& findings) noexcept {
  if (is_grease(version)) return findings.add(Field::quic_version, "grease");
  Line<10> text;
  text.add("0x");
  text.add_hex(static_cast<std::uint16_t>(version >> 16));
  text.add_hex(static_cast<std::uint16_t>(version));
  findings.add_composed(Field::quic_version, text.view());
}

// A long header of a version that has no seals we know: only what holds for all (RFC 8999, 5.1).
Reading read_other_version(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  in.skip(1);
  const ByteView version = in.take(4);
  const std::uint32_t number = Cursor{version}.be32();
  if (is_google_quic(number)) {  // Q044 to Q046: the lengths of both IDs in one byte
    const std::uint8_t lengths = in.u8();
    const auto length = [](unsigned half) { return half == 0 ? 0u : half + 3; };
    in.skip(length(lengths >> 4) + length(lengths & 15u));
    if (!in.ok()) return Reading::not_mine();
    findings.add(Field::quic_version, as_text(version));
    return read_clear_google_hello(in.rest(), findings) ? Reading::settled() : Reading::done();
  }
  if (payload.guessed) return Reading::not_mine();
  const std::size_t destination = in.u8();
  in.skip(destination);
  const std::size_t source = in.u8();
  in.skip(source);
  if (!in.ok() || destination > kMostId || source > kMostId) return Reading::not_mine();
  if (number == 0) return Reading::done();  // Version Negotiation: what is offered, not spoken
  if (payload.bytes.size() < kLeastInitial) return Reading::not_mine();
  add_version(number, findings);
  return Reading::done();
}

// What is remembered of a direction of which all has been said: few bits of version and of the
// sender's connection ID, which he does not change before the handshake is over (RFC 9000, 7.2).
// So the rest of a handshake costs nothing, and another connection on the same ports is seen.
std::uint8_t mark_of(const Packet& packet) noexcept {
  std::uint32_t mark = packet.version;
  for (const std::byte each : packet.source)
    mark = mark * 31 + std::to_integer<std::uint32_t>(each);
  return static_cast<std::uint8_t>(mark * 0x9e3779b1u >> 24 | 1);  // 0: nothing is remembered
}

// The body of a hello that is whole, or of which no more will come.
Reading read_hello(const Payload& payload, const Packet& packet, const Initials& initials,
                   Findings& findings) noexcept {
  constexpr std::size_t kHeader = 4;
  constexpr std::uint8_t kClientHello = 1;
  std::array<std::byte, kHeader + kMostHello> room;
  const ByteView message = initials.pieces().joined(room);
  add_version(packet.version, findings);
  if (as_text(message).starts_with("CHLO")) {
    read_google_hello(message, Lifetime::call, findings);
    return Reading::settled(mark_of(packet));
  }
  Cursor in{message};
  const std::uint8_t type = in.u8();
  const std::size_t length = in.be24();
  if (in.ok() && (type != kClientHello || length > kMostHello)) return Reading::done();
  if (in.left() < length || !in.ok()) {
    if (!payload.final) return Reading::next_datagram(!was_kept(payload.earlier, payload.bytes));
    if (!in.ok()) return Reading::done();
  }
  const ByteView body = in.take(std::min(length, in.left()));
  // Of what is no hello the version is told all the same.
  const bool read = read_client_hello(body, HelloCarrier::quic, Lifetime::call, findings);
  return read ? Reading::settled(mark_of(packet)) : Reading::done();
}

// Nobody but a server sends from such a port to another one.
bool from_server(const Layers& layers) noexcept {
  return std::ranges::count(kPorts, layers.source_port) > 0 &&
         std::ranges::count(kPorts, layers.target_port) == 0;
}

// The first packet of the datagram, or of the kept ones when there is none at hand.
bool first_packet(const Payload& payload, Packet& packet) noexcept {
  Cursor kept{payload.earlier};
  Cursor in{payload.final ? kept.take(kept.be16()) : payload.bytes};
  return take_packet(in, packet);
}

Reading read_packets(const Payload& payload, const Packet& first, Findings& findings) noexcept {
  Initials initials;
  for_each_kept(payload.earlier, [&](ByteView datagram) { initials.note_ids(datagram); });
  initials.note_ids(payload.bytes);
  for_each_kept(payload.earlier, [&](ByteView datagram) { initials.open(datagram); });
  const std::size_t before = initials.pieces().size();
  initials.open(payload.bytes);
  if (!payload.final && initials.pieces().size() == before) {
    if (!payload.earlier.empty()) return Reading::next_datagram(false);
    add_version(first.version, findings);
    return payload.guessed ? Reading::done() : Reading::settled();
  }
  return read_hello(payload, first, initials, findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const bool begun = !payload.earlier.empty();
  if (!payload.final) {
    if (payload.bytes.empty()) return Reading::not_mine();
    const auto flags = std::to_integer<std::uint8_t>(payload.bytes[0]);
    if ((flags & kLong) == 0) {
      return begun || payload.guessed ? Reading::not_mine()
                                      : read_public_header(payload.bytes, findings);
    }
  }
  Packet first;
  if (!first_packet(payload, first)) {
    return begun ? Reading::not_mine() : read_other_version(payload, findings);
  }
  if (payload.mode == mark_of(first)) return Reading::done();
  const bool server = from_server(payload.layers);
  if (payload.final || (!server && holds_initial(payload.bytes))) {
    return read_packets(payload, first, findings);
  }
  if (begun) return Reading::next_datagram(false);
  add_version(first.version, findings);
  return payload.guessed ? Reading::done() : Reading::settled(server ? mark_of(first) : 0);
}

}  // namespace

extern constinit const Protocol quic{"quic", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
