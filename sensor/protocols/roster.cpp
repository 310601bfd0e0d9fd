// Registration: a protocol is known when its name stands in both lists, alphabetically.
#include "protocols/protocol.hpp"

namespace tapcensus {

// clang-format off: one a line
extern const Protocol adb;
extern const Protocol afp;
extern const Protocol arp;
extern const Protocol cdp;
extern const Protocol dhcp;
extern const Protocol dns;
extern const Protocol dns_tcp;
extern const Protocol eapol;
extern const Protocol edp;
extern const Protocol ethernet;
extern const Protocol fdp;
extern const Protocol ftp;
extern const Protocol http;
extern const Protocol icmpv6;
extern const Protocol imap;
extern const Protocol irc;
extern const Protocol iscsi;
extern const Protocol ldap;
extern const Protocol lldp;
extern const Protocol mdns;
extern const Protocol memcached;
extern const Protocol mongodb;
extern const Protocol mssql;
extern const Protocol mysql;
extern const Protocol nntp;
extern const Protocol pjl;
extern const Protocol pop3;
extern const Protocol postgresql;
extern const Protocol proxy;
extern const Protocol rdp;
extern const Protocol redis;
extern const Protocol rsync;
extern const Protocol rtsp;
extern const Protocol sip;
extern const Protocol sip_tcp;
extern const Protocol smtp;
extern const Protocol socks;
extern const Protocol ssh;
extern const Protocol ssh_notice;
extern const Protocol stp;
extern const Protocol sunrpc;
extern const Protocol sunrpc_tcp;
extern const Protocol tcp;
extern const Protocol telnet;
extern const Protocol telnet_elsewhere;
extern const Protocol tls;
extern const Protocol vnc;
extern const Protocol wireless;
extern const Protocol x11;
extern const Protocol xmpp;

namespace {
constexpr const Protocol* kRoster[] = {
    &adb,
    &afp,
    &arp,
    &cdp,
    &dhcp,
    &dns,
    &dns_tcp,
    &eapol,
    &edp,
    &ethernet,
    &fdp,
    &ftp,
    &http,
    &icmpv6,
    &imap,
    &irc,
    &iscsi,
    &ldap,
    &lldp,
    &mdns,
    &memcached,
    &mongodb,
    &mssql,
    &mysql,
    &nntp,
    &pjl,
    &pop3,
    &postgresql,
    &proxy,
    &rdp,
    &redis,
    &rsync,
    &rtsp,
    &sip,
    &sip_tcp,
    &smtp,
    &socks,
    &ssh,
    &ssh_notice,
    &stp,
    &sunrpc,
    &sunrpc_tcp,
    &tcp,
    &telnet,
    &telnet_elsewhere,
    &tls,
    &vnc,
    &wireless,
    &x11,
    &xmpp,
};
}  // namespace
// clang-format on

std::span<const Protocol* const> roster() noexcept { return kRoster; }

}  // namespace tapcensus
