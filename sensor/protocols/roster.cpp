// Registration: a protocol is known when its name stands in both lists, alphabetically.
#include "protocols/protocol.hpp"

namespace tapcensus {

// clang-format off: one a line
extern const Protocol arp;
extern const Protocol cdp;
extern const Protocol dhcp;
extern const Protocol dns;
extern const Protocol dns_tcp;
extern const Protocol dtls;
extern const Protocol eapol;
extern const Protocol edp;
extern const Protocol ethernet;
extern const Protocol fdp;
extern const Protocol ftp;
extern const Protocol http;
extern const Protocol icmpv6;
extern const Protocol imap;
extern const Protocol irc;
extern const Protocol ldap;
extern const Protocol lldp;
extern const Protocol mdns;
extern const Protocol mysql;
extern const Protocol pop3;
extern const Protocol postgresql;
extern const Protocol proxy;
extern const Protocol quic;
extern const Protocol rdp;
extern const Protocol smtp;
extern const Protocol socks;
extern const Protocol stp;
extern const Protocol tcp;
extern const Protocol tls;
extern const Protocol wireless;
extern const Protocol xmpp;

namespace {
constexpr const Protocol* kRoster[] = {
    &arp,
    &cdp,
    &dhcp,
    &dns,
    &dns_tcp,
    &dtls,
    &eapol,
    &edp,
    &ethernet,
    &fdp,
    &ftp,
    &http,
    &icmpv6,
    &imap,
    &irc,
    &ldap,
    &lldp,
    &mdns,
    &mysql,
    &pop3,
    &postgresql,
    &proxy,
    &quic,
    &rdp,
    &smtp,
    &socks,
    &stp,
    &tcp,
    &tls,
    &wireless,
    &xmpp,
};
}  // namespace
// clang-format on

std::span<const Protocol* const> roster() noexcept { return kRoster; }

}  // namespace tapcensus
