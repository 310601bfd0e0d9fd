// Registration: a protocol is known when its name stands in both lists, alphabetically.
#include "protocols/protocol.hpp"

namespace tapcensus {

// One a line.
// clang-format off
extern const Protocol adb;
extern const Protocol afp;
extern const Protocol amqp;
extern const Protocol arp;
extern const Protocol bacnet;
extern const Protocol bjnp;
extern const Protocol cdp;
extern const Protocol cldap;
extern const Protocol coap;
extern const Protocol dcerpc;
extern const Protocol dhcp;
extern const Protocol dhcpv6;
extern const Protocol dhip;
extern const Protocol dicom;
extern const Protocol dnp3;
extern const Protocol dnp3_udp;
extern const Protocol dns;
extern const Protocol dns_tcp;
extern const Protocol dnscrypt;
extern const Protocol dtls;
extern const Protocol eapol;
extern const Protocol edp;
extern const Protocol encrypted;
extern const Protocol enip;
extern const Protocol enip_udp;
extern const Protocol ethernet;
extern const Protocol fdp;
extern const Protocol fins;
extern const Protocol fox;
extern const Protocol ftp;
extern const Protocol gvcp;
extern const Protocol hl7;
extern const Protocol http;
extern const Protocol http2;
extern const Protocol icmp;
extern const Protocol icmpv6;
extern const Protocol iec104;
extern const Protocol igmp;
extern const Protocol ike;
extern const Protocol imap;
extern const Protocol ipsec;
extern const Protocol irc;
extern const Protocol iscsi;
extern const Protocol kasa;
extern const Protocol kerberos;
extern const Protocol kerberos_tcp;
extern const Protocol knx;
extern const Protocol l2tp;
extern const Protocol ldap;
extern const Protocol lldp;
extern const Protocol llmnr;
extern const Protocol mdns;
extern const Protocol melsec;
extern const Protocol memcached;
extern const Protocol mms;
extern const Protocol mndp;
extern const Protocol modbus;
extern const Protocol mongodb;
extern const Protocol mqtt;
extern const Protocol mysql;
extern const Protocol nbdgm;
extern const Protocol nbns;
extern const Protocol nntp;
extern const Protocol ntp;
extern const Protocol opcua;
extern const Protocol openvpn;
extern const Protocol openvpn_tcp;
extern const Protocol pjl;
extern const Protocol pop3;
extern const Protocol postgresql;
extern const Protocol pptp;
extern const Protocol profinet;
extern const Protocol proxy;
extern const Protocol quic;
extern const Protocol rdp;
extern const Protocol redis;
extern const Protocol routing;
extern const Protocol routing_udp;
extern const Protocol rsync;
extern const Protocol rtsp;
extern const Protocol s7;
extern const Protocol sadp;
extern const Protocol sip;
extern const Protocol sip_tcp;
extern const Protocol slp;
extern const Protocol slp_tcp;
extern const Protocol smb;
extern const Protocol smtp;
extern const Protocol snmp;
extern const Protocol socks;
extern const Protocol ssdp;
extern const Protocol ssh;
extern const Protocol ssh_notice;
extern const Protocol ssl2;
extern const Protocol steam;
extern const Protocol stp;
extern const Protocol sunrpc;
extern const Protocol sunrpc_tcp;
extern const Protocol tailscale;
extern const Protocol tcp;
extern const Protocol tds;
extern const Protocol telnet;
extern const Protocol telnet_elsewhere;
extern const Protocol tftp;
extern const Protocol tls;
extern const Protocol tuya;
extern const Protocol ubnt;
extern const Protocol vnc;
extern const Protocol wireguard;
extern const Protocol wireless;
extern const Protocol wiz;
extern const Protocol wsd;
extern const Protocol x11;
extern const Protocol xmpp;

namespace {
constexpr const Protocol* kRoster[] = {
    &adb,
    &afp,
    &amqp,
    &arp,
    &bacnet,
    &bjnp,
    &cdp,
    &cldap,
    &coap,
    &dcerpc,
    &dhcp,
    &dhcpv6,
    &dhip,
    &dicom,
    &dnp3,
    &dnp3_udp,
    &dns,
    &dns_tcp,
    &dnscrypt,
    &dtls,
    &eapol,
    &edp,
    &encrypted,
    &enip,
    &enip_udp,
    &ethernet,
    &fdp,
    &fins,
    &fox,
    &ftp,
    &gvcp,
    &hl7,
    &http,
    &http2,
    &icmp,
    &icmpv6,
    &iec104,
    &igmp,
    &ike,
    &imap,
    &ipsec,
    &irc,
    &iscsi,
    &kasa,
    &kerberos,
    &kerberos_tcp,
    &knx,
    &l2tp,
    &ldap,
    &lldp,
    &llmnr,
    &mdns,
    &melsec,
    &memcached,
    &mms,
    &mndp,
    &modbus,
    &mongodb,
    &mqtt,
    &mysql,
    &nbdgm,
    &nbns,
    &nntp,
    &ntp,
    &opcua,
    &openvpn,
    &openvpn_tcp,
    &pjl,
    &pop3,
    &postgresql,
    &pptp,
    &profinet,
    &proxy,
    &quic,
    &rdp,
    &redis,
    &routing,
    &routing_udp,
    &rsync,
    &rtsp,
    &s7,
    &sadp,
    &sip,
    &sip_tcp,
    &slp,
    &slp_tcp,
    &smb,
    &smtp,
    &snmp,
    &socks,
    &ssdp,
    &ssh,
    &ssh_notice,
    &ssl2,
    &steam,
    &stp,
    &sunrpc,
    &sunrpc_tcp,
    &tailscale,
    &tcp,
    &tds,
    &telnet,
    &telnet_elsewhere,
    &tftp,
    &tls,
    &tuya,
    &ubnt,
    &vnc,
    &wireguard,
    &wireless,
    &wiz,
    &wsd,
    &x11,
    &xmpp,
};
}  // namespace
// clang-format on

std::span<const Protocol* const> roster() noexcept { return kRoster; }

}  // namespace tapcensus
