// WireGuard (Donenfeld, "WireGuard: Next Generation Kernel Network Tunnel", 5.4): the handshakes of
// both sides on any port, data on its own ports. Cloudflare WARP is the same with a client's number
// in the bytes that are reserved.
//
// Data alone says little: a type, zeros, a multiple of sixteen bytes. Since there is a handshake
// every two minutes (6.1), nothing is claimed for data on a port that says nothing.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "protocols/obfuscation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

// WARP's are documented: developers.cloudflare.com, "WARP with firewall".
constexpr std::uint16_t kWarp = 2408;
constexpr std::array<std::uint16_t, 5> kPorts{500, 1701, kWarp, 4500, 51820};
constexpr std::array kStart{ByteSet::between(1, 4), ByteSet::just(0), ByteSet::just(0),
                            ByteSet::just(0)};

enum Type : std::uint8_t { kInitiation = 1, kResponse = 2, kCookie = 3, kData = 4 };
constexpr std::size_t kInitiationSize = 148, kResponseSize = 92, kCookieSize = 64;
constexpr std::size_t kIndex = 4, kCookieMac = 16, kDataHeader = 16, kLeastData = 32;

// The second MAC is zero unless the peer is under load and has sent a cookie (5.4.4).
bool ends_without_cookie(ByteView bytes) noexcept {
  return std::ranges::all_of(bytes.last(kCookieMac), [](std::byte b) { return b == std::byte{}; });
}

// What follows the indices of the peers is keys, cipher text and a MAC.
bool is_handshake(std::uint8_t type, ByteView bytes) noexcept {
  const auto random = [&](std::size_t from, std::size_t behind) {
    return looks_random(bytes.first(bytes.size() - behind).subspan(from));
  };
  switch (type) {
    case kInitiation: return bytes.size() == kInitiationSize && random(4 + kIndex, kCookieMac);
    case kResponse: return bytes.size() == kResponseSize && random(4 + 2 * kIndex, kCookieMac);
    case kCookie: return bytes.size() == kCookieSize && random(4 + kIndex, 0);
    default: return false;
  }
}

bool is_data(std::uint8_t type, ByteView bytes) noexcept {
  if (type != kData || bytes.size() < kLeastData || bytes.size() % 16 != 0) return false;
  if (bytes.size() == kLeastData) return true;  // a keepalive: nothing but a tag
  return looks_random(bytes.subspan(kDataHeader));
}

bool is_between(const Layers& layers, std::uint16_t port) noexcept {
  return layers.source_port == port || layers.target_port == port;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint8_t type = in.u8();
  const bool plain = in.be24() == 0;
  if (!in.ok()) return Reading::not_mine();
  const bool warp = is_between(payload.layers, kWarp);
  const bool own = !payload.guessed && (warp || is_between(payload.layers, kPorts.back()));
  const bool handshake = is_handshake(type, payload.bytes);
  if (!handshake && !(own && is_data(type, payload.bytes))) return Reading::not_mine();
  if (!plain && !warp && (type > kResponse || !ends_without_cookie(payload.bytes))) {
    return Reading::not_mine();  // IPsec's ports, too
  }
  add(plain && !warp ? Obfuscation::wireguard : Obfuscation::warp, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol wireguard{"wireguard", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
