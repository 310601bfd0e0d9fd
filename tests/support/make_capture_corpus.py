#!/usr/bin/env python3
"""Writes the seeds in tests/corpus/capture: a small file of each kind that `read` understands.

They feed the fuzz target, and capture_test reads them too. Every whole file holds the same three
frames, captured at 1528243200.123456 and one and two seconds later, the last one cut to 60 bytes.
Needs zstd(1). Usage: make_capture_corpus.py DIRECTORY
"""

import gzip
import pathlib
import struct
import subprocess
import sys

START = 1528243200
MICROSECONDS = 123456
ETHERNET = bytes.fromhex("ffffffffffff" "02000000000a" "0800")
IPV4_UDP = bytes.fromhex(
    "4500001d000100004011" "0000" "0a000005" "0a0000ff" "00440043" "00090000" "41"
)


def frames(link_header=ETHERNET):
    """Pairs of captured bytes and length on the wire."""
    frame = link_header + IPV4_UDP
    return [(frame, len(frame)), (frame + b"B" * 19, len(frame) + 19), (frame + b"C" * 17, 1514)]


def pcap(order="<", magic=0xA1B2C3D4, unit=1, link_type=1, extra=b""):
    out = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 262144, link_type)
    for second, (frame, length) in enumerate(frames()):
        out += struct.pack(order + "IIII", START + second, MICROSECONDS * unit, len(frame), length)
        out += extra + frame
    return out


def padded(data):
    return data + bytes(-len(data) % 4)


def option(order, code, value):
    return struct.pack(order + "HH", code, len(value)) + padded(value)


def block(order, kind, body):
    length = len(body) + 12
    return struct.pack(order + "II", kind, length) + body + struct.pack(order + "I", length)


def section(order):
    body = struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1) + option(order, 4, b"seed")
    return block(order, 0x0A0D0D0A, body + option(order, 0, b""))


def interface(order, link_type, snapshot_length=0, options=b""):
    body = struct.pack(order + "HHI", link_type, 0, snapshot_length)
    return block(order, 1, body + options)


def enhanced(order, which, stamp, frame, length):
    body = struct.pack(
        order + "IIIII", which, stamp >> 32, stamp & 0xFFFFFFFF, len(frame), length
    )
    return block(order, 6, body + padded(frame))


def simple(order, frame, length):
    return block(order, 3, struct.pack(order + "I", length) + padded(frame))


def obsolete(order, which, stamp, frame, length):
    head = (which, 0xFFFF, stamp >> 32, stamp & 0xFFFFFFFF, len(frame), length)
    return block(order, 2, struct.pack(order + "HHIIII", *head) + padded(frame))


def two_link_types(order):
    """One frame on Ethernet in nanoseconds, two as raw IP in 2^-20 s after an offset."""
    nanoseconds = option(order, 9, b"\x09")
    offset = option(order, 14, struct.pack(order + "q", START))
    binary = option(order, 9, bytes([0x80 | 20])) + offset
    out = section(order) + interface(order, 1, 0, nanoseconds) + interface(order, 101, 0, binary)
    fraction = -(-(MICROSECONDS << 20) // 10**6)
    ethernet, raw = frames(), frames(b"")
    out += enhanced(order, 0, START * 10**9 + MICROSECONDS * 1000, *ethernet[0])
    out += enhanced(order, 1, (1 << 20) + fraction, *raw[1])
    out += enhanced(order, 1, (2 << 20) + fraction, *raw[2])
    return out


def old_blocks(order):
    """Obsolete and simple packet blocks, and one that is of no use."""
    packets = frames()
    stamp = START * 10**6 + MICROSECONDS
    out = section(order) + interface(order, 1, 60)
    out += obsolete(order, 0, stamp, *packets[0])
    out += block(order, 4, bytes(8))
    out += obsolete(order, 0, stamp + 10**6, *packets[1])
    return out + simple(order, *packets[2])


def zstd(data):
    return subprocess.run(
        ["zstd", "-19", "--stdout", "--quiet"], input=data, stdout=subprocess.PIPE, check=True
    ).stdout


def main():
    into = pathlib.Path(sys.argv[1])
    plain, mixed = pcap(), two_link_types("<")
    half = len(plain) // 2
    seeds = {
        "microseconds.pcap": plain,
        "nanoseconds.pcap": pcap(magic=0xA1B23C4D, unit=1000),
        "big_endian.pcap": pcap(">"),
        "big_endian_nanoseconds.pcap": pcap(">", 0xA1B23C4D, 1000),
        "patched.pcap": pcap(magic=0xA1B2CD34, extra=bytes(8)),
        "fcs_bits.pcap": pcap(link_type=0x24000001),
        "unsupported.pcap": pcap(link_type=195),
        "two_link_types.pcapng": mixed,
        "big_endian.pcapng": two_link_types(">"),
        "two_sections.pcapng": mixed + two_link_types(">"),
        "old_blocks.pcapng": old_blocks("<"),
        "microseconds.pcap.gz": gzip.compress(plain, mtime=0),
        "two_members.pcap.gz": gzip.compress(plain[:half], mtime=0)
        + gzip.compress(plain[half:], mtime=0),
        "microseconds.pcap.zst": zstd(plain),
        "two_frames.pcap.zst": zstd(plain[:half]) + zstd(plain[half:]),
        "two_link_types.pcapng.zst": zstd(mixed),
        "cut.pcap": plain[:-5],
        "cut.pcapng": mixed[:-5],
        "cut.pcap.gz": gzip.compress(plain, mtime=0)[:-9],
    }
    for name, data in seeds.items():
        (into / name).write_bytes(data)


if __name__ == "__main__":
    main()
