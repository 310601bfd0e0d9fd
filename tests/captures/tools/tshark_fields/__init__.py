"""Which of tshark's fields make one of ours, and how its value is made of them.

TABLE has a Maker for each field of tapcensus that tshark 4.0.17 has fields for; what our parsers leave
out on purpose (sensor/protocols) is left out here, too, as far as one frame can tell. NONE says of each
other field why it has no maker, REASONS why a figure of compare_fields is under 99 %.
"""
from . import banners, hosts, http, industry, links, names, tls, windows  # noqa: F401
from .reasons import NONE, REASONS  # noqa: F401
from .row import TABLE, Maker, Row  # noqa: F401

COMMON = ("frame.number", "frame.protocols", "ip.src", "ipv6.src", "eth.src", "wlan.sa", "wlan.ta",
          "tcp.stream", "udp.stream", "tcp.srcport", "udp.srcport", "dhcp.hw.mac_addr")
READ = tuple(sorted({*COMMON, *(name for maker in TABLE.values() for name in maker.names)}))
