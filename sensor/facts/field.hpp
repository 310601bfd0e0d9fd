// The fields that are read off the wire, and the family of sources each belongs to.
//
// The name is what rules, facts and people say. Fields of one source family are not independent of
// each other; fields of two families are.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tapcensus {

// Independent source families, in the order of their names.
enum class Source : std::uint8_t {
  banner,
  dhcp,
  discovery,
  dns,
  http,
  link,
  scan,
  service,
  tcp,
  tls,
  windows,
  end_
};

enum class Field : std::uint16_t {
  dhcp_hostname,
  dhcp_params,
  dhcp_vendor_class,
  dns_answer,
  dns_query,
  eth_oui,
  ftp_banner,
  http_host,
  http_server,
  http_user_agent,
  imap_banner,
  mdns_name,
  mdns_txt,
  payload_tcp,
  payload_udp,
  pop3_banner,
  smtp_banner,
  tcp_syn,
  tcp_synack,
  tls_alpn,
  tls_cert_issuer,
  tls_cert_not_after,
  tls_cert_not_before,
  tls_cert_san,
  tls_cert_self_signed,
  tls_cert_serial,
  tls_cert_subject,
  tls_ja3,
  tls_ja3s,
  tls_ja4,
  tls_server_alpn,
  tls_server_cipher,
  tls_server_version,
  tls_sni,
  tls_version,
  end_
};

inline constexpr std::size_t kFields = static_cast<std::size_t>(Field::end_);
inline constexpr std::size_t kSources = static_cast<std::size_t>(Source::end_);

struct FieldRow {
  std::string_view name;
  Source source;
};

// In the order of the enumerators, which is that of the names.
inline constexpr std::array<FieldRow, kFields> kFieldTable{{
    {"dhcp.hostname", Source::dhcp},
    {"dhcp.params", Source::dhcp},
    {"dhcp.vendor_class", Source::dhcp},
    {"dns.answer", Source::dns},
    {"dns.query", Source::dns},
    {"eth.oui", Source::link},
    {"ftp.banner", Source::banner},
    {"http.host", Source::service},
    {"http.server", Source::banner},
    {"http.user_agent", Source::http},
    {"imap.banner", Source::banner},
    {"mdns.name", Source::discovery},
    {"mdns.txt", Source::discovery},
    {"payload.tcp", Source::banner},
    {"payload.udp", Source::banner},
    {"pop3.banner", Source::banner},
    {"smtp.banner", Source::banner},
    {"tcp.syn", Source::tcp},
    {"tcp.synack", Source::tcp},
    {"tls.alpn", Source::tls},
    {"tls.cert.issuer", Source::tls},
    {"tls.cert.not_after", Source::tls},
    {"tls.cert.not_before", Source::tls},
    {"tls.cert.san", Source::tls},
    {"tls.cert.self_signed", Source::tls},
    {"tls.cert.serial", Source::tls},
    {"tls.cert.subject", Source::tls},
    {"tls.ja3", Source::tls},
    {"tls.ja3s", Source::tls},
    {"tls.ja4", Source::tls},
    {"tls.server.alpn", Source::tls},
    {"tls.server.cipher", Source::tls},
    {"tls.server.version", Source::tls},
    {"tls.sni", Source::service},
    {"tls.version", Source::tls},
}};

inline constexpr std::array<std::string_view, kSources> kSourceNames{
    "banner", "dhcp",    "discovery", "dns", "http",    "link",
    "scan",   "service", "tcp",       "tls", "windows",
};

constexpr std::string_view name_of(Field field) noexcept {
  return kFieldTable[static_cast<std::size_t>(field)].name;
}
constexpr Source source_of(Field field) noexcept {
  return kFieldTable[static_cast<std::size_t>(field)].source;
}
constexpr std::string_view name_of(Source source) noexcept {
  return kSourceNames[static_cast<std::size_t>(source)];
}

// The field of that name, if there is one.
std::optional<Field> field_of(std::string_view name) noexcept;

}  // namespace tapcensus
