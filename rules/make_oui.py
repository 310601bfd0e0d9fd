#!/usr/bin/env python3
"""Makes rules/oui.tsv from the IEEE's list of address prefixes: prefix -> vendor of the device.

    rules/make_oui.py [/usr/share/ieee-data/oui.txt] > rules/oui.tsv

Only makers whose prefix stands for finished devices of their own are listed below. Makers of
components (Intel, Realtek, Murata, Espressif, Liteon, Hon Hai, AzureWave, Broadcom ...) and of
hypervisors never name a device's vendor, so they are left out: NEVER holds that.
"""
import datetime
import os
import re
import sys

# Vendor as in taxonomy.toml: the beginning of the organization's name, as a regular expression.
MAKERS = {
    "ABB": r"ABB (AB|AG|AS|Oy|Automation|Ltd|Switzerland|Inc)",
    "APC": r"(AMERICAN POWER CONVERSION|APC by Schneider)",
    "AVM": r"AVM (GmbH|Audiovisuelle)",
    "Aastra": r"Aastra Telecom",
    "Amazon": r"Amazon Technologies|Amazon\.com, LLC",
    "Apple": r"Apple, Inc",
    "Arista": r"Arista Net",
    "Arris": r"ARRIS Group|Arris$",
    "Aruba": r"Aruba, a Hewlett",
    "ASUS": r"ASUSTek",
    "Avaya": r"Avaya (Inc|ECS)",
    "Axis": r"AXIS COMMUNICATIONS",
    "Beckhoff": r"Beckhoff",
    "Belkin": r"BELKIN (INTERNATIONAL|COMPONENTS|CORPORATION)",
    "Blink": r"Blink by Amazon",
    "Bose": r"Bose Corporation",
    "Bosch": r"Bosch Security Systems|Robert Bosch Smart Home",
    "Brother": r"Brother Industries",
    "BSH": r"BSH Hausger",
    "Buffalo": r"BUFFALO\.INC",
    "Cambium": r"Cambium Networks",
    "Canon": r"CANON INC",
    "Check Point": r"Check Point Software",
    "Cisco": r"Cisco Systems|CISCO SYSTEMS|Cisco Meraki|Cisco SPVTG",
    "Crestron": r"Crestron",
    "D-Link": r"D-Link|D-LINK",
    "Dahua": r"Zhejiang Dahua",
    "Dell": r"Dell (Inc|EMC|Technologies)",
    "DJI": r"SZ DJI",
    "Draeger": r"Draeger Medical",
    "DrayTek": r"DrayTek",
    "Dyson": r"Dyson Limited",
    "eQ-3": r"eQ-3",
    "Eaton": r"Eaton Corporation",
    "Ecobee": r"ecobee",
    "Edimax": r"Edimax",
    "EnGenius": r"EnGenius Technologies",
    "Epson": r"Seiko Epson",
    "Extreme Networks": r"Extreme Networks",
    "EZVIZ": r"Hangzhou Ezviz",
    "F5": r"F5 Networks",
    "Fairphone": r"Fairphone",
    "Fitbit": r"Fitbit",
    "Fortinet": r"Fortinet",
    "Freebox": r"FREEBOX SAS",
    "Fujitsu": r"FUJITSU (LIMITED|CLIENT)|Fujitsu Technology Solutions",
    "Garmin": r"Garmin International",
    "Gigaset": r"Gigaset",
    "Google": r"Google, Inc|Nest Labs",
    "GoPro": r"GoPro",
    "Grandstream": r"Grandstream",
    "HP": r"HP Inc|Hewlett Packard$|Hewlett-Packard$",
    "HPE": r"Hewlett Packard Enterprise",
    "HTC": r"HTC Corporation",
    "Hanwha": r"Hanwha Techwin",
    "Hikvision": r"Hangzhou Hikvision|Prama Hikvision",
    "Hisense": r"Hisense Electric|Qingdao Hisense|HISENSE VISUAL|HISENSE ELECTRIC",
    "Honeywell": r"Honeywell($| Int| GmbH| Security)",
    "Honor": r"Honor Device",
    "Huawei": r"Huawei (Technologies|Device)",
    "Hytera": r"Hytera Communications",
    "IBM": r"IBM",
    "Infinix": r"Infinix mobility",
    "iRobot": r"iRobot",
    "Juniper": r"Juniper Networks",
    "Konica Minolta": r"KONICA MINOLTA HOLDINGS",
    "Kyocera": r"KYOCERA (Document Solutions|CORPORATION)",
    "LG": r"LG Electronics",
    "LIFX": r"LIFI LABS",
    "Lenovo": r"Lenovo( |$|\()(?!EMC)",
    "Lexmark": r"LEXMARK",
    "Linksys": r"Cisco-Linksys|The Linksys Group|Linksys",
    "Meizu": r"MEIZU",
    "Meta": r"Facebook Technologies|Oculus VR",
    "Microsoft": r"Microsoft (Mobile|Corporation)",
    "MikroTik": r"Routerboard\.com|Mikrotik",
    "Miele": r"Miele",
    "Mist": r"Mist Systems",
    "Mitel": r"MITEL|Mitel",
    "Mobotix": r"Mobotix",
    "Motorola": r"Motorola (Mobility|\(Wuhan\))",
    "Motorola Solutions": r"Motorola Solutions",
    "Moxa": r"MOXA",
    "Netatmo": r"Netatmo",
    "NetApp": r"NetApp",
    "Netgear": r"NETGEAR",
    "Nintendo": r"Nintendo",
    "Nokia": r"Nokia Danmark|Nokia Corporation",
    "Nvidia": r"NVIDIA Corporation",
    "Omron": r"OMRON (Corporation|TATEISI)",
    "OnePlus": r"OnePlus",
    "OPPO": r"GUANGDONG OPPO",
    "Oki": r"Oki Electric",
    "Onkyo": r"Onkyo",
    "Palo Alto Networks": r"Palo Alto Networks",
    "Panasonic": r"Panasonic (Corporation AVC|Communications|Connect|Mobile)",
    "Peloton": r"Peloton",
    "Philips": r"Philips Lighting|Signify|Philips Patient|Philips Medical",
    "Phoenix Contact": r"PHOENIX CONTACT",
    "Polycom": r"Polycom",
    "QNAP": r"QNAP",
    "Raspberry Pi": r"Raspberry Pi",
    "realme": r"Realme Chongqing",
    "Reolink": r"Reolink",
    "Ricoh": r"RICOH COMPANY",
    "Ring": r"Ring (LLC|Solutions|ACCESS)",
    "Roborock": r"Beijing Roborock",
    "Rockwell Automation": r"Rockwell Automation|Allen-Bradley",
    "Roku": r"Roku",
    "Ruckus": r"Ruckus Wireless",
    "Samsung": r"Samsung Electronics Co\.? ?, ?Ltd\.?$|SAMSUNG ELECTRONICS$|Samsung Electronics Co\.,LTD",
    "Schneider Electric": r"Schneider Electric",
    "Sharp": r"SHARP CORPORATION",
    "Siemens": r"SIEMENS AG|Siemens (Industrial|Industry|Switzerland|Numerical)",
    "Skyworth": r"Skyworth Digital|Shenzhen Skyworth +Digital",
    "Snom": r"snom technology",
    "SonicWall": r"SonicWALL",
    "Sonos": r"Sonos, Inc",
    "Sony": r"Sony (Interactive|Corporation|Computer|Home|Visual|Video|Imaging)|Sony Mobile",
    "Sophos": r"Sophos Ltd",
    "Supermicro": r"Super Micro Computer",
    "Synology": r"Synology",
    "TCL": r"TCL King|Shenzhen TCL New|HUIZHOU TCL COMM|TCT mobile",
    "TP-Link": r"TP-LINK",
    "Tecno": r"TECNO MOBILE",
    "Tenda": r"Tenda Technology",
    "Tesla": r"Tesla,? ?Inc|Tesla Motors",
    "TiVo": r"TiVo",
    "Toshiba": r"Toshiba TEC",
    "Trendnet": r"TRENDnet",
    "Ubiquiti": r"Ubiquiti",
    "Uniview": r"Zhejiang Uniview",
    "Valve": r"Valve Corporation",
    "vivo": r"vivo Mobile",
    "Vivotek": r"Vivotek",
    "Vizio": r"Vizio, Inc",
    "Wago": r"WAGO",
    "WatchGuard": r"WatchGuard Technologies",
    "Western Digital": r"Western Digital",
    "Withings": r"Withings",
    "Wyze": r"Wyze Labs",
    "Xerox": r"XEROX CORPORATION",
    "Xiaomi": r"Xiaomi Communications|Beijing Xiaomi|XIAOMI Electronics",
    "Yealink": r"YEALINK|XIAMEN YEALINK",
    "Zebra": r"Zebra Technologies",
    "ZTE": r"zte corporation",
    "Zyxel": r"Zyxel",
}

NEVER = re.compile(
    r"Intel Corp|Realtek|Murata|Espressif|Lite-?on|Hon Hai|Foxconn|AzureWave|Broadcom|Qualcomm|"
    r"MediaTek|Quanta|Wistron|Pegatron|Compal|Gemtek|Electro.?Mechanics|Innotek|Tuya|Texas|"
    r"VMware|Xensource|QEMU|PCS Systemtechnik|Parallels|Microsoft (XCG|Corp\.)",
    re.IGNORECASE,
)
ROW = re.compile(r"^([0-9A-F]{6})\s+\(base 16\)\s+(.*?)\s*$")
# 00155d is what Hyper-V gives its guests; 000000 is what unset and made-up addresses begin with.
NOT_A_MAKER = {"000000", "00155d"}


def vendor_of(organization):
    """The vendor, or None where the prefix says nothing about the finished device."""
    if NEVER.search(organization):
        return None
    for vendor, pattern in MAKERS.items():
        if re.match(pattern, organization, re.IGNORECASE):
            return vendor
    return None


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/ieee-data/oui.txt"
    rows = {}
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            row = ROW.match(line)
            vendor = row and vendor_of(row[2])
            prefix = row and row[1].lower()
            if vendor and prefix not in NOT_A_MAKER:
                rows[prefix] = vendor
    day = datetime.datetime.fromtimestamp(os.path.getmtime(path), datetime.timezone.utc).date()
    print("# Address prefix (OUI) to the vendor of the finished device. Made by rules/make_oui.py;")
    print("# do not edit.")
    print("# Source: IEEE Registration Authority, OUI Public Listing (oui.txt), as packaged by Debian")
    print(f"# (ieee-data), list of {day}. The IEEE asserts no copyright in the listing and does not")
    print("# restrict its distribution; it asks users to fetch it anew from standards.ieee.org.")
    for prefix in sorted(rows):
        print(f"{prefix}\t{rows[prefix]}")
    missing = sorted(set(MAKERS) - set(rows.values()))
    if missing:
        print("no prefix for: " + ", ".join(missing), file=sys.stderr)


if __name__ == "__main__":
    main()
