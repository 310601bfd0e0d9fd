#!/usr/bin/env python3
"""Writes what real TLS servers and clients send: seeds of the fuzzers, and cases of the tests.

    make_tls_corpus.py [DIRECTORY]      without a name, tests/corpus

openssl s_server and s_client talk on the loopback, through a relay that keeps the bytes of each
direction: tls/NAME_server and tls/NAME_client. The certificates they use, and some more, go to
certificate/, messages without records to tls_records/. Needs openssl 3; keys, times and randoms differ from one run to the next.
"""
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

CORPUS = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[1] / "corpus")
DATES = ["-not_before", "20240102030405Z", "-not_after", "20500102030405Z"]
PRINTER = "/C=DE/O=Example GmbH/OU=Printers \\+ Scanners, 2nd floor/CN=printer.example.net"
CA = "/C=DE/O=Example GmbH/CN=Example CA"


def openssl(*arguments, **more):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, **more)


def certificates(work):
    """A CA, a leaf that it signed, a client, and odd ones that sign themselves."""
    config = work / "config"
    settings = ("[ca]\ndefault_ca=d\n[d]\ndatabase=db\nnew_certs_dir=.\nserial=sn\n"
                      "default_md=sha256\npolicy=p\ncopy_extensions=copy\nunique_subject=no\n[p]\n"
                      "commonName=supplied\ncountryName=optional\norganizationName=optional\n"
                      "organizationalUnitName=optional\nemailAddress=optional\n"
                      "serialNumber=optional\ndomainComponent=optional\n[req]\n"
                      "distinguished_name=n\nstring_mask=MASK:%s\n[n]\n")

    def make(label, subject, signer=None, names=None, strings="0x2002"):
        config.write_text(settings % strings)
        (work / "db").write_text("")
        (work / "sn").write_text({"ca": "01", "leaf": "9A3B5C7D9E1F2031"}.get(label, "1234"))
        more = ["-addext", "subjectAltName=" + names] if names else []
        openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-config", config, "-subj", subject, "-multivalue-rdn", "-utf8",
                "-keyout", work / f"{label}.key", "-out", work / f"{label}.csr", *more)
        who = ["-selfsign", "-keyfile", work / f"{label}.key"] if signer is None else [
            "-cert", work / f"{signer}.pem", "-keyfile", work / f"{signer}.key"]
        dates = [d.replace("not_before", "startdate").replace("not_after", "enddate") for d in DATES]
        openssl("ca", "-batch", "-config", config, "-preserveDN", "-in", work / f"{label}.csr", *who,
                *dates, "-notext", "-out", work / f"{label}.pem", cwd=work)
        openssl("x509", "-in", work / f"{label}.pem", "-outform", "DER",
                "-out", CORPUS / "certificate" / label)

    make("ca", CA)
    make("leaf", PRINTER, "ca", "DNS:printer.example.net,IP:192.0.2.7,DNS:printer")
    make("client", "/DC=net/DC=example/O=Example GmbH/CN=phone 7/emailAddress=p7@example.net", "ca")
    make("own", "/CN=\u706b\u7130 router/serialNumber=0042+OU=#1 ")
    make("bmp", "/O=\u706b\u7130/CN=x", strings="0x800")
    make("t61", "/O=Caf\u00e9/CN=x", strings="0x4")


def relay(listener, port, kept):
    """One connection, both ways; what is sent goes to kept["client"] and kept["server"]."""
    client, _ = listener.accept()
    server = socket.create_connection(("127.0.0.1", port))

    def pump(source, target, name):
        while True:
            data = source.recv(65536)
            if not data:
                break
            kept[name] += data
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)

    threads = [threading.Thread(target=pump, args=(client, server, "client")),
               threading.Thread(target=pump, args=(server, client, "server"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def messages(direction):
    """What is in the records of the handshake before the first of another kind."""
    out = b""
    while direction[:1] == b"\x16":
        length = int.from_bytes(direction[3:5], "big")
        out += direction[5:5 + length]
        direction = direction[5 + length:]
    return out


def handshake(work, label, server, client):
    back = subprocess.Popen(
        ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", work / "leaf.pem", "-key",
         work / "leaf.key", "-cert_chain", work / "ca.pem", "-naccept", "2", *server],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    port = 0
    for line in back.stdout:
        found = re.match(rb"ACCEPT 127\.0\.0\.1:(\d+)", line)
        if found:
            port = int(found[1])
            break
    session = work / "session"
    session.unlink(missing_ok=True)
    for again in range(2):
        kept = {"client": b"", "server": b""}
        listener = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=relay, args=(listener, port, kept))
        thread.start()
        sessions = ["-sess_in", session] if again else ["-sess_out", session]
        talk = subprocess.Popen(
            ["openssl", "s_client", "-connect", "127.0.0.1:%d" % listener.getsockname()[1],
             "-servername", "printer.example.net", *sessions, *client],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        time.sleep(0.5)  # until tickets have come; a corpus is no test
        talk.communicate(b"Q\n", timeout=20)
        thread.join()
        listener.close()
        for name, data in kept.items():
            if again and name == "client":
                continue
            label_of = f"{label}{'_resumed' if again else ''}_{name}"
            (CORPUS / "tls" / label_of).write_bytes(data)
            (CORPUS / "tls_records" / label_of).write_bytes(b"\x07" + messages(data))
            print(len(data), label_of)
        if not session.exists():
            break
    back.kill()
    back.wait()


def main():
    for room in ("tls", "tls_records", "certificate"):
        (CORPUS / room).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        work = pathlib.Path(directory)
        certificates(work)
        weak = ["-cipher", "ALL:@SECLEVEL=0"]
        alpn = ["-alpn", "h2,http/1.1"]
        handshake(work, "tls12", ["-tls1_2", *alpn], ["-tls1_2", *alpn])
        handshake(work, "tls11", ["-tls1_1", *weak], ["-tls1_1", *weak])
        handshake(work, "tls10", ["-tls1", *weak], ["-tls1", *weak])
        handshake(work, "tls13", ["-tls1_3"], ["-tls1_3"])
        handshake(work, "retry", ["-tls1_3", "-groups", "P-384"], ["-groups", "X25519:P-384"])
        handshake(work, "mutual", ["-tls1_2", "-Verify", "1", "-CAfile", work / "ca.pem"],
                  ["-tls1_2", "-cert", work / "client.pem", "-key", work / "client.key"])


main()
