"""Makers for how hosts get addresses and the time, and which groups they hear."""
import ipaddress
import re

from .row import colons, field, is_plain, made, parts, raw, text_of, text_or_octets


def dhcp_options(row):
    """Of a client's message: code to value; parts of one option are joined (RFC 3396)."""
    if row.first("dhcp.type") not in ("1", "0x01"):
        return {}
    values, options = iter(row["dhcp.option.value"]), {}
    for code in row["dhcp.option.type"]:
        if code not in ("0", "255"):
            options[int(code)] = options.get(int(code), b"") + raw(next(values, ""))
    asked = options.get(53, b"\0")
    return {} if asked and asked[0] >= 10 else options


DHCP = "dhcp.type dhcp.option.type dhcp.option.value"


def dhcp(name, code, write):
    def values(row):
        options = dhcp_options(row)
        if code in options:
            written = write(options[code])
            return [written] if isinstance(written, str) and written else written or []
        return []
    field(name, DHCP, values)


def duid(octets):
    kind = int.from_bytes(octets[:2], "big")
    number = lambda at, size: str(int.from_bytes(octets[at:at + size], "big"))
    if kind == 1:
        return f"llt/{number(2, 2)}/{number(4, 4)}/{colons(octets[8:])}"
    if kind == 2:
        return f"en/{number(2, 4)}/{octets[6:].hex()}"
    if kind == 3:
        return f"ll/{number(2, 2)}/{colons(octets[4:])}"
    return f"{'uuid' if kind == 4 else kind}/{octets[2:].hex()}"


def client_identifier(octets):
    kind, value = octets[0], octets[1:]
    if len(octets) < 2:
        return ""
    if 0x20 <= kind != 255 and all(0x20 <= b < 0x7f for b in octets):
        return octets.decode()
    if kind == 255 and len(value) > 6:
        return f"255/{value[:4].hex()}/{duid(value[4:])}"
    if kind != 0 and len(value) == 6:
        return f"{kind}/{colons(value)}"
    return f"{kind}/{text_or_octets(value)}"


def user_class(octets):
    items = list(parts(octets))
    if sum(len(i) + 1 for i in items) != len(octets) or not all(items):
        return text_or_octets(octets)
    return ",".join(map(text_or_octets, items))


def coded_parts(octets):
    shown = []
    while len(octets) >= 2 and len(octets) >= 2 + octets[1]:
        shown.append(f"{octets[0]}={text_or_octets(octets[2:2 + octets[1]])}")
        octets = octets[2 + octets[1]:]
    return "" if octets else ",".join(shown)


def by_enterprise(write):
    def values(octets):
        while len(octets) >= 5:
            length = octets[4]
            yield f"{int.from_bytes(octets[:4], 'big')}:{write(octets[5:5 + length])}"
            octets = octets[5 + length:]
    return values


def numbers16(octets):
    return ",".join(str(int.from_bytes(octets[i:i + 2], "big")) for i in range(0, len(octets) - 1, 2))


dhcp("dhcp.params", 55, lambda v: ",".join(map(str, v)))
dhcp("dhcp.vendor_class", 60, text_of)
dhcp("dhcp.hostname", 12, text_of)
dhcp("dhcp.max_size", 57, lambda v: str(int.from_bytes(v, "big")) if len(v) == 2 else "")
dhcp("dhcp.client_id", 61, client_identifier)
dhcp("dhcp.user_class", 77, user_class)
dhcp("dhcp.architecture", 93, numbers16)
dhcp("dhcp.vi_vendor_class", 124, by_enterprise(lambda v: ",".join(map(text_or_octets, parts(v)))))
dhcp("dhcp.vi_vendor_info", 125, by_enterprise(coded_parts))
dhcp("dhcp.relay_info", 82, coded_parts)
field("dhcp.client_fqdn", DHCP + " dhcp.fqdn.name",
      lambda row: row["dhcp.fqdn.name"] if dhcp_options(row) else [])
field("dhcp.options", DHCP + " dhcp.option.end", lambda row: [",".join(
    [code for code in row["dhcp.option.type"] if code not in ("0", "82")] + row["dhcp.option.end"])]
    if dhcp_options(row) else [])

DHCPV6_CLIENT = {1, 3, 4, 5, 6, 8, 9, 11}
DHCPV6_INNER = {"5", "13", "26"}  # inside of others


def dhcpv6(name, reads, values):
    field(name, "dhcpv6.msgtype dhcpv6.option.type " + reads, lambda row: values(row) if (
        row["dhcpv6.msgtype"] and row.numbers("dhcpv6.msgtype")[-1] in DHCPV6_CLIENT) else [])


def dhcpv6_duids(row):
    whose = [code for code in row["dhcpv6.option.type"] if code in ("1", "2")]
    return [duid(raw(value)) for code, value in zip(whose, row["dhcpv6.duid.bytes"]) if code == "1"]


dhcpv6("dhcpv6.duid", "dhcpv6.duid.bytes", dhcpv6_duids)
dhcpv6("dhcpv6.params", "dhcpv6.requested_option_code",
       lambda row: [",".join(row["dhcpv6.requested_option_code"])])
dhcpv6("dhcpv6.fqdn", "dhcpv6.client_domain",
       lambda row: [v.rstrip(".") for v in row["dhcpv6.client_domain"]])
dhcpv6("dhcpv6.vendor_class", "dhcpv6.vendorclass.data dhcpv6.vendorclass.enterprise",
       lambda row: row["dhcpv6.vendorclass.data"] or row["dhcpv6.vendorclass.enterprise"])
dhcpv6("dhcpv6.options", "", lambda row: [",".join(
    code for code in row["dhcpv6.option.type"] if code not in DHCPV6_INNER)]
    if len(row["dhcpv6.msgtype"]) == 1 else [])

# ---- Groups, neighbours, time --------------------------------------------------------------------


@made("igmp.group", "igmp.type igmp.maddr igmp.record_type igmp.num_src")
def _(row):
    kind = row.numbers("igmp.type")[:1]
    if kind == [0x22]:
        sources = row["igmp.num_src"] or ["0"] * len(row["igmp.maddr"])
        for what, group, count in zip(row["igmp.record_type"], row["igmp.maddr"], sources):
            if not (what in ("1", "3") and count == "0") and what in "12345":
                yield group
    elif kind in ([0x12], [0x16]):
        yield from row["igmp.maddr"]


@made("igmp.version", "igmp.type igmp.version ip.ttl ip.opt.ra")
def _(row):
    if row.numbers("igmp.type")[:1] in ([0x11], [0x12], [0x16], [0x22]):
        version, ttl = row.first("igmp.version"), row.last("ip.ttl")
        alert = "" if row["ip.opt.ra"] or version == "1" else ",no_alert"
        yield version + ("" if ttl == "1" else f",ttl{ttl}") + alert


def listens(row):
    source = ipaddress.ip_address(row.last("ipv6.src") or "::1")
    return row.last("ipv6.hlim") == "1" and (source.is_link_local or source.is_unspecified)


MLD = "icmpv6.type ipv6.hlim "


@made("mld.group", MLD + "icmpv6.mld.multicast_address icmpv6.mldr.mar.multicast_address "
      "icmpv6.mldr.mar.record_type icmpv6.mldr.mar.nb_sources")
def _(row):
    groups = []
    if row.first("icmpv6.type") == "131":
        groups = row["icmpv6.mld.multicast_address"]
    elif row.first("icmpv6.type") == "143":
        groups = [g for what, g in zip(row["icmpv6.mldr.mar.record_type"],
                                       row["icmpv6.mldr.mar.multicast_address"])
                  if what not in ("1", "3", "6")]
    return [g for g in groups if listens(row) and g != "ff02::1" and not g.startswith("ff02::1:ff")]


field("mld.version", MLD, lambda row: [{"131": "1", "143": "2"}[row.first("icmpv6.type")]]
      if row.first("icmpv6.type") in ("131", "143") and listens(row) else [])
field("icmpv6.rs", MLD + "icmpv6.opt.type", lambda row: [",".join(row["icmpv6.opt.type"]) or "none"]
      if row.first("icmpv6.type") == "133" and row.last("ipv6.hlim") == "255" else [])

ROUTER = ("icmpv6.nd.ra.cur_hop_limit icmpv6.nd.ra.flag icmpv6.nd.ra.router_lifetime "
          "icmpv6.nd.ra.reachable_time icmpv6.nd.ra.retrans_timer icmpv6.opt.type "
          "icmpv6.opt.prefix.flag icmpv6.opt.mtu icmpv6.opt.rdnss.lifetime")


@made("icmpv6.ra", MLD + ROUTER)
def _(row):
    sender = ipaddress.ip_address(row.last("ipv6.src") or "::")
    if row.first("icmpv6.type") != "134" or row.last("ipv6.hlim") != "255" or not sender.is_link_local:
        return
    flags = row.numbers("icmpv6.nd.ra.flag")[0]
    shown = "".join(letter for bit, letter in ((0x80, "m"), (0x40, "o"), (0x20, "h")) if flags & bit)
    shown += {0x08: "+", 0x18: "-"}.get(flags & 0x18, "") + ("p" if flags & 4 else "")
    left = {"3": row.numbers("icmpv6.opt.prefix.flag"), "5": row["icmpv6.opt.mtu"],
            "25": row["icmpv6.opt.rdnss.lifetime"]}
    options = []
    for kind in row["icmpv6.opt.type"]:
        value = left[kind].pop(0) if left.get(kind) else None
        if kind == "3" and value is not None:
            options.append(kind + "".join(n for b, n in ((128, "l"), (64, "a"), (32, "r")) if value & b))
        else:
            options.append(kind + (f"={value}" if value is not None else ""))
    numbers = [row.first(f"icmpv6.nd.ra.{name}") for name in (
        "cur_hop_limit", "router_lifetime", "reachable_time", "retrans_timer")]
    yield ":".join([numbers[0], shown, *numbers[1:], ",".join(options)])


field("ntp.version", "ntp.ctrl.item", lambda row: [", ".join(
    item for name in ("version=", "processor=", "system=") for item in row["ntp.ctrl.item"]
    if item.startswith(name))])
@made("ntp.refid", "ntp.flags.mode ntp.stratum ntp.refid")
def _(row):
    if row.first("ntp.flags.mode") in ("4", "5") and row.first("ntp.stratum") == "1":
        for octets in map(raw, row["ntp.refid"]):
            if is_plain(octets.rstrip(b"\0 ")):
                yield text_of(octets)


def ntp_time(text):
    """0 for none, s for whole seconds, t for a date, x for what can be none."""
    if text.startswith(("NULL", "(0)")):
        return "0"
    year = re.search(r"\b(\d{4})\b", text)
    if not year or not 2005 <= int(year[1]) < 2036:  # tshark counts on after 1968 + 2^31 seconds
        return "x"
    return "s" if re.search(r"\.0+ ", text) else "t"


@made("ntp.client", "ntp.flags.mode ntp.flags ntp.flags.vn ntp.stratum ntp.ppoll ntp.precision "
      "ntp.rootdelay ntp.rootdispersion ntp.refid ntp.reftime ntp.org ntp.rec ntp.xmt udp.length",
      same=lambda value: value.replace("x", "0"))  # tshark shows only the seconds of some times
def _(row):
    if row.first("ntp.flags.mode") not in ("1", "3") or not row["ntp.xmt"]:
        return
    refid = raw(row.first("ntp.refid"))
    reference = "INIT" if refid == b"INIT" else "1" if any(refid) else "0"
    zero = lambda name: "0" if float(row.first(name)) == 0 else "1"
    times = "".join(ntp_time(row.first(f"ntp.{n}")) for n in ("reftime", "org", "rec", "xmt"))
    behind = int(row.last("udp.length")) - 8 - 48
    signed = lambda name: int(row.first(name)) - (256 if int(row.first(name)) > 127 else 0)
    yield (f"v{row.first('ntp.flags.vn')} m{row.first('ntp.flags.mode')} "
           f"li{int(row.first('ntp.flags'), 0) >> 6} st{row.first('ntp.stratum')} "
           f"poll{signed('ntp.ppoll')} prec{signed('ntp.precision')} "
           f"delay{zero('ntp.rootdelay')} disp{zero('ntp.rootdispersion')} ref{reference} {times}"
           + (f" +{behind}" if behind > 0 else ""))
