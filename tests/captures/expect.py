#!/usr/bin/env python3
"""Writes expected/NAME.facts: what tshark reads in each capture, and JA4 after FoxIO's page.

    expect.py [CAPTURE...]      without a name, every capture beside this file

A line is: field, source address, value, between tabs; each once, sorted. Names and notation are
those of `tapcensus read --facts`, the reading is another program's (tshark 4.0 or later), so a
test can compare the two without tshark; certificates are read by openssl. Left out is what tshark has no word for in the same sense:
tcp.syn, tls.version, dns.answer, mdns.*, eth.oui. JA4 is computed here from tshark's fields
(github.com/FoxIO-LLC/ja4, technical_details/JA4.md, BSD licence), not by FoxIO's program.
"""
import hashlib
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "tools"))
import server_tls  # noqa: E402

BETWEEN = "\x1f"  # between the values of one field in one frame; no text on the wire holds it

FIELDS = [
    "frame.protocols", "ip.src", "ipv6.src", "http.user_agent", "http.host", "http.server",
    "tls.handshake.type", "tls.handshake.extensions_server_name",
    "tls.handshake.extensions_alpn_str", "tls.handshake.ja3", "tls.handshake.version",
    "tls.handshake.extensions.supported_version", "tls.handshake.ciphersuite",
    "tls.handshake.extension.type", "tls.handshake.sig_hash_alg", "dns.flags.response",
    "dns.qry.name", "dhcp.type", "dhcp.option.hostname", "dhcp.option.vendor_class_id",
    "dhcp.option.request_list_item", "dhcp.option.dhcp",
]
VERSIONS = {0x0304: "13", 0x0303: "12", 0x0302: "11", 0x0301: "10", 0x0300: "s3"}


def grease(value):
    return value & 0x0F0F == 0x0A0A and value >> 8 == value & 0xFF


def numbers(texts):
    return [n for n in (int(text, 0) for text in texts) if not grease(n)]


def hexes(values):
    return ",".join(f"{v:04x}" for v in values)


def short_hash(text):
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else "0" * 12


def alpn_mark(protocols):
    if not protocols or not protocols[0]:
        return "00"
    first = protocols[0].encode()
    ends = first[:1] + first[-1:]
    if all(chr(c).isascii() and chr(c).isalnum() for c in ends):
        return ends.decode()
    return first.hex()[0] + first.hex()[-1]


def ja4(hello):
    versions = numbers(hello["tls.handshake.extensions.supported_version"])
    version = max(versions or numbers(hello["tls.handshake.version"]))
    ciphers = numbers(hello["tls.handshake.ciphersuite"])
    extensions = numbers(hello["tls.handshake.extension.type"])
    algorithms = numbers(hello["tls.handshake.sig_hash_alg"])
    hashed = hexes(sorted(e for e in extensions if e not in (0, 16)))
    if algorithms:
        hashed += "_" + hexes(algorithms)
    head = (f"t{VERSIONS.get(version, '00')}{'d' if 0 in extensions else 'i'}"
            f"{min(len(ciphers), 99):02d}{min(len(extensions), 99):02d}"
            f"{alpn_mark(hello['tls.handshake.extensions_alpn_str'])}")
    if not extensions:
        hashed = ""
    return f"{head}_{short_hash(hexes(sorted(ciphers)))}_{short_hash(hashed)}"


def escaped(text):
    return text.replace("\\", "\\\\").replace("\t", "\\t")


def frames(capture):
    command = ["tshark", "-n", "-r", str(capture), "-T", "fields", "-E", "separator=/t",
               "-E", f"aggregator={BETWEEN}", "-E", "occurrence=a",
               "-o", "tcp.reassemble_out_of_order:TRUE", "-o", "tcp.check_checksum:FALSE",
               "-Y", "http || tls || dns || dhcp"]
    for field in FIELDS:
        command += ["-e", field]
    # A program that is run as root says so on standard error, at length.
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for line in text.splitlines():
        cells = line.split("\t")
        yield {name: cell.split(BETWEEN) if cell else [] for name, cell in zip(FIELDS, cells)}


def facts_of(frame):
    protocols = set(":".join(frame["frame.protocols"]).split(":"))
    if "http" in protocols and "ssdp" not in protocols:
        for field in ("http.user_agent", "http.host", "http.server"):
            for value in frame[field]:
                yield field, value.strip(" \t")
    if "1" in frame["tls.handshake.type"]:
        for value in frame["tls.handshake.extensions_server_name"]:
            yield "tls.sni", value
        if frame["tls.handshake.extensions_alpn_str"]:
            yield "tls.alpn", ",".join(frame["tls.handshake.extensions_alpn_str"])
        for value in frame["tls.handshake.ja3"]:
            yield "tls.ja3", value
        yield "tls.ja4", ja4(frame)
    if "dns" in protocols and frame["dns.flags.response"] in (["0"], ["False"]):
        for value in frame["dns.qry.name"]:
            yield "dns.query", value.lower()
    if frame["dhcp.type"] == ["1"]:
        for value in frame["dhcp.option.hostname"]:
            yield "dhcp.hostname", value
        for value in frame["dhcp.option.vendor_class_id"]:
            yield "dhcp.vendor_class", value
        if frame["dhcp.option.request_list_item"]:
            yield "dhcp.params", ",".join(frame["dhcp.option.request_list_item"])


def expect(capture):
    rows = set()
    for frame in frames(capture):
        source = (frame["ip.src"] or frame["ipv6.src"])[-1]
        rows |= {f"{field}\t{source}\t{escaped(value)}" for field, value in facts_of(frame)}
    rows |= {f"{field}\t{source}\t{escaped(value)}"
             for (source, field, value), _ in server_tls.facts_of(capture)}
    if not rows:
        return
    (HERE / "expected").mkdir(exist_ok=True)
    into = HERE / "expected" / f"{capture.name}.facts"
    into.write_text("".join(row + "\n" for row in sorted(rows)))
    print(len(rows), into.name)


# In a capture that cuts its packets tshark shows cut values; what is whole there is in the uncut one.
CUT = {"sliced.pcap"}

given = [pathlib.Path(name) for name in sys.argv[1:]]
for capture in given or sorted(HERE.glob("*.pcap*")):
    if capture.name not in CUT:
        expect(capture)
