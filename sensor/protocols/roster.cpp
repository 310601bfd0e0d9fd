// Registration: a protocol is known when its name stands in both lists, alphabetically.
#include "protocols/protocol.hpp"

namespace tapcensus {

// clang-format off: one a line
extern const Protocol arp;
extern const Protocol cdp;
extern const Protocol dhcp;
extern const Protocol dhcpv6;
extern const Protocol dns;
extern const Protocol dns_tcp;
extern const Protocol eapol;
extern const Protocol edp;
extern const Protocol ethernet;
extern const Protocol fdp;
extern const Protocol ftp;
extern const Protocol http;
extern const Protocol icmp;
extern const Protocol icmpv6;
extern const Protocol igmp;
extern const Protocol imap;
extern const Protocol irc;
extern const Protocol ldap;
extern const Protocol lldp;
extern const Protocol mdns;
extern const Protocol mysql;
extern const Protocol ntp;
extern const Protocol pop3;
extern const Protocol postgresql;
extern const Protocol proxy;
extern const Protocol rdp;
extern const Protocol routing;
extern const Protocol routing_udp;
extern const Protocol smtp;
extern const Protocol snmp;
extern const Protocol socks;
extern const Protocol stp;
extern const Protocol tcp;
extern const Protocol tftp;
extern const Protocol tls;
extern const Protocol wireless;
extern const Protocol xmpp;

namespace {
constexpr const Protocol* kRoster[] = {
    &arp,
    &cdp,
    &dhcp,
    &dhcpv6,
    &dns,
    &dns_tcp,
    &eapol,
    &edp,
    &ethernet,
    &fdp,
    &ftp,
    &http,
    &icmp,
    &icmpv6,
    &igmp,
    &imap,
    &irc,
    &ldap,
    &lldp,
    &mdns,
    &mysql,
    &ntp,
    &pop3,
    &postgresql,
    &proxy,
    &rdp,
    &routing,
    &routing_udp,
    &smtp,
    &snmp,
    &socks,
    &stp,
    &tcp,
    &tftp,
    &tls,
    &wireless,
    &xmpp,
};
}  // namespace
// clang-format on

std::span<const Protocol* const> roster() noexcept { return kRoster; }

}  // namespace tapcensus
