// Registration: a protocol is known when its name stands in both lists, alphabetically.
#include "protocols/protocol.hpp"

namespace tapcensus {

// clang-format off: one a line
extern const Protocol amqp;
extern const Protocol arp;
extern const Protocol bacnet;
extern const Protocol bjnp;
extern const Protocol cdp;
extern const Protocol cldap;
extern const Protocol coap;
extern const Protocol dcerpc;
extern const Protocol dhcp;
extern const Protocol dhip;
extern const Protocol dicom;
extern const Protocol dnp3;
extern const Protocol dnp3_udp;
extern const Protocol dns;
extern const Protocol dns_tcp;
extern const Protocol eapol;
extern const Protocol edp;
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
extern const Protocol icmpv6;
extern const Protocol iec104;
extern const Protocol imap;
extern const Protocol irc;
extern const Protocol kasa;
extern const Protocol kerberos;
extern const Protocol kerberos_tcp;
extern const Protocol knx;
extern const Protocol ldap;
extern const Protocol lldp;
extern const Protocol llmnr;
extern const Protocol mdns;
extern const Protocol melsec;
extern const Protocol mms;
extern const Protocol mndp;
extern const Protocol modbus;
extern const Protocol mqtt;
extern const Protocol mysql;
extern const Protocol nbdgm;
extern const Protocol nbns;
extern const Protocol opcua;
extern const Protocol pop3;
extern const Protocol postgresql;
extern const Protocol profinet;
extern const Protocol proxy;
extern const Protocol rdp;
extern const Protocol s7;
extern const Protocol sadp;
extern const Protocol slp;
extern const Protocol slp_tcp;
extern const Protocol smb;
extern const Protocol smtp;
extern const Protocol socks;
extern const Protocol ssdp;
extern const Protocol steam;
extern const Protocol stp;
extern const Protocol tcp;
extern const Protocol tds;
extern const Protocol tls;
extern const Protocol tuya;
extern const Protocol ubnt;
extern const Protocol wireless;
extern const Protocol wiz;
extern const Protocol wsd;
extern const Protocol xmpp;

namespace {
constexpr const Protocol* kRoster[] = {
    &amqp,
    &arp,
    &bacnet,
    &bjnp,
    &cdp,
    &cldap,
    &coap,
    &dcerpc,
    &dhcp,
    &dhip,
    &dicom,
    &dnp3,
    &dnp3_udp,
    &dns,
    &dns_tcp,
    &eapol,
    &edp,
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
    &icmpv6,
    &iec104,
    &imap,
    &irc,
    &kasa,
    &kerberos,
    &kerberos_tcp,
    &knx,
    &ldap,
    &lldp,
    &llmnr,
    &mdns,
    &melsec,
    &mms,
    &mndp,
    &modbus,
    &mqtt,
    &mysql,
    &nbdgm,
    &nbns,
    &opcua,
    &pop3,
    &postgresql,
    &profinet,
    &proxy,
    &rdp,
    &s7,
    &sadp,
    &slp,
    &slp_tcp,
    &smb,
    &smtp,
    &socks,
    &ssdp,
    &steam,
    &stp,
    &tcp,
    &tds,
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
