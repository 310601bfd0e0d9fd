"""Why figures are under 99 %, seen by compare_fields --show; and the fields that have no maker."""

ELSEWHERE = "extra: on ports that tshark does not know"
IN_ORDER = ("extra: segments out of order, which tshark puts in order only when it is told to, and "
            "then loses what stands behind gaps")
QUIC_SERVERS = "missing: servers' hellos in QUIC, which only who saw the client's packet can open"
SERVERS = f"extra: OpenVPN on ports that tshark does not know; {QUIC_SERVERS}"
MAIL = "extra: NTLM in the logins of mail, which tshark does not follow there"
CERTIFICATES = (f"{IN_ORDER}; TLS and OpenVPN on ports that it does not know; missing: those of "
                "OpenVPN's clients, of whom only the hello is read")

REASONS = {
    "coap.path": ELSEWHERE,
    "dns.answer": "missing: DNS in HTTP/2 without TLS, and a packet behind a loopback header of no "
                  "family",
    "dns.edns": "missing: DNS in HTTP/2 without TLS; an OPT record among the answers, where none may "
                "stand (RFC 6891, 6.1.1)",
    "hl7.application": "extra: a message without the mark of its end, for which tshark waits",
    "http.accept_language": "extra: captures that were damaged on purpose, where tshark gives up "
                            "earlier; missing: HTTP over SCTP",
    "http.host": IN_ORDER,
    "http.server_order": f"{IN_ORDER}; missing: HTTP over SCTP, and headers that a capture cuts",
    "http.settings": "extra: servers that speak before tshark knows the protocol; missing: sides that "
                     "send no headers behind their settings, so that nothing says that these are all",
    "kerberos.etypes": "extra and missing: tshark lists the types of pre-authentication with those "
                       "of the request",
    "kerberos.realm": "missing: realms of errors that are wrapped for other protocols",
    "ldap.host": "extra: the name in a client's question, of which tshark has no field",
    "ntlmssp.domain": MAIL,
    "ntlmssp.host": MAIL,
    "ntlmssp.version": MAIL,
    "obfuscation.kind": "extra: OpenVPN and SOCKS on ports that tshark does not know; missing: data of "
                        "WireGuard without a handshake, which other protocols look like, and ESP with "
                        "an index below 256, which is reserved",
    "pop3.banner": "extra: the server's program in an answer to CAPA, a line without a field",
    "smb.native_lanman": IN_ORDER,
    "smb.native_os": IN_ORDER,
    "smtp.banner": ELSEWHERE,
    "smtp.helo": ELSEWHERE,
    "ssdp.location": f"{ELSEWHERE}: answers go to the port that asked",
    "ssdp.server": f"{ELSEWHERE}: answers go to the port that asked",
    "ssh.banner": ELSEWHERE,
    "tls.ja3s": SERVERS,
    "tls.server.alpn": f"{IN_ORDER}; {QUIC_SERVERS}",
    "tls.server.cipher": SERVERS,
    "tls.server.version": SERVERS,
    "wlan.ssid": "missing: frames of Wi-Fi inside CAPWAP",
    **{f"tls.cert.{part}": CERTIFICATES for part in (
        "issuer", "not_after", "not_before", "san", "self_signed", "serial", "subject")},
}

# Why fields have no maker.
NONE = {
    "tshark has no dissector of the protocol, or shows the message as bytes": (
        "bjnp.id", "dhip.model", "dhip.vendor", "dhip.version", "fox.app", "fox.brand", "fox.host",
        "fox.os", "fox.station", "kasa.model", "kasa.version", "melsec.model", "pjl.comment", "pjl.id",
        "sadp.model", "sadp.version", "tuya.product", "ubnt.firmware", "ubnt.model", "ubnt.name",
        "wiz.module", "wiz.version", "wsd.scopes", "wsd.types", "wsd.xaddrs", "onvif.scope"),
    "tshark has no field of this part of the message": (
        "bacnet.firmware", "bacnet.model", "bacnet.object_name", "bacnet.software",
        "bacnet.vendor_name", "coap.links", "dnp3.device", "dnp3.vendor", "dnp3.version",
        "dhcpv6.user_class", "rtsp.server", "rtsp.user_agent",
        "rtsp.www_authenticate", "tls.ech"),
    "names and values stand in fields apart, and cannot be put together again": (
        "amqp.platform", "amqp.product", "amqp.version", "ipp.firmware", "ipp.model", "ipp.uri",
        "mongodb.client", "mongodb.version", "opcua.application", "upnp.friendly_name",
        "upnp.manufacturer", "upnp.model_description", "upnp.model_name", "upnp.model_number"),
    "made of several messages, of which a frame shows one": (
        "ip.id", "ldap.netlogon", "telnet.banner", "telnet.options"),
    "a notation of others, compared with their own programs and vectors": (
        "tcp.syn", "tcp.synack", "tcp.link", "tcp.clock", "tls.ja4"),
    "a notation of our own, of the bytes of a payload": ("icmp.echo", "payload.tcp", "payload.udp"),
    "the address of each frame, which is in all headers": ("eth.oui", "eth.local"),
}
