// Registration: a protocol is known when its name stands in both lists, alphabetically.
#include "protocols/protocol.hpp"

namespace tapcensus {

// clang-format off: one a line
extern const Protocol arp;
extern const Protocol dhcp;
extern const Protocol dns;
extern const Protocol dns_tcp;
extern const Protocol ethernet;
extern const Protocol ftp;
extern const Protocol http;
extern const Protocol icmpv6;
extern const Protocol imap;
extern const Protocol irc;
extern const Protocol ldap;
extern const Protocol mdns;
extern const Protocol mysql;
extern const Protocol pop3;
extern const Protocol postgresql;
extern const Protocol proxy;
extern const Protocol rdp;
extern const Protocol smtp;
extern const Protocol socks;
extern const Protocol tcp;
extern const Protocol tls;
extern const Protocol xmpp;

namespace {
constexpr const Protocol* kRoster[] = {
    &arp,
    &dhcp,
    &dns,
    &dns_tcp,
    &ethernet,
    &ftp,
    &http,
    &icmpv6,
    &imap,
    &irc,
    &ldap,
    &mdns,
    &mysql,
    &pop3,
    &postgresql,
    &proxy,
    &rdp,
    &smtp,
    &socks,
    &tcp,
    &tls,
    &xmpp,
};
}  // namespace
// clang-format on

std::span<const Protocol* const> roster() noexcept { return kRoster; }

}  // namespace tapcensus
