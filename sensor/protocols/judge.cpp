#include <algorithm>
#include <array>
#include <string_view>

#include "base/letters.hpp"
#include "protocols/obfuscation.hpp"

namespace tapcensus {
namespace {

// Names, and all below those that begin with a dot.
struct Named {
  std::string_view name;
  Obfuscation kind;
  bool asked = false;  // to ask for it in DNS says as much
};

// Each by its operator's own documents; where a name serves a web page as well, that is answered by
// the resolver all the same.
constexpr std::array kNamed{
    // developer.apple.com, "Prepare your network or web server for iCloud Private Relay".
    Named{"mask.icloud.com", Obfuscation::private_relay, true},
    Named{"mask-h2.icloud.com", Obfuscation::private_relay, true},
    Named{"mask-api.icloud.com", Obfuscation::private_relay, true},
    // developers.cloudflare.com, "WARP with firewall".
    Named{".cloudflareclient.com", Obfuscation::warp, true},
    // tailscale.com, "What firewall ports should I open to use Tailscale?".
    Named{"login.tailscale.com", Obfuscation::tailscale},
    Named{"controlplane.tailscale.com", Obfuscation::tailscale},
    // DNS over HTTPS and TLS: Google, Cloudflare, Quad9, Cisco, AdGuard, NextDNS, CleanBrowsing,
    // Mullvad, Control D, Comcast, DNS0, CZ.NIC, SWITCH, IIJ, Alibaba, Tencent, 360, Yandex.
    Named{"dns.google", Obfuscation::doh},
    Named{"dns.google.com", Obfuscation::doh},
    Named{"dns64.dns.google", Obfuscation::doh},
    Named{"cloudflare-dns.com", Obfuscation::doh},
    Named{".cloudflare-dns.com", Obfuscation::doh},
    Named{".cloudflare-gateway.com", Obfuscation::doh},
    Named{"dns.quad9.net", Obfuscation::doh},
    Named{"dns9.quad9.net", Obfuscation::doh},
    Named{"dns10.quad9.net", Obfuscation::doh},
    Named{"dns11.quad9.net", Obfuscation::doh},
    Named{"dns12.quad9.net", Obfuscation::doh},
    Named{"doh.opendns.com", Obfuscation::doh},
    Named{"doh.familyshield.opendns.com", Obfuscation::doh},
    Named{"doh.sandbox.opendns.com", Obfuscation::doh},
    Named{"dns.umbrella.com", Obfuscation::doh},
    Named{"doh.umbrella.com", Obfuscation::doh},
    Named{"dns.adguard.com", Obfuscation::doh},
    Named{"dns-family.adguard.com", Obfuscation::doh},
    Named{"dns-unfiltered.adguard.com", Obfuscation::doh},
    Named{"dns.adguard-dns.com", Obfuscation::doh},
    Named{".adguard-dns.com", Obfuscation::doh},
    Named{"dns.nextdns.io", Obfuscation::doh},
    Named{".dns.nextdns.io", Obfuscation::doh},
    Named{"doh.cleanbrowsing.org", Obfuscation::doh},
    Named{"dns.mullvad.net", Obfuscation::doh},
    Named{".dns.mullvad.net", Obfuscation::doh},
    Named{"doh.mullvad.net", Obfuscation::doh},
    Named{"freedns.controld.com", Obfuscation::doh},
    Named{"dns.controld.com", Obfuscation::doh},
    Named{"doh.xfinity.com", Obfuscation::doh},
    Named{"dns0.eu", Obfuscation::doh},
    Named{".dns0.eu", Obfuscation::doh},
    Named{"odvr.nic.cz", Obfuscation::doh},
    Named{"dns.switch.ch", Obfuscation::doh},
    Named{"public.dns.iij.jp", Obfuscation::doh},
    Named{"dns.alidns.com", Obfuscation::doh},
    Named{"doh.pub", Obfuscation::doh},
    Named{"doh.360.cn", Obfuscation::doh},
    Named{"common.dot.dns.yandex.net", Obfuscation::doh},
};

// Which ends of names are in the table at all: nearly all names are told by a look at this.
class Ends {
 public:
  consteval Ends() {
    for (const Named& named : kNamed) words_[place(named.name) / 64] |= bit(named.name);
  }
  constexpr bool may_hold(std::string_view name) const noexcept {
    return name.size() >= kEnd && (words_[place(name) / 64] & bit(name)) != 0;
  }

 private:
  static constexpr std::size_t kEnd = 7;
  static constexpr unsigned place(std::string_view name) noexcept {
    unsigned hash = 0;
    for (const char c : name.substr(name.size() - kEnd)) {
      hash = hash * 37 + static_cast<unsigned char>(c);
    }
    return hash % 256;
  }
  static constexpr std::uint64_t bit(std::string_view name) noexcept {
    return std::uint64_t{1} << place(name) % 64;
  }

  std::array<std::uint64_t, 4> words_{};
};
constexpr Ends kEnds;

const Named* find(std::string_view name) noexcept {
  if (!kEnds.may_hold(name)) return nullptr;
  const auto* const found = std::ranges::find_if(kNamed, [name](const Named& named) {
    return named.name.front() == '.' ? name.ends_with(named.name) : name == named.name;
  });
  return found == kNamed.end() ? nullptr : found;
}

// Relays are called derp1, derp2c and so on.
bool is_relay_of_tailscale(std::string_view name) noexcept {
  constexpr std::string_view kBegin = "derp", kEnd = ".tailscale.com";
  return name.starts_with(kBegin) && name.ends_with(kEnd) &&
         name.size() > kBegin.size() + kEnd.size() && is_digit(name[kBegin.size()]);
}

Obfuscation of_server(std::string_view name) noexcept {
  if (const Named* const named = find(name)) return named->kind;
  return is_relay_of_tailscale(name) ? Obfuscation::tailscale : Obfuscation::end_;
}

// Tunnels (iodine, dnscat2) fill names with cipher text: at least 120 characters, 90 of them in
// labels of 40 and more. Of 1,209 different names in captures of all kinds none was hit by mistake;
// look-ups of virus scanners that carry several digests may be.
bool carries_data(std::string_view name) noexcept {
  constexpr std::size_t kLeastName = 120, kLeastLabel = 40, kLeastData = 90;
  if (name.size() < kLeastName) return false;
  std::size_t data = 0;
  while (!name.empty()) {
    const std::size_t end = std::min(name.find('.'), name.size());
    if (end >= kLeastLabel) data += end;
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return data >= kLeastData;
}

Obfuscation of_question(std::string_view name) noexcept {
  if (carries_data(name)) return Obfuscation::dns_tunnel;
  if (name.starts_with("2.dnscrypt-cert.")) return Obfuscation::dnscrypt;
  const Named* const named = find(name);
  return named != nullptr && named->asked ? named->kind : Obfuscation::end_;
}

// Its drafts have a dash and a number behind the name.
bool lists(std::string_view protocols, std::string_view sought) noexcept {
  while (!protocols.empty()) {
    const std::size_t end = std::min(protocols.find(','), protocols.size());
    const std::string_view each = protocols.substr(0, end);
    if (each.substr(0, each.find('-')) == sought) return true;
    protocols.remove_prefix(std::min(end + 1, protocols.size()));
  }
  return false;
}

// Letters and digits of base 32, in which Tor makes up names by chance (tor-spec, 2; its source,
// src/lib/tls: crypto_random_hostname).
bool in_base32(std::string_view name) noexcept {
  return std::ranges::all_of(
      name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'); });
}

// What is between "www." and the end; empty where the name is not of that form.
std::string_view between(std::string_view name, std::string_view begin,
                         std::string_view end) noexcept {
  if (name.size() < begin.size() + end.size() || !name.starts_with(begin) || !name.ends_with(end)) {
    return {};
  }
  return name.substr(begin.size(), name.size() - begin.size() - end.size());
}

// "CN=www.abcdefgh.net": eight to twenty of them. Relays make their certificates up anew every day.
bool is_made_up(std::string_view subject, std::string_view end) noexcept {
  constexpr std::size_t kLeast = 8, kMost = 20;
  const std::string_view name = between(subject, "CN=www.", end);
  return name.size() >= kLeast && name.size() <= kMost && in_base32(name);
}

// "www.uzmnpzhlvbmrglelj3uoyoy.com": four to twenty-five, which clients of Tor ask for, another in
// each connection. Words are told from chance by their letters: tenths of a bit that each speaks
// for chance, from how often it stands in English text. Eight bits find two in three of such names,
// and the names of the web that are most like them stay below three.
bool is_asked_by_tor(std::string_view server) noexcept {
  constexpr std::array<std::int8_t, 26> kLetters{-13, 11,  2,  -4, -20, 6,   7, -9, -11,
                                                 40,  20,  -3, 4,  -10, -12, 8, 50, -9,
                                                 -10, -15, 2,  17, 4,   40,  7, 50};
  constexpr int kDigit = 24, kEnough = 80;
  constexpr std::size_t kLeast = 4, kMost = 25;
  const std::string_view name = between(server, "www.", ".com");
  if (name.size() < kLeast || name.size() > kMost || !in_base32(name)) return false;
  int chance = 0;
  for (const char c : name) {
    chance += c >= 'a' ? kLetters[static_cast<std::size_t>(c - 'a')] : kDigit;
  }
  return chance >= kEnough;
}

struct Names {
  bool tls = false, alpn = false;
  std::string_view server, subject, issuer;
  Obfuscation said = Obfuscation::end_, asked = Obfuscation::end_;
  bool dot = false, doq = false;

  void take(const Finding& finding) noexcept;
  Obfuscation kind(const Layers& layers) const noexcept;
};

void Names::take(const Finding& finding) noexcept {
  switch (finding.field) {
    case Field::dns_query:
      if (asked == Obfuscation::end_) asked = of_question(finding.text);
      break;
    case Field::obfuscation_kind:
      if (said == Obfuscation::end_) said = obfuscation_of(finding.text);
      break;
    case Field::tls_alpn:
    case Field::tls_server_alpn:
      alpn = true;
      dot = dot || lists(finding.text, "dot");  // RFC 7858 has none; IANA has
      doq = doq || lists(finding.text, "doq");  // RFC 9250, 4.1.1
      break;
    case Field::tls_cert_issuer: issuer = finding.text; break;
    case Field::tls_cert_subject: subject = finding.text; break;
    case Field::tls_server_version:
    case Field::tls_version: tls = true; break;
    case Field::tls_sni: server = finding.text; break;
    default: break;
  }
}

// A port is believed where TLS is spoken there: nothing else is at home (RFC 7858, 3.1; RFC 9250,
// 4.1.1).
Obfuscation Names::kind(const Layers& layers) const noexcept {
  constexpr std::uint16_t kPort = 853;
  const bool on_port = tls && (layers.source_port == kPort || layers.target_port == kPort);
  const bool datagrams = layers.transport == Transport::udp;
  if (datagrams && (doq || on_port)) return Obfuscation::doq;
  if (dot || on_port) return Obfuscation::dot;
  if (is_made_up(subject, ".net") && is_made_up(issuer, ".com")) return Obfuscation::tor;
  if (tls && !alpn && is_asked_by_tor(server)) return Obfuscation::tor;
  return server.empty() ? Obfuscation::end_ : of_server(server);
}

// What take() looks at; most packets hold none of it.
constexpr auto kTelling = [] {
  std::array<bool, kFields> telling{};
  for (const Field field : {Field::dns_query, Field::obfuscation_kind, Field::tls_alpn,
                            Field::tls_cert_issuer, Field::tls_cert_subject, Field::tls_server_alpn,
                            Field::tls_server_version, Field::tls_sni, Field::tls_version}) {
    telling[static_cast<std::size_t>(field)] = true;
  }
  return telling;
}();

}  // namespace

Obfuscation judge(const Layers& layers, Findings& findings) noexcept {
  const auto tells = [](const Finding& finding) {
    return kTelling[static_cast<std::size_t>(finding.field)];
  };
  if (std::ranges::none_of(findings.all(), tells)) return Obfuscation::end_;
  Names names;
  for (const Finding& finding : findings.all()) names.take(finding);
  if (names.said != Obfuscation::end_) return names.said;
  const Obfuscation kind = names.kind(layers);
  if (kind != Obfuscation::end_) {
    add(kind, findings);
  } else if (names.asked != Obfuscation::end_) {
    add(names.asked, findings);
  }
  if (names.asked == Obfuscation::dns_tunnel) return names.asked;
  return kind;
}

}  // namespace tapcensus
