// DTLS: the hellos of both sides, in records of the first epoch, on any port.
//
// A hello may be cut into fragments, over records and datagrams and in any order (RFC 6347, 4.2.3;
// RFC 9147, 5.5); datagrams that hold a part of it are kept until it is whole. A client says hello
// again when the server wants to see a cookie or another group; each hello is read for itself.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/cursor.hpp"
#include "protocols/client_hello.hpp"
#include "protocols/pieces.hpp"
#include "protocols/protocol.hpp"
#include "protocols/server_hello.hpp"

namespace tapcensus {

extern const Protocol dtls;

namespace {

// A record of a handshake, epoch 0, and a number that is not yet large. 0x0100 is what OpenSSL had
// before DTLS 1.0 was one, and some VPNs still speak.
constexpr ByteSet kStart[] = {
    ByteSet::just(22),
    ByteSet::just(0xfe) | ByteSet::just(1),
    ByteSet::just(0xff) | ByteSet::just(0xfd) | ByteSet::just(0xfc) | ByteSet::just(0),
    ByteSet::just(0),
    ByteSet::just(0),
    ByteSet::just(0),
    ByteSet::just(0),
    ByteSet::just(0),
};

constexpr std::uint8_t kHandshake = 22;
constexpr std::uint8_t kClientHello = 1, kServerHello = 2;

bool is_version(std::uint16_t version) noexcept {
  return version == 0xfeff || version == 0xfefd || version == 0xfefc || version == 0x0100;
}

struct Fragment {
  std::uint8_t type;
  std::uint16_t sequence;  // of the message
  std::size_t length;      // of the message
  std::size_t at;
  ByteView bytes;

  bool same_message(const Fragment& other) const noexcept {
    return type == other.type && sequence == other.sequence && length == other.length;
  }
};

// Calls use(fragment) for each that is whole, of the handshake records that a datagram begins with.
template <class Use>
void for_each_fragment(ByteView datagram, Use&& use) noexcept {
  for (Cursor in{datagram}; !in.at_end();) {
    const std::uint8_t type = in.u8();
    const std::uint16_t version = in.be16();
    const std::uint16_t epoch = in.be16();
    in.skip(6);  // sequence number
    Cursor record{in.take(in.be16())};
    if (!in.ok() || type != kHandshake || epoch != 0 || !is_version(version)) return;
    while (!record.at_end()) {
      Fragment fragment{};
      fragment.type = record.u8();
      fragment.length = record.be24();
      fragment.sequence = record.be16();
      fragment.at = record.be24();
      fragment.bytes = record.take(record.be24());
      const bool fits =
          fragment.at <= fragment.length && fragment.bytes.size() <= fragment.length - fragment.at;
      if (!record.ok() || !fits) return;
      use(fragment);
    }
  }
}

bool is_hello(const Fragment& fragment) noexcept {
  return fragment.type == kClientHello || fragment.type == kServerHello;
}

// The last hello that the datagram holds a part of.
std::optional<Fragment> hello_in(ByteView datagram) noexcept {
  std::optional<Fragment> hello;
  for_each_fragment(datagram, [&hello](const Fragment& fragment) {
    if (is_hello(fragment) && fragment.length <= kMostHello) hello = fragment;
  });
  return hello;
}

// The same of the kept datagrams, when there is none at hand.
std::optional<Fragment> last_hello(const Payload& payload) noexcept {
  if (!payload.final) return hello_in(payload.bytes);
  std::optional<Fragment> hello;
  for_each_kept(payload.earlier, [&hello](ByteView datagram) {
    if (const auto found = hello_in(datagram)) hello = found;
  });
  return hello;
}

bool read_body(std::uint8_t type, ByteView body, Findings& findings) noexcept {
  if (type == kClientHello) {
    return read_client_hello(body, HelloCarrier::dtls, Lifetime::call, findings);
  }
  ServerHello hello;
  if (!read_server_hello(body, hello)) return false;
  tell(hello, Lifetime::call, findings);
  return true;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const auto hello = last_hello(payload);
  if (!hello) return Reading::not_mine();
  Pieces pieces;
  const auto take = [&](ByteView datagram) {
    for_each_fragment(datagram, [&](const Fragment& fragment) {
      if (fragment.same_message(*hello)) pieces.add(fragment.at, fragment.bytes);
    });
  };
  for_each_kept(payload.earlier, take);
  take(payload.bytes);
  std::array<std::byte, kMostHello> room;
  const ByteView body = pieces.joined(room);
  if (body.size() < hello->length && !payload.final) {
    return Reading::next_datagram(!was_kept(payload.earlier, payload.bytes));
  }
  return read_body(hello->type, body, findings) ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol dtls{"dtls", Carrier::udp, {}, read, kStart};

}  // namespace tapcensus
