#!/usr/bin/env python3
"""A wire between two interfaces, with a seeded temperament: it loses, repeats and reorders frames.

It can also dress the connections that come in at the near end: a pure SYN keeps its values and
gets the option order and the window of another stack. What the options say stays true of the host
behind (its scale, its maximum segment, its time stamp), so both ends talk on undisturbed.
Needs CAP_NET_RAW; segmentation and checksum offload must be off at both ends.
"""
import argparse
import random
import select
import socket
import struct
import time

IGNORE_OUTGOING = 23  # SOL_PACKET, PACKET_IGNORE_OUTGOING: a wire must not hear itself
EOL, NOP, MSS, SCALE, SACK, STAMP = 0, 1, 2, 3, 4, 8
STYLES = {  # order of the options, window (None: as it was)
    "apple": ([MSS, NOP, SCALE, NOP, NOP, STAMP, SACK, EOL, EOL], 65535),
    "android": ([MSS, SACK, STAMP, NOP, SCALE], 65535),
    "windows": ([MSS, NOP, SCALE, NOP, NOP, SACK], None),
    "lwip": ([MSS], 5840),
}


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def options_of(tcp):
    options, at, end = {}, 20, (tcp[12] >> 4) * 4
    while at < end and tcp[at] != EOL:
        if tcp[at] == NOP:
            at += 1
            continue
        options[tcp[at]] = tcp[at : at + tcp[at + 1]]
        at += tcp[at + 1]
    return options


def dressed(frame, style):
    kind = frame[12:14]
    if kind == b"\x08\x00" and frame[23] == 6:
        at = 14 + (frame[14] & 15) * 4
        end = 14 + struct.unpack("!H", frame[16:18])[0]
        addresses = frame[26:34]
    elif kind == b"\x86\xdd" and frame[20] == 6:
        at, addresses = 54, frame[22:54]
        end = at + struct.unpack("!H", frame[18:20])[0]
    else:
        return frame
    tcp = frame[at:end]
    if tcp[13] & 0x3F != 0x02:
        return frame
    order, window = STYLES[style]
    found = options_of(tcp)
    options = b"".join(bytes([o]) if o in (EOL, NOP) else found[o] for o in order)
    head = bytearray(tcp[:20])
    head[12] = (20 + len(options)) // 4 << 4
    if window is not None:
        head[14:16] = struct.pack("!H", window)
    head[16:18] = b"\0\0"
    tcp = bytes(head) + options
    pseudo = addresses + struct.pack("!II", len(tcp), 6)
    tcp = tcp[:16] + struct.pack("!H", checksum(pseudo + tcp)) + tcp[18:]
    ip = bytearray(frame[14:at])
    if kind == b"\x08\x00":
        ip[2:4] = struct.pack("!H", len(ip) + len(tcp))
        ip[10:12] = b"\0\0"
        ip[10:12] = struct.pack("!H", checksum(bytes(ip)))
    else:
        ip[4:6] = struct.pack("!H", len(tcp))
    return frame[:14] + bytes(ip) + tcp


def end_of(name):
    end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    end.setsockopt(263, IGNORE_OUTGOING, 1)
    end.bind((name, 3))
    return end


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("near")
    parser.add_argument("far")
    parser.add_argument("--dress", choices=STYLES)
    parser.add_argument("--seed", type=int, default=1)
    for what in ("loss", "duplicate", "reorder"):
        parser.add_argument(f"--{what}", type=float, default=0.0, help="chance of each frame")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    near, far = end_of(given.near), end_of(given.far)
    held = []  # (when, end, frame)
    while True:
        ready, _, _ = select.select([near, far], [], [], 0.002 if held else None)
        for end in ready:
            frame, _ = end.recvfrom(65536)
            out = far if end is near else near
            if end is near and given.dress:
                frame = dressed(frame, given.dress)
            if chance.random() < given.loss:
                continue
            if chance.random() < given.reorder:
                held.append((time.monotonic() + chance.uniform(0.002, 0.03), out, frame))
                continue
            out.send(frame)
            if chance.random() < given.duplicate:
                out.send(frame)
        now = time.monotonic()
        for item in [item for item in held if item[0] <= now]:
            held.remove(item)
            item[1].send(item[2])


main()
