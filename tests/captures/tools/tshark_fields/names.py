"""Makers for names: DNS and its kin, NetBIOS."""
import re

from .row import field, made


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


def named_kinds(row):
    """Name and type of each record that tshark shows a name of. It has none of an SRV, and behind the type
    of an NSEC those of its bit map, in ascending order."""
    kinds = [kind for kind in row["dns.resp.type"] if kind != "33"]
    surplus = len(kinds) - len(row["dns.resp.name"])
    for name in row["dns.resp.name"]:
        kind = kinds.pop(0)
        yield name, kind
        listed = 0
        while kind == "47" and surplus > 0 and kinds and int(kinds[0]) > listed:
            listed = int(kinds.pop(0))
            surplus -= 1


def mdns_hosts(row):
    """Of the records that the sender speaks of for itself: names of the address that it sends from."""
    sources = set(row["ip.src"][-1:] + row["ipv6.src"][-1:])
    addresses = {"1": list(row["dns.a"]), "28": list(row["dns.aaaa"])}
    heard = 0 if row.flag("dns.flags.response") else row.count("dns.count.answers")
    for place, (name, kind) in enumerate(named_kinds(row)):
        address = addresses[kind].pop(0) if addresses.get(kind) else None
        if place >= heard and address in sources:
            yield name


def mdns(name, reads, values):
    field(name, DNS + " ".join(RECORDS.values()) + reads,
          lambda row: list(values(row)) if row.on("mdns") and row.first("dns.flags.opcode") == "0"
          else [])


mdns("mdns.name", "", mdns_names)
mdns("mdns.service", "", lambda row: [s for n in mdns_names(row) for s in SERVICE.findall(n)[-1:]])
mdns("mdns.instance", "", mdns_instances)
mdns("mdns.txt", "", lambda row: row["dns.txt"]
     if row.flag("dns.flags.response") or not row.count("dns.count.answers") else [])
mdns("mdns.host", "", mdns_hosts)
mdns("mdns.hinfo", " dns.hinfo.cpu dns.hinfo.os", lambda row: [
    f"{cpu},{system}" for cpu, system in zip(row["dns.hinfo.cpu"], row["dns.hinfo.os"])])


@made("llmnr.query", DNS + "dns.ptr.domain_name")
def _(row):
    if not row.on("llmnr") or row.first("dns.flags.opcode") != "0":
        return
    if not row.flag("dns.flags.response"):
        yield from bare(row["dns.qry.name"])
        return
    for name, kind, data in list(records(row))[:row.count("dns.count.answers")]:
        yield data if kind == "12" else name


def base_name(value):
    """tshark shows no suffix in lists of names."""
    return re.sub(r"\s*<[0-9a-fA-F]{2}>[^<>]*$", "", value).strip()


@made("nbns.name", "nbns.name nbns.netbios_name nbns.flags.response nbns.flags.opcode nbns.type nbns.addr "
      "nbns.flags.rcode nbns.count.answers nbdgm.source_name nbdgm.type nbss.calling_name", same=base_name)
def _(row):
    yield from row["nbss.calling_name"]
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
