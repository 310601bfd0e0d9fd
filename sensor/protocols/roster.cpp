// Registration: a protocol is known when its name stands in both lists, alphabetically.
#include "protocols/protocol.hpp"

namespace tapcensus {

extern const Protocol arp, dhcp, dns, dns_tcp, ethernet, ftp, http, icmpv6, imap, irc, ldap, mdns,
    mysql, pop3, postgresql, proxy, rdp, smtp, socks, tcp, tls, xmpp;

namespace {
constexpr const Protocol* kRoster[] = {
    &arp,  &dhcp,  &dns,  &dns_tcp,    &ethernet, &ftp, &http, &icmpv6, &imap, &irc, &ldap,
    &mdns, &mysql, &pop3, &postgresql, &proxy,    &rdp, &smtp, &socks,  &tcp,  &tls, &xmpp,
};
}  // namespace

std::span<const Protocol* const> roster() noexcept { return kRoster; }

}  // namespace tapcensus
