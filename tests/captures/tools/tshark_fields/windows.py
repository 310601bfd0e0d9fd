"""Makers for what Windows speaks."""
import re

from .names import base_name
from .row import field, made, plain, raw, text_of


def named(values):
    return [v for v in values if v and v != "NULL"]


NTLM = "ntlmssp.messagetype "


def ntlm(name, reads):
    field(name, NTLM + reads, lambda row: named(v for n in reads.split() for v in row[n]))


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


@made("smb.dialect", SMB + "smb.dialect.name smb.dialect.index smb.wct smb2.dialect")
def _(row):
    if row["smb.dialect.name"] and not row.flag("smb.flags.response"):
        yield ",".join(row["smb.dialect.name"])
    if row["smb.dialect.index"] and row.flag("smb.flags.response") and "17" in row["smb.wct"]:
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
    field(name, name, lambda row, name=name: [
        v for v in row[name] if re.search("[0-9A-Za-z]", re.sub(r"\\x[0-9a-f]{2}", "", v))])
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


def own_class(row):
    """OpenLDAP names no vendor, but the class of its root entry."""
    return ["OpenLDAProotDSE"] if b"OpenLDAProotDSE".hex() in "".join(
        row["ldap.AttributeValue"]).replace(":", "") and row.first("ldap.protocolOp") == "4" else []


field("ldap.vendor", LDAP, lambda row: [" ".join(
    (attribute(row, "vendorname")[:1] or own_class(row)) + attribute(row, "vendorversion")[:1])])
