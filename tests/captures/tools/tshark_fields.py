"""Which of tshark's fields make one of ours, and how its value is made of them.

TABLE has a Maker for each field of tapcensus that tshark 4.0.17 has fields for; what our parsers leave
out on purpose (sensor/protocols) is left out here, too, as far as one frame can tell. NONE says of each
other field why it has no maker, REASONS why a figure of compare_fields may be under 99 %.
"""
import ipaddress
import pathlib
import re

import server_tls

SOURCES = pathlib.Path(__file__).resolve().parents[3] / "sensor" / "protocols"
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
        return (self.first("tcp.stream"), self.first("udp.stream"), self.source())


class Maker:
    def __init__(self, names, values, same, comparable):
        self.names, self.values, self.same, self.comparable = names, values, same, comparable


def field(name, reads, values, same=str, comparable=lambda value: True):
    """`same` is applied to the values of both sides; of ours only comparable ones count."""
    TABLE[name] = Maker(tuple(reads.split()), values, same, comparable)


def made(name, reads, **options):
    """The function is the maker."""
    return lambda values: field(name, reads, values, **options)


def plain(name, reads, where=lambda row: True, **options):
    """Each value of tshark's fields is one of ours."""
    field(name, reads, lambda row: [v for n in reads.split() for v in row[n]] if where(row) else [],
          **options)


def raw(text):
    """Nothing where tshark shows no octets ("<MISSING>")."""
    digits = text.replace(":", "")
    return bytes.fromhex(digits) if re.fullmatch("([0-9a-fA-F]{2})*", digits) else b""


def text_of(octets):
    return octets.strip(b"\0 \t\r\n").decode(errors="backslashreplace")


def text_or_octets(octets):
    text = octets.strip(b"\0 ")
    return text.decode() if text and all(0x20 <= b < 0x7f for b in text) else octets.hex()


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


# ---- Links ---------------------------------------------------------------------------------------

CDP_ABILITIES = ("router bridge source_route_bridge switch host igmp repeater telephone remote").split()
LLDP_ABILITIES = ("other repeater bridge access_point router telephone docsis station c_vlan s_vlan "
                  "relay").split()


def abilities(numbers, names):
    for number in numbers:
        told = [name for bit, name in enumerate(names) if number >> bit & 1]
        if told:
            yield ",".join(told)


plain("cdp.device_id", "cdp.deviceid")
plain("cdp.platform", "cdp.platform")
field("cdp.software_version", "cdp.software_version",
      lambda row: [" ".join(row["cdp.software_version"])])  # a line is a value
field("cdp.capabilities", "cdp.capabilities",
      lambda row: abilities(row.numbers("cdp.capabilities"), CDP_ABILITIES))
plain("edp.display", "edp.display.string")
plain("edp.version", "edp.info.version")
plain("fdp.device_id", "fdp.deviceid")
for name, number in (("fdp.version", "5"), ("fdp.platform", "6")):  # 3 is a text, too
    field(name, "fdp.tlv.type fdp.string.text", lambda row, number=number: [
        text for kind, text in zip((k for k in row["fdp.tlv.type"] if k in ("3", "5", "6")),
                                   row["fdp.string.text"]) if kind == number])
field("lldp.chassis_id", "lldp.chassis.id lldp.chassis.id.mac",
      lambda row: row["lldp.chassis.id.mac"] + [text_of(raw(v)) for v in row["lldp.chassis.id"]])
plain("lldp.system_name", "lldp.tlv.system.name")
plain("lldp.system_description", "lldp.tlv.system.desc")
plain("lldp.port_description", "lldp.port.desc")
plain("lldp.manufacturer", "lldp.media.manufacturer")
plain("lldp.model", "lldp.media.model")
plain("lldp.software", "lldp.media.software")
field("lldp.capabilities", "lldp.tlv.enable_system_cap",
      lambda row: abilities(row.numbers("lldp.tlv.enable_system_cap"), LLDP_ABILITIES))


@made("stp.bridge", "stp.type stp.version stp.bridge.prio stp.bridge.hw")
def _(row):
    names = {"0": "stp", "2": "rstp", "3": "mstp", "4": "spb"}
    kinds = {int(v, 0) for v in row["stp.type"]}
    name = names.get(row.first("stp.version"))
    if name and kinds <= {0, 2}:
        for priority, bridge in zip(row["stp.bridge.prio"], row["stp.bridge.hw"]):
            yield f"{name} {priority} {bridge}"


EAP_METHODS = {"4": "md5-challenge", "6": "gtc", "13": "eap-tls", "17": "leap", "18": "eap-sim",
               "21": "eap-ttls", "23": "eap-aka", "25": "peap", "26": "mschapv2", "29": "mschapv2",
               "43": "eap-fast", "50": "eap-aka'", "52": "eap-pwd", "55": "teap"}


@made("eapol.method", "eapol.type eap.type eap.code eapol.keydes.type wps.model_name")
def _(row):
    if row.first("eapol.type") == "3":
        yield "wpa-key"
    if row.first("eapol.type") == "0" and row.first("eap.code") in ("1", "2") and row["eap.type"]:
        kind = row.first("eap.type")
        if kind == "254":
            yield "wsc"
        if kind in EAP_METHODS:
            yield EAP_METHODS[kind]


MANAGEMENT = {0, 2, 4, 5, 8}  # requests of association, probes and beacons


def manages(row):
    return set(row.numbers("wlan.fc.type_subtype")) <= MANAGEMENT


field("wlan.ssid", "wlan.ssid wlan.fc.type_subtype",
      lambda row: [text_of(raw(v)) for v in row["wlan.ssid"]] if manages(row) else [])
for part in ("device_name", "manufacturer", "model_name", "model_number"):
    field(f"wps.{part}", f"wps.{part} wlan.fc.type_subtype",
          lambda row, part=part: row[f"wps.{part}"] if manages(row) else [])


def dcp_speaks(row):
    service, kind = row.first("pn_dcp.service_id"), row.first("pn_dcp.service_type")
    return (kind == "1" and service in ("3", "5")) or (kind == "0" and service == "6")


for ours, theirs in (("name", "pn_dcp.suboption_device_nameofstation"),
                     ("type", "pn_dcp.suboption_device_devicevendorvalue")):
    field(f"profinet.{ours}", f"{theirs} pn_dcp.service_id pn_dcp.service_type",
          lambda row, theirs=theirs: row[theirs] if dcp_speaks(row) else [])
field("profinet.device_id",
      "pn_dcp.suboption_vendor_id pn_dcp.suboption_device_id pn_dcp.service_id pn_dcp.service_type",
      lambda row: [f"{int(v, 0):04x}:{int(d, 0):04x}" for v, d in zip(
          row["pn_dcp.suboption_vendor_id"], row["pn_dcp.suboption_device_id"])]
      if dcp_speaks(row) else [])

# ---- DHCP ----------------------------------------------------------------------------------------


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
dhcpv6("dhcpv6.fqdn", "dhcpv6.client_domain", lambda row: row["dhcpv6.client_domain"])
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
    if row.first("icmpv6.type") != "134" or row.last("ipv6.hlim") != "255":
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
field("ntp.refid", "ntp.flags.mode ntp.stratum ntp.refid", lambda row: [text_of(raw(v)) for v in (
    row["ntp.refid"])] if row.first("ntp.flags.mode") in ("4", "5") and row.first("ntp.stratum") == "1"
    else [])


def ntp_time(text):
    """0 for none, s for whole seconds, t for a date, x for what can be none."""
    if text.startswith(("NULL", "(0)")):
        return "0"
    year = re.search(r"\b(\d{4})\b", text)
    if not year or int(year[1]) < 2005:
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


# ---- Names ---------------------------------------------------------------------------------------

RECORDS = {"1": "dns.a", "28": "dns.aaaa", "2": "dns.ns", "5": "dns.cname", "12": "dns.ptr.domain_name",
           "15": "dns.mx.mail_exchange", "33": "dns.srv.target", "16": "dns.txt", "39": "dns.dname"}
DNS = ("dns.flags.response dns.flags.opcode dns.qry.name dns.resp.name dns.resp.type "
       "dns.count.answers ")


def records(row):
    """Name, type and data of each record, in order; no data where they cannot be told apart."""
    left = {kind: list(row[name]) for kind, name in RECORDS.items()}
    several = len(left["16"]) != row["dns.resp.type"].count("16")
    for name, kind in zip(row["dns.resp.name"], row["dns.resp.type"]):
        if kind == "16" and several:
            yield name, kind, "".join(left["16"]) if row["dns.resp.type"].count("16") == 1 else ""
        else:
            yield name, kind, left[kind].pop(0) if left.get(kind) else ""


def bare(names):
    return [name for name in names if name and name != "<Root>"]


def is_dns(row):
    return row.on("dns") and not row.on("mdns", "llmnr", "nbns") and row.first("dns.flags.opcode") == "0"


field("dns.query", DNS, lambda row: [n.lower() for n in bare(row["dns.qry.name"])]
      if is_dns(row) and not row.flag("dns.flags.response") else [])
field("dns.answer", DNS + " ".join(RECORDS.values()),
      lambda row: [data.lower() if kind not in ("16", "1", "28") else data
                   for _, kind, data in list(records(row))[:row.count("dns.count.answers")]
                   if bare([data])]
      if is_dns(row) and row.flag("dns.flags.response") else [])


@made("dns.edns", DNS + "dns.rr.udp_payload_size dns.resp.edns0_version dns.resp.z.do dns.opt.code "
      "dns.flags.authenticated dns.flags.checkdisable")
def _(row):
    if is_dns(row) and row["dns.rr.udp_payload_size"]:
        words = [row.first("dns.rr.udp_payload_size")]
        if row.count("dns.resp.edns0_version"):
            words.append("v" + row.first("dns.resp.edns0_version"))
        words += ["do"] if row.flag("dns.resp.z.do") else []
        if not row.flag("dns.flags.response"):
            words += ["ad"] if row.flag("dns.flags.authenticated") else []
            words += ["cd"] if row.flag("dns.flags.checkdisable") else []
        yield ",".join(words + row["dns.opt.code"])


field("dns.version", DNS + "dns.txt dns.resp.class", lambda row: [
    data for name, kind, data in records(row) if kind == "16"
    and name.lower() in ("version.bind", "version.server") and "0x0003" in row["dns.resp.class"]]
    if is_dns(row) and row.flag("dns.flags.response") else [])

SERVICE = re.compile(r"(?:^|\.)(_[^.]+\._(?:tcp|udp))(?=\.|$)")


def own_records(row):
    """Without the known answers of a question (RFC 6762, 7.1)."""
    heard = 0 if row.flag("dns.flags.response") else row.count("dns.count.answers")
    return list(records(row))[heard:]


def mdns_owned(row):
    for name, kind, data in own_records(row):
        if kind != "41":
            yield name
        if kind == "12":
            yield data


def mdns_names(row):
    return bare(row["dns.qry.name"] + list(mdns_owned(row)))


def mdns_instances(row):
    for name in mdns_owned(row):
        service = SERVICE.search(name)
        label = name.split(".")[0]
        if service and service[1] != "_dns-sd._udp" and not label.startswith("_"):
            yield name[:name.rindex("." + service[1])] if "." + service[1] in name else label


def mdns(name, reads, values):
    field(name, DNS + " ".join(RECORDS.values()) + reads,
          lambda row: list(values(row)) if row.on("mdns") and row.first("dns.flags.opcode") == "0"
          else [])


mdns("mdns.name", "", mdns_names)
mdns("mdns.service", "", lambda row: [s for n in mdns_names(row) for s in SERVICE.findall(n)[-1:]])
mdns("mdns.instance", "", mdns_instances)
mdns("mdns.txt", "", lambda row: row["dns.txt"]
     if row.flag("dns.flags.response") or not row.count("dns.count.answers") else [])
mdns("mdns.hinfo", " dns.hinfo.cpu dns.hinfo.os", lambda row: [
    f"{cpu},{system}" for cpu, system in zip(row["dns.hinfo.cpu"], row["dns.hinfo.os"])])
field("llmnr.query", DNS + "dns.ptr.domain_name", lambda row: [] if not row.on("llmnr") else [
    data if kind == "12" else name
    for name, kind, data in list(records(row))[:row.count("dns.count.answers")]]
    if row.flag("dns.flags.response") else bare(row["dns.qry.name"]))


def base_name(value):
    """tshark shows no suffix in lists of names."""
    return re.sub(r"\s*<[0-9a-fA-F]{2}>[^<>]*$", "", value).strip()


@made("nbns.name", "nbns.name nbns.netbios_name nbns.flags.response nbns.flags.opcode nbns.type nbns.addr "
      "nbns.flags.rcode nbns.count.answers nbdgm.source_name nbdgm.type", same=base_name)
def _(row):
    if row.on("nbdgm"):
        if row.numbers("nbdgm.type")[:1] and 0x10 <= row.numbers("nbdgm.type")[0] <= 0x12:
            yield from row["nbdgm.source_name"]
    elif row.flag("nbns.flags.response"):
        if row.first("nbns.flags.opcode") != "0" or row.first("nbns.count.answers") != "1":
            return
        if row.first("nbns.type") == "33":
            yield from row["nbns.netbios_name"]
        elif row.source() in row["nbns.addr"]:
            yield row.first("nbns.name")
    elif row.first("nbns.flags.opcode") in ("5", "6", "8", "9", "15"):
        yield row.first("nbns.name")


BROWSER = "browser.command browser.server browser.mb_server "


def announces(row, *commands):
    return row.numbers("browser.command")[:1] and row.numbers("browser.command")[0] in commands


field("browser.host", BROWSER, lambda row: row["browser.server"] if announces(row, 1, 8, 15)
      else row["browser.mb_server"] if announces(row, 12) else [])
field("browser.comment", BROWSER + "browser.comment",
      lambda row: row["browser.comment"] if announces(row, 1, 15) else [])
field("browser.os_version", BROWSER + "browser.os_major browser.os_minor",
      lambda row: [".".join(v) for v in zip(row["browser.os_major"], row["browser.os_minor"])]
      if announces(row, 1, 15) else [])

# ---- HTTP and its kin ----------------------------------------------------------------------------

LINES = ("http.request.line http.response.line http.request.method http.response.code "
         "http2.header.name http2.header.value http2.type tcp.stream http.notification "
         "http.unknown_header http.location http.server http.user_agent ")
PASSING = names_in("http_head.cpp", "passing") | {"via"}
DEVICE = names_in("http_head.cpp", "device")


def headers(row):
    """Names and values, and whether the side answers."""
    lines = [(line, False) for line in row["http.request.line"]]
    lines += [(line, True) for line in row["http.response.line"]]
    if row["http.notification"]:  # of these tshark shows the headers one by one only
        lines += [(line, False) for line in row["http.unknown_header"]]
        for header in ("location", "server", "user_agent"):
            lines += [(f"{header.replace('_', '-')}: {v}", False) for v in row[f"http.{header}"]]
    for line, answers in lines:
        header, colon, value = line.partition(":")
        if colon:
            yield header, re.sub(r"(\\r|\\n)+$", "", value).strip(), answers


def http2_headers(row):
    if not row["http2.header.name"] or not row.once("http2", *row.flow()):
        return
    pairs = list(zip(row["http2.header.name"], row["http2.header.value"]))
    answers = any(name == ":status" for name, _ in pairs)
    for name, value in pairs:
        yield {":authority": "host"}.get(name, name), value, answers


def http(name, header, answers, write=lambda value: [value]):
    header = {header} if isinstance(header, str) else header

    def values(row):
        if not row.on("http", "http2") or row.on("ssdp"):
            return []
        all_headers = list(headers(row))
        return [told for key, value, side in all_headers
                if key.lower() in header and side in answers and value
                for told in write(value if len(header) == 1 else f"{key}: {value}")]
    field(name, LINES, values)


def challenge(value):
    """Without what is new each time, or a key."""
    told, bare_scheme = "", False
    for part in re.findall(r'(?:"(?:\\.|[^"])*"|[^,"])+', value):
        part = part.strip()
        scheme, _, rest = part.partition(" ")
        rest = rest.strip()
        if "=" in scheme or rest.startswith("="):
            scheme, rest = "", part
        key = rest.split("=")[0].strip().lower()
        lasting = key in ("realm", "qop", "algorithm", "stale", "charset", "domain") if "=" in rest \
            else scheme.lower() not in ("ntlm", "negotiate")
        stays = part if lasting else scheme
        if stays:
            told += (" " if bare_scheme and not scheme else ", ") if told else ""
            told += stays
            bare_scheme = stays == scheme
    return [told] if told else []


@made("http.settings", LINES + "http2.settings.id http2.window_update.window_size_increment "
      "http2.settings.header_table_size http2.settings.enable_push http2.settings.max_concurrent_streams "
      "http2.settings.initial_window_size http2.settings.max_frame_size "
      "http2.settings.max_header_list_size")
def _(row):
    if not row["http2.settings.id"] or not row.once("settings", *row.flow()):
        return
    names = ("header_table_size", "enable_push", "max_concurrent_streams", "initial_window_size",
             "max_frame_size", "max_header_list_size")
    left = {str(number): list(row[f"http2.settings.{name}"]) for number, name in enumerate(names, 1)}
    told = [f"{key}:{left[key].pop(0)}" for key in row["http2.settings.id"] if left.get(key)]
    window = row.first("http2.window_update.window_size_increment")
    yield ",".join(told) + (f";window={window}" if window else "")


REQUEST, RESPONSE, EITHER = (False,), (True,), (False, True)
for name in ("accept-language", "host", "sec-ch-ua", "sec-ch-ua-full-version-list", "sec-ch-ua-mobile",
             "sec-ch-ua-model", "sec-ch-ua-platform", "sec-ch-ua-platform-version", "user-agent",
             "x-requested-with"):
    http("http." + name.replace("-", "_"), name, REQUEST)
http("http.server", "server", RESPONSE)
http("http.x_powered_by", "x-powered-by", RESPONSE)
http("http.www_authenticate", "www-authenticate", RESPONSE, challenge)
http("http.via", "via", EITHER)
http("http.device_header", DEVICE, EITHER)


def order(row, kind, what):
    """That of the first message of a side."""
    if row.on("ssdp") or not row.on("http") or not row[what] or not row.once(kind, *row.flow()):
        return []
    names = [line.partition(":")[0] for line in row[kind] if ":" in line]
    told = [name for name in names if name.lower() not in PASSING]
    return [",".join(told)] if told and len(row[what]) == 1 else []


field("http.header_order", LINES, lambda row: order(row, "http.request.line", "http.request.method"))
field("http.server_order", LINES, lambda row: order(row, "http.response.line", "http.response.code"))


def ssdp(name, *wanted):
    field(name, LINES, lambda row: [value for key, value, _ in headers(row) if key.lower() in wanted]
          if row.on("ssdp") else [])


ssdp("ssdp.location", "location")
ssdp("ssdp.server", "server")
ssdp("ssdp.st", "st", "nt")
ssdp("ssdp.user_agent", "user-agent")
ssdp("ssdp.usn", "usn")
plain("sip.server", "sip.Server")
plain("sip.user_agent", "sip.User-Agent")

# ---- TLS -----------------------------------------------------------------------------------------

TLS_NAMES = "type version ciphersuite extensions_alpn_str extensions_server_name ja3 ja3s certificate " \
            "extensions.supported_version"
TLS = " ".join(f"{p}.handshake.{name}" for p in ("tls", "dtls") for name in TLS_NAMES.split())
VERSION_NAMES = {0x0300: "SSL 3.0", 0x0301: "1.0", 0x0302: "1.1", 0x0303: "1.2", 0x0304: "1.3",
                 0xfeff: "DTLS 1.0", 0xfefd: "DTLS 1.2", 0xfefc: "DTLS 1.3"}
CLIENT, SERVER, CERTIFICATE = "1", "2", "11"


def hello(row, kind, name):
    """What stands in hellos of that side, of TLS or DTLS."""
    if row.on("eap", "openvpn", "radius") or "0x0002" in row["tls.record.version"]:
        return []  # in frames of others; in the framing of SSL 2
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
        if CERTIFICATE not in row["tls.handshake.type"] or not shown or row.on("eap", "openvpn", "quic"):
            return []
        facts = server_tls.certificate(shown[0].replace(":", "")) or ()
        return [value for key, value in facts if key == name]
    tls(f"tls.cert.{part}", told)

plain("quic.user_agent", "gquic.tag.uaid")


@made("quic.version", "quic.version gquic.version quic.header_form")
def _(row):
    yield from row["gquic.version"]
    for version in row["quic.version"]:
        number = int(version, 0)
        if number & 0x0f0f0f0f == 0x0a0a0a0a:
            yield "grease"
        elif re.fullmatch(rb"Q0[0-4]\d", raw(f"{number:08x}")):
            yield raw(f"{number:08x}").decode()
        elif number:
            yield f"0x{number:08x}"


# ---- Windows -------------------------------------------------------------------------------------


def named(values):
    return [v for v in values if v and v != "NULL"]


NTLM = "ntlmssp.messagetype "


def ntlm(name, reads, challenge_only=""):
    field(name, NTLM + reads + " " + challenge_only + " ntlmssp.challenge.target_info.nb_domain_name",
          lambda row: named(v for n in reads.split() for v in row[n]))


ntlm("ntlmssp.host", "ntlmssp.auth.hostname ntlmssp.negotiate.callingworkstation")
ntlm("ntlmssp.domain", "ntlmssp.auth.domain ntlmssp.negotiate.domain "
     "ntlmssp.challenge.target_info.nb_domain_name ntlmssp.challenge.target_info.dns_domain_name")
ntlm("ntlmssp.target", "ntlmssp.challenge.target_info.nb_computer_name "
     "ntlmssp.challenge.target_info.dns_computer_name")
field("ntlmssp.version", NTLM + "ntlmssp.version.major ntlmssp.version.minor ntlmssp.version.build_number",
      lambda row: [".".join(v) for v in zip(
          row["ntlmssp.version.major"], row["ntlmssp.version.minor"],
          row["ntlmssp.version.build_number"]) if v[0] != "0"])

SMB = "smb.cmd smb.flags.response smb2.cmd smb2.flags.response "


def revision(number):
    if number == 0x02ff:
        return "2.???"
    numbers = [number >> 8, number >> 4 & 15, number & 15]
    return ".".join(map(str, numbers if numbers[2] else numbers[:2]))


@made("smb.dialect", SMB + "smb.dialect.name smb.dialect.index smb2.dialect smb.server_guid")
def _(row):
    if row["smb.dialect.name"] and not row.flag("smb.flags.response"):
        yield ",".join(row["smb.dialect.name"])
    if row["smb.dialect.index"] and row.flag("smb.flags.response"):
        yield "NT LM 0.12"
    if row.numbers("smb2.cmd")[:1] == [0] and row["smb2.dialect"]:
        yield ",".join(revision(int(v, 0)) for v in row["smb2.dialect"])


@made("smb.guid", SMB + "smb.server_guid smb2.client_guid smb2.server_guid")
def _(row):
    for guid in row["smb.server_guid"]:  # tshark takes its first numbers for big-endian ones
        octets = raw(guid.replace("-", ""))
        swapped = octets[3::-1] + octets[5:3:-1] + octets[7:5:-1] + octets[8:]
        text = swapped.hex()
        yield "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
    for name in ("smb2.server_guid", "smb2.client_guid"):
        if row.numbers("smb2.cmd")[:1] == [0]:
            yield from (v for v in row[name] if v.strip("0-"))


for name in ("smb.native_os", "smb.native_lanman"):  # nobody is called by signs alone
    field(name, name, lambda row, name=name: [v for v in row[name] if re.search("[0-9A-Za-z]", v)])
plain("rdp.client_build", "rdp.client.build")
plain("rdp.client_name", "rdp.client.name")

KERBEROS = "kerberos.msg_type "
field("kerberos.realm", KERBEROS + "kerberos.realm kerberos.crealm",
      lambda row: [v for v in row["kerberos.realm"] + row["kerberos.crealm"]
                   if not v.startswith("WELLKNOWN:")])
field("kerberos.etypes", KERBEROS + "kerberos.ENCTYPE",
      lambda row: [",".join(row["kerberos.ENCTYPE"])]
      if row.first("kerberos.msg_type") in ("10", "12") else [])


@made("kerberos.host", KERBEROS + "kerberos.CNameString kerberos.addr_nb")
def _(row):
    if row.first("kerberos.msg_type") in ("10", "12"):
        name = row["kerberos.CNameString"]
        if len(name) == 1 and name[0].endswith("$"):
            yield name[0]
        if len(name) == 2 and name[0] == "host":
            yield name[1]
        yield from (base_name(v) for v in row["kerberos.addr_nb"])


LDAP = "ldap.protocolOp ldap.type ldap.vals ldap.AttributeValue "


def attributes(row):
    """Of entries that a server gives: names in lower case, and the first value of each."""
    if row.first("ldap.protocolOp") == "4":
        values = list(row["ldap.AttributeValue"])
        for name, several in zip(row["ldap.type"], row["ldap.vals"]):
            own, values = values[:int(several)], values[int(several):]
            if own:
                yield name.lower(), text_of(raw(own[0]))


def attribute(row, name):
    return [value for key, value in attributes(row) if key == name]


field("ldap.host", LDAP + "mscldap.hostname mscldap.nb_hostname", lambda row: row["mscldap.hostname"]
      + row["mscldap.nb_hostname"] + attribute(row, "dnshostname"))
field("ldap.dc_functionality", LDAP, lambda row: attribute(row, "domaincontrollerfunctionality"))
field("ldap.vendor", LDAP, lambda row: [" ".join(
    attribute(row, "vendorname")[:1] + attribute(row, "vendorversion")[:1])])

# ---- Banners -------------------------------------------------------------------------------------


def greeting(row, codes, code, text):
    """The texts of the replies with these codes, before any other reply of the flow."""
    lines = row[text]
    for number, line in zip(row[code] * len(lines) if len(row[code]) == 1 else row[code], lines):
        if number in codes and ("greeted", *row.flow()) not in row.seen:
            yield line
        else:
            row.seen.add(("greeted", *row.flow()))


field("smtp.banner", "smtp.response.code smtp.rsp.parameter",
      lambda row: greeting(row, ("220", "421", "554"), "smtp.response.code", "smtp.rsp.parameter"))
field("ftp.banner", "ftp.response.code ftp.response.arg",
      lambda row: greeting(row, ("120", "220", "421", "530"), "ftp.response.code", "ftp.response.arg"))


def pairs_of(row, verbs, verb, text):
    return [value for name, value in zip(row[verb], row[text]) if name.upper() in verbs]


field("smtp.helo", "smtp.req.command smtp.req.parameter", lambda row: pairs_of(
    row, ("EHLO", "HELO", "LHLO"), "smtp.req.command", "smtp.req.parameter"))
field("ftp.client", "ftp.request.command ftp.request.arg", lambda row: pairs_of(
    row, ("CLNT",), "ftp.request.command", "ftp.request.arg"))
field("ftp.system", "ftp.response.code ftp.response.arg", lambda row: pairs_of(
    row, ("215",), "ftp.response.code", "ftp.response.arg"))


@made("imap.banner", "imap.line imap.isrequest imap.response")
def _(row):
    if row["imap.line"] and "1" not in row["imap.isrequest"] and row.once("imap", *row.flow()):
        said = re.match(r"\* (?:OK|PREAUTH|BYE) (.*)", row.first("imap.line"), re.I)
        if said:
            yield re.sub(r"(\\r|\\n)+$", "", said[1])


@made("pop3.banner", "pop.response.description pop.response.indicator pop.response")
def _(row):
    if row["pop.response.indicator"] and row.once("pop", *row.flow()):
        yield from row["pop.response.description"][:1]


field("nntp.banner", "nntp.response", lambda row: [row.first("nntp.response")[4:]]
      if row["nntp.response"] and row.once("nntp", *row.flow()) else [])
plain("ssh.banner", "ssh.protocol")
field("ssh.kex", "ssh.kex_algorithms ssh.kex.hassh ssh.kex.hasshserver",
      lambda row: row["ssh.kex_algorithms"][:1] if row.once("kex", *row.flow()) else [])
plain("ssh.hassh", "ssh.kex.hassh ssh.kex.hasshserver")
plain("sunrpc.machine", "rpc.auth.machinename")
plain("rsync.banner", "rsync.hdr_version")
plain("vnc.name", "vnc.desktop_name")
plain("vnc.version", "vnc.server_proto_ver vnc.client_proto_ver")
plain("x11.vendor", "x11.vendor")
plain("adb.banner", "adb.connection_info")
plain("afp.machine", "afp.server_type")
plain("afp.server_name", "afp.server_name")
plain("l2tp.host_name", "l2tp.avp.host_name")
plain("l2tp.vendor_name", "l2tp.avp.vendor_name")
plain("pptp.host", "pptp.host_name")
plain("pptp.vendor", "pptp.vendor_name")
field("iscsi.name", "iscsi.keyvalue", lambda row: [
    v.split("=", 1)[1] for v in row["iscsi.keyvalue"] if v.startswith(("InitiatorName=", "TargetName="))])
plain("mysql.version", "mysql.version")


def told_pairs(pairs, wanted):
    return [",".join(f"{name}={value}" for name, value in pairs if name.lower() in wanted and value)]


field("mysql.client", "mysql.connattrs.name mysql.connattrs.value", lambda row: told_pairs(
    zip(row["mysql.connattrs.name"], row["mysql.connattrs.value"]),
    ("_client_name", "_client_version", "_os", "_platform", "_runtime_name", "_runtime_vendor",
     "_runtime_version", "program_name")))
field("imap.id", "imap.line", lambda row: [told for line in row["imap.line"]
                                           if re.match(r"\S+ id ", line, re.I)
                                           for told in told_pairs(
    re.findall(r'"([^"]*)" "([^"]*)"', line),
    ("date", "device", "model", "name", "os", "os-version", "platform", "support-url", "vendor",
     "version"))])
BULK = "resp.bulk_string.value"


def bulk(row):
    return [raw(value).decode(errors="backslashreplace") for value in row[BULK]]


field("redis.version", BULK, lambda row: [v for text in bulk(row)
                                          for v in re.findall(r"redis_version:(\S+)", text)])
field("redis.os", BULK, lambda row: [v for text in bulk(row) for v in re.findall(r"\nos:([^\r\n]+)", text)])
field("redis.client", BULK, lambda row: [f"{name.lower()}={value}" for command, verb, name, value in [
    bulk(row)[:4]] if (command + verb).lower() == "clientsetinfo"] if len(row[BULK]) == 4 else [])


@made("irc.banner", "irc.response.num_command irc.response.trailer irc.response.command_parameter")
def _(row):
    told = row["irc.response.trailer"]
    if "2" in row["irc.response.num_command"] or "002" in row["irc.response.num_command"]:
        yield from (text for text in told if text.startswith("Your host is"))
    if row.first("irc.response.num_command") in ("4", "004") and len(row["irc.response.num_command"]) == 1:
        yield " ".join(row["irc.response.command_parameter"][1:])


@made("irc.version", "irc.ctcp irc.request.command")
def _(row):
    if "NOTICE" in row["irc.request.command"]:
        for text in row["irc.ctcp"]:
            yield from re.findall(r"VERSION ([^\x01\\]+)", text)


def known_vendor_ids():
    """What our parser calls them: beginning, text, and what it reads behind."""
    source = (SOURCES / "ike.cpp").read_text()
    for begin, text, tail in re.findall(
            r'Known\{"((?:\\x\w\w)+)"sv,\s*"([^"]+)"sv(?:,\s*Tail::(\w+))?', source):
        yield raw(begin.replace("\\x", "")), text.replace("\\\\", "\\"), tail


@made("ike.vendor_id", "isakmp.vid_bytes")
def _(row):
    known = list(known_vendor_ids())
    for octets in map(raw, row["isakmp.vid_bytes"]):
        for begin, text, tail in known:
            if octets.startswith(begin):
                rest = octets[len(begin):]
                if tail == "number" and len(rest) == 4:
                    text += f" {int.from_bytes(rest, 'big')}"
                if tail == "version" and len(rest) == 2:
                    text += f" {rest[0]}.{rest[1]}"
                yield text
                break
        else:
            is_text = len(octets) >= 4 and all(0x20 <= b < 0x7f for b in octets)
            yield octets.decode() if is_text else octets.hex()


field("slp.attributes", "srvloc.attrrply.attrlist srvloc.saadvert.attrlist srvloc.daadvert.attrlist",
      lambda row: row["srvloc.attrrply.attrlist"] + row["srvloc.saadvert.attrlist"]
      + row["srvloc.daadvert.attrlist"])
field("slp.url", "srvloc.url.url srvloc.saadvert.url srvloc.daadvert.url",
      lambda row: row["srvloc.url.url"] + row["srvloc.saadvert.url"] + row["srvloc.daadvert.url"])


field("postgresql.client", "pgsql.parameter_name pgsql.parameter_value", lambda row: [
    v for n, v in zip(row["pgsql.parameter_name"], row["pgsql.parameter_value"])
    if n == "application_name" and "user" in row["pgsql.parameter_name"]])
field("postgresql.version", "pgsql.parameter_name pgsql.parameter_value", lambda row: [
    v for n, v in zip(row["pgsql.parameter_name"], row["pgsql.parameter_value"])
    if n == "server_version"])
field("mssql.version", "tds.type tds.prelogin.option.version", lambda row: [
    f"{v >> 24}.{v >> 16 & 255}.{v & 65535}" for v in row.numbers("tds.prelogin.option.version")]
    if "4" in row["tds.type"] else [])
plain("mssql.host", "tds.7login.clientname")
plain("mssql.client", "tds.7login.appname tds.7login.libraryname")
plain("mqtt.client_id", "mqtt.clientid")
field("mqtt.topic", "mqtt.topic mqtt.willtopic mqtt.msgtype tcp.srcport",
      lambda row: row["mqtt.topic"] + row["mqtt.willtopic"] if row.last("tcp.srcport") != "1883" else [])
field("coap.path", "coap.code coap.opt.uri_path", lambda row: [
    "".join("/" + part for part in row["coap.opt.uri_path"])]
      if row.numbers("coap.code")[:1] and 1 <= row.numbers("coap.code")[0] <= 7 else [])
field("tftp.file", "tftp.opcode tftp.source_file tftp.destination_file", lambda row: (
    row["tftp.source_file"] + row["tftp.destination_file"]
    if row.first("tftp.opcode") in ("1", "2") else []))
field("tftp.options", "tftp.opcode tftp.option.name tftp.option.value tftp.type", lambda row: [",".join(
    row["tftp.type"] + [f"{n}={v}" for n, v in zip(row["tftp.option.name"], row["tftp.option.value"])])]
    if row.first("tftp.opcode") in ("1", "2") else [])


@made("telnet.terminal", "telnet.subcmd telnet.cmd telnet.string_subopt.value")
def _(row):
    return [v for v in row["telnet.string_subopt.value"] if ":" not in v and "24" in row["telnet.subcmd"]]


@made("snmp.engine_id", "snmp.msgAuthoritativeEngineID snmp.engineid.enterprise")
def _(row):
    for value in row["snmp.msgAuthoritativeEngineID"]:
        octets = raw(value)
        if not 5 <= len(octets) <= 32:
            continue
        enterprise, kind, rest = int.from_bytes(octets[:4], "big"), octets[4], octets[5:]
        if not enterprise >> 31:
            yield f"{enterprise}//{octets[4:].hex()}"
            continue
        written = (str(ipaddress.ip_address(rest)) if (kind, len(rest)) in ((1, 4), (2, 16))
                   else colons(rest) if kind == 3 and len(rest) == 6
                   else text_or_octets(rest) if kind == 4 else rest.hex())
        yield f"{enterprise & 0x7fffffff}/{kind}/{written}"


SYSTEM = {"1.3.6.1.2.1.1.1.0": ("snmp.sysdescr", "snmp.value.octets"),
          "1.3.6.1.2.1.1.2.0": ("snmp.sysobjectid", "snmp.value.oid"),
          "1.3.6.1.2.1.1.5.0": ("snmp.sysname", "snmp.value.octets"),
          "1.3.6.1.2.1.1.4.0": ("", "snmp.value.octets"), "1.3.6.1.2.1.1.6.0": ("", "snmp.value.octets"),
          "1.3.6.1.6.3.1.1.4.1.0": ("", "snmp.value.oid"),
          "1.3.6.1.6.3.1.1.4.3.0": ("snmp.sysobjectid", "snmp.value.oid")}
SNMP = "snmp.data snmp.name snmp.value.octets snmp.value.oid snmp.enterprise"


def snmp(name):
    def values(row):
        if row.first("snmp.data") not in ("2", "4", "6", "7"):
            return
        if name == "snmp.sysobjectid" and row.first("snmp.enterprise").startswith("1.3.6.1.4.1"):
            yield row.first("snmp.enterprise")
        left = {kind: list(row[kind]) for kind in ("snmp.value.octets", "snmp.value.oid")}
        for variable in row["snmp.name"]:
            told, kind = SYSTEM.get(variable, ("", ""))
            if kind and left[kind]:
                value = left[kind].pop(0)
                if told == name:
                    yield text_of(raw(value)) if kind == "snmp.value.octets" else value
    field(name, SNMP, values)


snmp("snmp.sysdescr")
snmp("snmp.sysname")
snmp("snmp.sysobjectid")

KINDS = {"wg": "wireguard", "openvpn": "openvpn", "esp": "ipsec", "ah": "ipsec", "isakmp": "ipsec",
         "pptp": "pptp", "l2tp": "l2tp", "socks": "socks"}
field("obfuscation.kind", "wg.type openvpn.opcode openvpn.type esp.spi ah.spi isakmp.exchangetype "
      "pptp.control_message_type l2tp.avp.message_type socks.version",
      lambda row: [KINDS[p] for p in row.stack if p in KINDS],
      comparable=lambda value: value in KINDS.values())

# ---- Industry ------------------------------------------------------------------------------------

plain("enip.product", "enip.lir.name")
field("enip.vendor_id", "enip.lir.vendor", lambda row: [str(int(v, 0)) for v in row["enip.lir.vendor"]])
field("enip.device_type", "enip.lir.devtype", lambda row: [str(int(v, 0)) for v in row["enip.lir.devtype"]])
field("enip.revision", "enip.lir.revision",
      lambda row: [f"{v >> 8}.{v & 255}" for v in row.numbers("enip.lir.revision")])
plain("mms.vendor", "mms.vendorName")
plain("mms.model", "mms.modelName")
plain("mms.revision", "mms.revision")
plain("fins.model", "omron.controller.model")
plain("fins.version", "omron.controller.version")
plain("knx.name", "knxip.device.name")
plain("gvcp.manufacturer", "gvcp.bootstrap.manufacturername")
plain("gvcp.model", "gvcp.bootstrap.modelname")
plain("gvcp.version", "gvcp.bootstrap.deviceversion")
plain("mndp.board", "mndp.board")
plain("mndp.identity", "mndp.identity")
plain("mndp.platform", "mndp.platform")
plain("mndp.version", "mndp.version")
plain("opcua.uri", "opcua.ApplicationUri")
plain("opcua.product", "opcua.ProductUri")
plain("knx.mac", "knxip.macaddr")
field("hl7.application", "hl7.field", lambda row: [
    row["hl7.field"][at + 2] for at, text in enumerate(row["hl7.field"][:-2]) if text == "MSH"])
field("iec104.role", "iec60870_104.utype", lambda row: [
    {1: "controlling", 2: "controlled"}[v] for v in row.numbers("iec60870_104.utype") if v in (1, 2)])
field("modbus.server_id", "modbus.func_code modbus.data", lambda row: [
    max(re.findall("[ -~]{4,}", raw(v).decode("latin-1")), key=len, default="")
    for v in row["modbus.data"]] if "17" in row["modbus.func_code"] else [])
field("s7.firmware", "s7comm.szl.xy11.0001.index s7comm.szl.xy11.0001.ausbg s7comm.szl.xy11.0001.ausbe",
      lambda row: [f"{g & 255}.{e >> 8}.{e & 255}" for index, g, e in zip(*(
          row.numbers(f"s7comm.szl.xy11.0001.{n}") for n in ("index", "ausbg", "ausbe")))
          if index == 7 and g >> 8 == ord("V")])
plain("steam.os", "steam_ihs_discovery.body_status_ostype")
plain("dicom.implementation_uid", "dicom.userinfo.uid")
plain("dicom.implementation", "dicom.userinfo.version")
field("dicom.title", "dicom.pdu.type dicom.assoc.ae.calling dicom.assoc.ae.called", lambda row: (
    row["dicom.assoc.ae.calling"] if row.numbers("dicom.pdu.type")[:1] == [1] else
    row["dicom.assoc.ae.called"] if row.numbers("dicom.pdu.type")[:1] == [2] else []))
for number, name in enumerate(("vendor", "product", "revision", "", "product_name", "model")):
    if name:
        field(f"modbus.{name}", "modbus.object_id modbus.object_str_value",
              lambda row, number=number: [v for n, v in zip(
                  row["modbus.object_id"], row["modbus.object_str_value"]) if int(n, 0) == number])
field("s7.order_code", "s7comm.szl.xy11.0001.anz s7comm.szl.xy11.0001.index", lambda row: [
    v for index, v in zip(row.numbers("s7comm.szl.xy11.0001.index"), row["s7comm.szl.xy11.0001.anz"])
    if index == 1])
plain("s7.module", "s7comm.szl.001c.0007.cputypname")
plain("s7.name", "s7comm.szl.001c.0001.name s7comm.szl.001c.0002.name")
field("bacnet.vendor_id", "bacapp.unconfirmed_service bacapp.vendor_identifier bacnet.snet",
      lambda row: row["bacapp.vendor_identifier"] if not row["bacnet.snet"] else [])

COMMON = ("frame.number", "frame.protocols", "ip.src", "ipv6.src", "eth.src", "wlan.sa", "wlan.ta",
          "tcp.stream", "udp.stream", "dhcp.hw.mac_addr")
READ = tuple(sorted({*COMMON, *(name for maker in TABLE.values() for name in maker.names)}))

REASONS = {}
NONE = {}
