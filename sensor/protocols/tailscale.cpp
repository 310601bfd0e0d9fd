// Tailscale's path discovery ("disco", tailscale.com/blog, "How NAT traversal works"; the form is
// in its published sources): a magic number, the sender's key, a nonce, and cipher text.
#include <array>
#include <string_view>

#include "protocols/obfuscation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{41641};
constexpr std::string_view kMagic = "TS\xf0\x9f\x92\xac";
constexpr std::array kStart{ByteSet::just('T'),  ByteSet::just('S'),  ByteSet::just(0xf0),
                            ByteSet::just(0x9f), ByteSet::just(0x92), ByteSet::just(0xac)};
constexpr std::size_t kKey = 32, kNonce = 24, kTag = 16;

Reading read(const Payload& payload, Findings& findings) noexcept {
  if (!as_text(payload.bytes).starts_with(kMagic)) return Reading::not_mine();
  if (payload.bytes.size() < kMagic.size() + kKey + kNonce + kTag) return Reading::not_mine();
  if (!looks_random(payload.bytes.subspan(kMagic.size()))) return Reading::not_mine();
  add(Obfuscation::tailscale, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol tailscale{"tailscale", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
