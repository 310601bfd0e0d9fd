#!/usr/bin/env python3
"""Says one thing in a datagram, or answers time: the small talk for which Debian has no program.

say.py ntp SERVER | ntp-server | search | notify LOCATION SERVER | nbns NAME | llmnr NAME
"""
import socket
import struct
import sys
import time

SSDP = ("239.255.255.250", 1900)


def talker():
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def lines(*text):
    return ("\r\n".join(text) + "\r\n\r\n").encode()


def ntp(server):
    end = talker()
    end.settimeout(2)
    end.sendto(b"\x23" + bytes(39) + struct.pack("!II", 0xDEADBEEF, 1), (server, 123))
    end.recv(512)


def ntp_server():
    end = talker()
    end.bind(("", 123))
    while True:
        asked, who = end.recvfrom(512)
        now = struct.pack("!II", (int(time.time()) + 2208988800) % 2**32, 0)
        end.sendto(b"\x24\x02\x06\xec" + bytes(8) + b"GPS\0" + now + asked[40:48] + now * 2, who)


def search():
    words = lines("M-SEARCH * HTTP/1.1", "HOST: 239.255.255.250:1900", 'MAN: "ssdp:discover"',
                  "MX: 1", "ST: urn:dial-multiscreen-org:service:dial:1",
                  "USER-AGENT: Google Chrome/126.0.0.0 Windows")
    talker().sendto(words, SSDP)


def notify(location, server):
    words = lines("NOTIFY * HTTP/1.1", "HOST: 239.255.255.250:1900", "CACHE-CONTROL: max-age=3600",
                  "NT: upnp:rootdevice", "NTS: ssdp:alive", f"LOCATION: {location}",
                  f"SERVER: {server}", "USN: uuid:00000000-0000-0000-0000-000000000001::upnp:rootdevice")
    talker().sendto(words, SSDP)


def nbns(name):
    """RFC 1002, 4.2.2: a NAME REGISTRATION REQUEST for NAME<00>, broadcast."""
    end = talker()
    end.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    end.bind(("", 137))
    padded = name.upper().ljust(15).encode() + b"\0"
    coded = bytes(65 + n for c in padded for n in (c >> 4, c & 15))
    own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    own.connect(("192.168.1.1", 9))
    end.sendto(struct.pack("!6H", 0x8001, 0x2910, 1, 0, 0, 1) + b"\x20" + coded + b"\0" +
               struct.pack("!HHHHHIHH", 32, 1, 0xC00C, 32, 1, 300000, 6, 0) +
               socket.inet_aton(own.getsockname()[0]), ("192.168.1.255", 137))


def llmnr(name):
    label = name.encode()
    talker().sendto(struct.pack("!6H", 0x4D21, 0, 1, 0, 0, 0) + bytes([len(label)]) + label +
                    b"\0" + struct.pack("!HH", 1, 1), ("224.0.0.252", 5355))


what = {f.__name__.replace("_", "-"): f for f in (ntp, ntp_server, search, notify, nbns, llmnr)}
what[sys.argv[1]](*sys.argv[2:])
