// Registration: a protocol is known when its name stands in both lists, alphabetically.
#include "protocols/protocol.hpp"

namespace tapcensus {

// clang-format off: one a line
extern const Protocol arp;
extern const Protocol bjnp;
extern const Protocol cdp;
extern const Protocol dhcp;
extern const Protocol dhip;
extern const Protocol dns;
extern const Protocol dns_tcp;
extern const Protocol eapol;
extern const Protocol edp;
extern const Protocol ethernet;
extern const Protocol fdp;
extern const Protocol ftp;
extern const Protocol gvcp;
extern const Protocol http;
extern const Protocol icmpv6;
extern const Protocol imap;
extern const Protocol irc;
extern const Protocol kasa;
extern const Protocol knx;
extern const Protocol ldap;
extern const Protocol lldp;
extern const Protocol llmnr;
extern const Protocol mdns;
extern const Protocol mndp;
extern const Protocol mysql;
extern const Protocol nbdgm;
extern const Protocol nbns;
extern const Protocol pop3;
extern const Protocol postgresql;
extern const Protocol proxy;
extern const Protocol rdp;
extern const Protocol sadp;
extern const Protocol slp;
extern const Protocol slp_tcp;
extern const Protocol smtp;
extern const Protocol socks;
extern const Protocol ssdp;
extern const Protocol steam;
extern const Protocol stp;
extern const Protocol tcp;
extern const Protocol tls;
extern const Protocol tuya;
extern const Protocol ubnt;
extern const Protocol wireless;
extern const Protocol wiz;
extern const Protocol wsd;
extern const Protocol xmpp;

namespace {
constexpr const Protocol* kRoster[] = {
    &arp,
    &bjnp,
    &cdp,
    &dhcp,
    &dhip,
    &dns,
    &dns_tcp,
    &eapol,
    &edp,
    &ethernet,
    &fdp,
    &ftp,
    &gvcp,
    &http,
    &icmpv6,
    &imap,
    &irc,
    &kasa,
    &knx,
    &ldap,
    &lldp,
    &llmnr,
    &mdns,
    &mndp,
    &mysql,
    &nbdgm,
    &nbns,
    &pop3,
    &postgresql,
    &proxy,
    &rdp,
    &sadp,
    &slp,
    &slp_tcp,
    &smtp,
    &socks,
    &ssdp,
    &steam,
    &stp,
    &tcp,
    &tls,
    &tuya,
    &ubnt,
    &wireless,
    &wiz,
    &wsd,
    &xmpp,
};
}  // namespace
// clang-format on

std::span<const Protocol* const> roster() noexcept { return kRoster; }

}  // namespace tapcensus
