"""Makers for services and their clients."""
import ipaddress
import re

from .row import SOURCES, colons, field, made, plain, raw, text_of, text_or_octets


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
plain("memcached.version", "memcache.version")
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


field("irc.banner", "irc.response", lambda row: [
    text for line in row["irc.response"]
    for text in re.findall(r"^:\S+ 00[24] \S+ :?([^\\\r\n]{2,})", line)])


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
    row["tftp.type"] + [f"{n}={v}" for n, v in zip(row["tftp.option.name"], row["tftp.option.value"])
                        if n])]
    if row.first("tftp.opcode") in ("1", "2") else [])


@made("telnet.terminal", "telnet.subcmd telnet.cmd telnet.string_subopt.value")
def _(row):
    return [v for v in row["telnet.string_subopt.value"] if ":" not in v and "24" in row["telnet.subcmd"]]


@made("snmp.engine_id", "snmp.msgAuthoritativeEngineID snmp.v3.flags.report")
def _(row):
    for value in row["snmp.msgAuthoritativeEngineID"] if not row.flag("snmp.v3.flags.report") else []:
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
