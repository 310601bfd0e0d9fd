"""What the makers of values are made of: a frame as tshark shows it, and the table they stand in."""
import pathlib
import re

SOURCES = pathlib.Path(__file__).resolve().parents[4] / "sensor" / "protocols"
TABLE = {}


class Row:
    """A frame: lists of values by the names of tshark's fields; and what came before it."""

    def __init__(self, cells, seen):
        self.cells, self.seen = cells, seen
        self.stack = self.first("frame.protocols").split(":")

    def __getitem__(self, name):
        return self.cells.get(name, [])

    def first(self, name):
        return self[name][0] if self[name] else ""

    def last(self, name):
        return self[name][-1] if self[name] else ""

    def on(self, *protocols):
        return any(protocol in self.stack for protocol in protocols)

    def flag(self, name):
        return self.first(name) in ("1", "True")

    def count(self, name):
        return int(self.first(name) or 0)

    def numbers(self, name):
        return [int(value, 0) for value in self[name] if re.fullmatch(r"(0x)?[0-9a-fA-F]+", value)]

    def source(self):
        """The innermost address of the sender."""
        innermost = next((p for p in reversed(self.stack) if p in ("ip", "ipv6", "eth", "wlan")), "")
        return self.last(f"{innermost}.src").lower() if innermost.startswith("ip") else self.mac()

    def mac(self):
        return (self.last("eth.src") or self.last("wlan.ta") or self.last("wlan.sa")).lower()

    def quotes_another(self):
        """An error of ICMP, which repeats what it is about."""
        return any(a.startswith("icmp") and b.startswith("ip")
                   for a, b in zip(self.stack, self.stack[1:]))

    def was_opened(self):
        """tshark found keys in the capture: what it shows was encrypted."""
        inner = [i for i, p in enumerate(self.stack) if p in ("tls", "dtls", "quic", "esp", "ssh")]
        behind = self.stack[inner[0] + 1:] if inner else []
        return any(not p.startswith(("tls", "x509", "pk", "ocsp", "cms", "quic", "ns_cert"))
                   for p in behind)

    def once(self, *key):
        """True the first time."""
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def flow(self):
        """One direction of it: both sides may have one address."""
        return (self.first("tcp.stream"), self.first("udp.stream"), self.source(),
                self.first("tcp.srcport"), self.first("udp.srcport"))


class Maker:
    def __init__(self, names, values, same, comparable):
        self.names, self.values, self.same, self.comparable = names, values, same, comparable


def field(name, reads, values, same=str, comparable=lambda value: True):
    """`same` is applied to the values of both sides; of ours only comparable ones count."""
    TABLE[name] = Maker(tuple(reads.split()), values, same, comparable)


def made(name, reads, **options):
    """The function is the maker."""
    return lambda values: field(name, reads, values, **options)


def plain(name, reads):
    """Each value of tshark's fields is one of ours."""
    field(name, reads, lambda row: [v for n in reads.split() for v in row[n]])


def raw(text):
    """Nothing where tshark shows no octets ("<MISSING>")."""
    digits = text.replace(":", "")
    return bytes.fromhex(digits) if re.fullmatch("([0-9a-fA-F]{2})*", digits) else b""


def text_of(octets):
    return octets.strip(b"\0 \t\r\n").decode(errors="backslashreplace")


def is_plain(octets):
    return bool(octets) and all(0x20 <= b < 0x7f for b in octets)


def text_or_octets(octets):
    text = octets.strip(b"\0 ")
    return text.decode() if is_plain(text) else octets.hex()


def colons(octets):
    return octets.hex(":")


def parts(octets, size=1):
    """Values, each behind its length."""
    while octets:
        length = int.from_bytes(octets[:size], "big")
        if len(octets) < size + length:
            return
        yield octets[size:size + length]
        octets = octets[size + length:]


def names_in(source, call):
    """The names that a table of one of our parsers lists."""
    return set(re.findall(rf'\b{call}\("([^"]+)"', (SOURCES / source).read_text()))
