// IPsec without UDP around it: ESP (RFC 4303) and AH (RFC 4302).
//
// The one over UDP stands beside IKE, whose port it shares.
#include <array>

#include "base/cursor.hpp"
#include "protocols/obfuscation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::uint8_t kEsp = 50, kAh = 51;
constexpr std::array<std::uint16_t, 2> kKeys{kEsp, kAh};
constexpr std::uint32_t kLeastIndex = 256;  // below, they are reserved (RFC 4303, 2.1)

// Of AH the length is known: its own, in words of four bytes, less two (RFC 4302, 2.2).
Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  if (payload.layers.protocol == kAh) {
    in.skip(1);
    const std::size_t length = (in.u8() + std::size_t{2}) * 4;
    constexpr std::size_t kLeast = 12;
    if (in.be16() != 0 || length < kLeast || length > payload.bytes.size()) {
      return Reading::not_mine();
    }
  }
  const std::uint32_t index = in.be32();
  in.skip(4);  // sequence number
  if (!in.ok() || index < kLeastIndex) return Reading::not_mine();
  add(Obfuscation::ipsec, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol ipsec{"ipsec", Carrier::ip, kKeys, read};

}  // namespace tapcensus
