#!/usr/bin/env python3
"""Makes rules/oui.tsv from the IEEE's list of address prefixes: prefix -> vendor of the device.

    rules/make_oui.py [/usr/share/ieee-data/oui.txt] > rules/oui.tsv

organizations.tsv, kept by hand, says which organizations are which vendors: those whose prefix stands
for finished devices of their own. Prefixes of all others are left out.
"""
import datetime
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROW = re.compile(r"^([0-9A-F]{6})\s+\(base 16\)\s+(.*?)\s*$")
# Guests of Hyper-V (00155d), of Azure (002248, 6045bd, 7c1e52) and of Oracle VM (0021f6) have such addresses;
# 000000 is what unset and made-up ones begin with.
NOT_A_MAKER = {"000000", "00155d", "0021f6", "002248", "6045bd", "7c1e52"}


def words_of(name):
    """Its words, folded: runs of letters and digits, of ASCII in lower case. What is not ASCII counts as a
    letter, but for the no-break space, which is a blank; an apostrophe is nothing."""
    text = name.replace("\u00a0", " ").replace("'", "")
    return re.findall(rb"[a-z0-9\x80-\xff]+", text.encode().lower())


def read_organizations(path):
    """Folded beginnings of names to vendors."""
    vendors = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#"):
                continue
            beginning, vendor = line.rstrip("\n").split("\t")
            folded = b"".join(words_of(beginning))
            if not folded or folded in vendors:
                sys.exit(f"{path}:{number}: '{beginning}' is nothing, or stands there already")
            vendors[folded] = vendor
    return vendors


def vendor_of(organization, vendors):
    """By the longest beginning that ends where a word does; None where that names no vendor of devices."""
    words = words_of(organization)
    for end in range(len(words), 0, -1):
        vendor = vendors.get(b"".join(words[:end]))
        if vendor:
            return None if vendor == "-" else vendor
    return None


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/ieee-data/oui.txt"
    vendors = read_organizations(os.path.join(HERE, "organizations.tsv"))
    rows = {}
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            row = ROW.match(line)
            vendor = row and vendor_of(row[2], vendors)
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
    missing = sorted(set(vendors.values()) - set(rows.values()) - {"-"})
    if missing:
        print("no prefix for: " + ", ".join(missing), file=sys.stderr)


if __name__ == "__main__":
    main()
