"""Makers for TLS, DTLS and QUIC."""
import re

import server_tls
from .row import field, made, plain, raw


TLS_NAMES = "type version ciphersuite extensions_alpn_str extensions_server_name ja3 ja3s certificate " \
            "extensions.supported_version"
TLS = " ".join(f"{p}.handshake.{name}" for p in ("tls", "dtls") for name in TLS_NAMES.split())
VERSION_NAMES = {0x0002: "SSL 2.0", 0x0300: "SSL 3.0", 0x0301: "1.0", 0x0302: "1.1", 0x0303: "1.2",
                 0x0304: "1.3", 0x0100: "DTLS 0.9", 0xfeff: "DTLS 1.0", 0xfefd: "DTLS 1.2",
                 0xfefc: "DTLS 1.3"}
CLIENT, SERVER, CERTIFICATE = "1", "2", "11"


def hello(row, kind, name):
    """What stands in hellos of that side, of TLS or DTLS."""
    if row.on("radius"):
        return []  # in frames of others
    for protocol in ("tls", "dtls"):
        kinds = row[f"{protocol}.handshake.type"]
        if kind in kinds and not {CLIENT, SERVER} <= set(kinds):
            return row[f"{protocol}.handshake.{name}"]
    return []


def is_grease(number):
    return number & 0x0f0f == 0x0a0a and number >> 8 == number & 0xff


def client_version(row):
    offered = [int(v, 0) for v in hello(row, CLIENT, "extensions.supported_version")]
    offered = [v for v in offered if not is_grease(v)]
    legacy = [int(v, 0) for v in hello(row, CLIENT, "version")]
    if offered and offered[0] >= 0xfe00:
        legacy = [min(offered)]
    elif offered:
        legacy = [max(offered)]
    return [VERSION_NAMES[v] for v in legacy[:1] if v in VERSION_NAMES]


def tls(name, values):
    field(name, TLS + " tls.record.version gquic.tag.sni", values)


tls("tls.alpn", lambda row: [",".join(hello(row, CLIENT, "extensions_alpn_str"))])
tls("tls.sni", lambda row: hello(row, CLIENT, "extensions_server_name") + row["gquic.tag.sni"])
tls("tls.ja3", lambda row: hello(row, CLIENT, "ja3"))
tls("tls.version", client_version)
tls("tls.ja3s", lambda row: hello(row, SERVER, "ja3s"))
tls("tls.server.alpn", lambda row: hello(row, SERVER, "extensions_alpn_str"))
tls("tls.server.cipher", lambda row: [server_tls.cipher_names().get(int(v, 0), v)
                                      for v in hello(row, SERVER, "ciphersuite")])


@made("tls.server.version", TLS)
def _(row):
    chosen = hello(row, SERVER, "extensions.supported_version") or hello(row, SERVER, "version")
    name = VERSION_NAMES.get(int(chosen[0], 0)) or server_tls.version_name(int(chosen[0], 0)) \
        if chosen else None
    return [name] if name else []


for part in ("issuer", "not_after", "not_before", "san", "self_signed", "serial", "subject"):
    def told(row, name=f"tls.cert.{part}"):
        shown = row["tls.handshake.certificate"]
        if CERTIFICATE not in row["tls.handshake.type"] or not shown:
            return []
        if row.on("eap", "eapol", "quic"):
            return []
        facts = server_tls.certificate(shown[0].replace(":", "")) or ()
        return [value for key, value in facts if key == name]
    tls(f"tls.cert.{part}", told)

plain("quic.user_agent", "gquic.tag.uaid")


# IANA's "QUIC Versions": 1, 2 and its draft, drafts of 1, Google's and Facebook's. tshark shows others
# where it takes other datagrams for QUIC.
KNOWN_QUIC = re.compile("00000001|6b3343cf|709a50c4|ff0000..|5[01]303[0-9a-f]3.|54303[0-9a-f]3.|faceb00.")


@made("quic.version", "quic.version gquic.version quic.header_form")
def _(row):
    yield from row["gquic.version"]
    for version in row["quic.version"]:
        number = int(version, 0)
        if number & 0x0f0f0f0f == 0x0a0a0a0a:
            yield "grease"
        elif re.fullmatch(rb"Q0[0-4]\d", raw(f"{number:08x}")):
            yield raw(f"{number:08x}").decode()
        elif KNOWN_QUIC.fullmatch(f"{number:08x}"):
            yield f"0x{number:08x}"
