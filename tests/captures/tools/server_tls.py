"""What servers (and clients with a certificate) say in the TLS of a capture, read by other programs.

tshark finds the messages, openssl reads the certificates. facts_of(capture) gives tuples of source
address, field and value, in the notation of `tapcensus read --facts`. Only TLS over TCP is read,
and of a chain of certificates only the first.
"""
import datetime
import functools
import re
import subprocess

BETWEEN = "\x1f"  # between the values of one field in one frame; no text on the wire holds it
FIELDS = [
    "frame.protocols", "tcp.stream", "ip.src", "ipv6.src", "tls.handshake.type", "tls.handshake.version",
    "tls.handshake.extensions.supported_version", "tls.handshake.ciphersuite",
    "tls.handshake.extensions_alpn_str", "tls.handshake.ja3s", "tls.handshake.certificate",
]
OTHER_CARRIERS = {"dtls", "eap", "openvpn", "quic"}  # these have TLS in frames of their own
VERSIONS = {0x0304: "1.3", 0x0303: "1.2", 0x0302: "1.1", 0x0301: "1.0", 0x0300: "SSL 3.0"}
SHORT_NAMES = {  # RFC 4514, 3
    "2.5.4.3": "CN", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.10": "O", "2.5.4.11": "OU",
    "2.5.4.6": "C", "2.5.4.9": "STREET", "0.9.2342.19200300.100.1.25": "DC",
    "0.9.2342.19200300.100.1.1": "UID",
}
TEXTS = {0x0C: "utf-8", 0x12: "ascii", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii",
         0x1A: "ascii", 0x1C: "utf-32-be", 0x1E: "utf-16-be"}


@functools.lru_cache(None)
def cipher_names():
    text = subprocess.run(["tshark", "-G", "values"], check=True, capture_output=True,
                          text=True, errors="replace").stdout
    rows = re.findall(r"^V\ttls\.handshake\.ciphersuite\t(\w+)\t(.*)$", text, re.M)
    return {int(number, 0): name for number, name in rows}


def version_name(number):
    if number & 0xFF00 == 0x7F00:
        return f"1.3 draft {number & 0xFF}"
    return VERSIONS.get(number)


def content(der):
    length = der[1]
    return der[2:] if length < 0x80 else der[2 + length - 0x80:]


def escaped(text):
    out = "".join("\\00" if c == "\0" else "\\" + c if c in '"+,;<>\\' else c for c in text)
    if out[:1] in ("#", " "):
        out = "\\" + out
    if text[1:].endswith(" "):
        out = out[:-1] + "\\ "
    return out


def attribute(oid, der):
    """RFC 4514, 2.3 and 2.4."""
    if oid not in SHORT_NAMES or der[0] not in TEXTS:
        return f"{oid}=#{der.hex()}" if oid not in SHORT_NAMES else f"{SHORT_NAMES[oid]}=#{der.hex()}"
    return f"{SHORT_NAMES[oid]}={escaped(content(der).decode(TEXTS[der[0]], 'surrogateescape'))}"


def name(text):
    """From what openssl prints: all reversed, types as numbers, values in hexadecimal."""
    relative = [re.findall(r"([0-9.]+)=#([0-9A-F]+)", part) for part in text.split(",") if part]
    return ",".join("+".join(attribute(oid, bytes.fromhex(value)) for oid, value in reversed(part))
                    for part in relative)


def iso(text):
    time = datetime.datetime.strptime(text, "%b %d %H:%M:%S %Y GMT")
    return f"{time.year:04d}" + time.strftime("-%m-%dT%H:%M:%SZ")


@functools.lru_cache(None)
def certificate(hexadecimal):
    """Field and value of all that is told of a certificate; None when openssl cannot read it."""
    done = subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-noout", "-subject", "-issuer", "-serial", "-dates",
         "-ext", "subjectAltName",
         "-nameopt", "oid,dump_all,dump_der,sep_comma_plus,dn_rev"],
        input=bytes.fromhex(hexadecimal), capture_output=True)
    text = done.stdout.decode(errors="surrogateescape")
    if "subject=" not in text:
        return None
    line = dict(re.findall(r"^(\w+)=(.*)$", text, re.M))
    facts = []
    for field, key in (("tls.cert.subject", "subject"), ("tls.cert.issuer", "issuer")):
        if line[key].strip():
            facts.append((field, name(line[key].replace(" ", ""))))
    if line["subject"] == line["issuer"]:
        facts.append(("tls.cert.self_signed", "true"))
    if not line["serial"].startswith("-"):
        facts.append(("tls.cert.serial", line["serial"]))
    for field, key in (("tls.cert.not_before", "notBefore"), ("tls.cert.not_after", "notAfter")):
        try:
            facts.append((field, iso(line[key])))
        except ValueError:
            pass
    facts += [("tls.cert.san", dns) for dns in re.findall(r"DNS:([^,\n]+)", text)[:48]]
    return tuple(facts)


def tshark(capture, shown, fields):
    """For each frame that is shown: a dictionary of field and list of values."""
    command = ["tshark", "-n", "-r", str(capture), "-T", "fields", "-E", "separator=/t",
               "-E", f"aggregator={BETWEEN}", "-E", "occurrence=a",
               "-o", "tcp.reassemble_out_of_order:TRUE", "-o", "tcp.check_checksum:FALSE",
               "-Y", shown]
    for field in fields:
        command += ["-e", field]
    # A program that is run as root says so on standard error, at length; status 2: cut in the middle.
    text = subprocess.run(command, capture_output=True).stdout.decode(errors="surrogateescape")
    for row in text.split("\n"):
        cells = row.split("\t")
        if len(cells) == len(fields):
            yield {key: cell.split(BETWEEN) if cell else [] for key, cell in zip(fields, cells)}


def source_of(frame):
    return (frame["ip.src"] or frame["ipv6.src"] or ["?"])[-1]


def begin_otherwise(capture):
    """The directions (stream, source) whose first bytes are no record of TLS."""
    first = {}
    fields = ["tcp.stream", "ip.src", "ipv6.src", "tcp.payload"]
    for frame in tshark(capture, "tcp.len > 0", fields):
        where = (frame["tcp.stream"][0], source_of(frame))
        first.setdefault(where, frame["tcp.payload"][0] if frame["tcp.payload"] else "")
    return {where for where, payload in first.items() if not re.match("1[56]03|$", payload)}


def of_frame(frame):
    kinds = frame["tls.handshake.type"]
    if "2" in kinds and "1" not in kinds:
        chosen = [int(v, 0) for v in frame["tls.handshake.extensions.supported_version"]]
        legacy = [int(v, 0) for v in frame["tls.handshake.version"]]
        version = version_name((chosen or legacy or [0])[0])
        if version:
            yield "tls.server.version", version
        for cipher in frame["tls.handshake.ciphersuite"]:
            number = int(cipher, 0)
            yield "tls.server.cipher", cipher_names().get(number, f"0x{number:04x}")
        for value in frame["tls.handshake.ja3s"]:
            yield "tls.ja3s", value
        for value in frame["tls.handshake.extensions_alpn_str"]:
            yield "tls.server.alpn", value
    if "11" in kinds and frame["tls.handshake.certificate"]:
        yield from certificate(frame["tls.handshake.certificate"][0].replace(":", "")) or ()


def facts_of(capture):
    """Of each fact: its source, field and value, and the stream it was in."""
    shown = "tcp && (tls.handshake.type == 2 || tls.handshake.type == 11)"
    for frame in tshark(capture, shown, FIELDS):
        if OTHER_CARRIERS & set(frame["frame.protocols"][0].split(":")):
            continue
        for field, value in of_frame(frame):
            yield (source_of(frame), field, value), frame["tcp.stream"][0]
