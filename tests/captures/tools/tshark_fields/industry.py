"""Makers for industry, buildings, hospitals, cameras."""
import re

from .row import field, plain, raw


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
