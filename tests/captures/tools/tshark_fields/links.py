"""Makers for what says who is on a link: discovery, spanning tree, 802.1X, Wi-Fi, PROFINET."""
from .row import field, made, plain, raw, text_of


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
field("edp.version", "edp.info.version", lambda row: [
    ".".join(str(byte) for byte in number.to_bytes(4, "big"))
    for number in row.numbers("edp.info.version")])
for name, number in (("fdp.device_id", "1"), ("fdp.version", "5"), ("fdp.platform", "6")):
    field(name, "fdp.tlv.type fdp.string.text", lambda row, number=number: [
        text for kind, text in zip((k for k in row["fdp.tlv.type"] if k in ("1", "3", "4", "5", "6")),
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
