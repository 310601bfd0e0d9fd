// What hides traffic from those who listen: the values of obfuscation.kind, and the label `kind` of
// the bytes that are counted by it.
//
// The list is closed. A kind is said by the side whose bytes show it, and only where they do:
//   dns_tunnel     data in the names of DNS queries
//   dnscrypt       DNSCrypt: the magic number of an answer, or the question for a certificate
//   doh            DNS over HTTPS, by the name of a public resolver
//   doq, dot       DNS over QUIC and over TLS, by ALPN or port
//   encrypted      a stream that begins in cipher text: Shadowsocks, VMess, obfs4 and the like
//   http_proxy     HTTP CONNECT
//   ipsec          IKE, ESP and AH
//   l2tp, pptp     their control connections
//   openvpn        OpenVPN over UDP and TCP
//   private_relay  iCloud Private Relay, by the names of its relays
//   socks          SOCKS 4 and 5
//   sstp           SSTP where its HTTP is in the clear
//   tailscale      its path discovery, and the names of its relays
//   tor            the certificates of Tor's relays, where TLS shows them
//   warp           Cloudflare WARP: WireGuard with its own reserved bytes, and its names
//   wireguard      WireGuard
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace tapcensus {

enum class Obfuscation : std::uint8_t {
  dns_tunnel,
  dnscrypt,
  doh,
  doq,
  dot,
  encrypted,
  http_proxy,
  ipsec,
  l2tp,
  openvpn,
  pptp,
  private_relay,
  socks,
  sstp,
  tailscale,
  tor,
  warp,
  wireguard,
  end_
};

inline constexpr std::array<std::string_view, static_cast<std::size_t>(Obfuscation::end_)>
    kObfuscationNames{
        "dns_tunnel", "dnscrypt", "doh",       "doq",     "dot",  "encrypted",
        "http_proxy", "ipsec",    "l2tp",      "openvpn", "pptp", "private_relay",
        "socks",      "sstp",     "tailscale", "tor",     "warp", "wireguard",
    };
static_assert(std::ranges::is_sorted(kObfuscationNames) && !kObfuscationNames.back().empty());

constexpr std::string_view name_of(Obfuscation kind) noexcept {
  return kObfuscationNames[static_cast<std::size_t>(kind)];
}

// The kind of that name; end_ when there is none.
constexpr Obfuscation obfuscation_of(std::string_view name) noexcept {
  const auto found = std::ranges::find(kObfuscationNames, name);
  return static_cast<Obfuscation>(found - kObfuscationNames.begin());
}

}  // namespace tapcensus
