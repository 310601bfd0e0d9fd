// Hellos of TLS clients in the framing of SSL 2 (RFC 5246, E.2): which version they offer.
//
// Old libraries began so, that servers of either kind would understand them; what follows is TLS.
// No fingerprint is defined for such a hello, and it names no server.
#include <cstdint>

#include "base/cursor.hpp"
#include "protocols/hello.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

// HTTPS, SMTPS, LDAPS, IMAPS, POP3S.
constexpr std::uint16_t kPorts[] = {443, 465, 636, 993, 995};

constexpr std::uint8_t kClientHello = 1;
constexpr std::size_t kLengthField = 2;
constexpr std::size_t kHead = 9;  // behind the length: type, version and three lengths

// The length, of which the first bit is set; a hello; SSL 2.0, or 3.0 to TLS 1.2.
constexpr ByteSet kStart[] = {ByteSet::masked(0x80, 0x80), bytes::kAny, ByteSet::just(kClientHello),
                              ByteSet::one_of({"\0\3", 2}), ByteSet::between(0, 3)};

Reading read(const Payload& payload, Findings& findings) noexcept {
  constexpr std::uint16_t kSsl2 = 2, kSsl3 = 0x0300, kTls12 = 0x0303;
  constexpr std::size_t kCipher = 3, kSession = 16, kLeastChallenge = 16, kMostChallenge = 32;
  Cursor in{payload.bytes};
  const std::size_t length = in.be16() & 0x7fffu;
  const std::uint8_t type = in.u8();
  const std::uint16_t version = in.be16();
  const std::size_t ciphers = in.be16();
  const std::size_t session = in.be16();
  const std::size_t challenge = in.be16();
  if (!in.ok()) {
    return payload.final ? Reading::not_mine() : Reading::need_more(kLengthField + kHead);
  }
  const bool fits = length == kHead + ciphers + session + challenge;
  const bool usual = ciphers > 0 && ciphers % kCipher == 0 &&
                     (session == 0 || session == kSession) && challenge >= kLeastChallenge &&
                     challenge <= kMostChallenge;
  const bool offered = version == kSsl2 || (version >= kSsl3 && version <= kTls12);
  if (type != kClientHello || !offered || !fits || !usual) return Reading::not_mine();
  const auto whole = static_cast<std::uint32_t>(kLengthField + length);
  if (payload.bytes.size() < whole && !payload.final) return Reading::need_more(whole);
  findings.add(Field::tls_version, name_of_version(version).name);
  return Reading::switched(whole);
}

}  // namespace

extern constinit const Protocol ssl2{"ssl2", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
