#!/usr/bin/env python3
"""Makes rules/oui.tsv from the IEEE's list of address prefixes: prefix -> vendor of the device.

    rules/make_oui.py PROGRAM [/usr/share/ieee-data/oui.txt] > rules/oui.tsv

PROGRAM is a tapcensus: `rules import ieee` knows whose prefixes stand for finished devices, by organizations.tsv,
which is kept by hand, and by the names of vendors.
"""
import datetime
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def prefixes_in(program, listing):
    """Lines of the pack that the program makes of it: prefix, tab, vendor."""
    with tempfile.TemporaryDirectory() as scratch:
        pack = os.path.join(scratch, "ieee")
        done = subprocess.run([program, "rules", "import", "ieee", listing, "--rules", HERE, "--output", pack],
                              capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stderr)
        with open(os.path.join(pack, "prefixes.tsv"), encoding="utf-8") as lines:
            return sorted(line for line in lines if not line.startswith("#"))


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    path = sys.argv[2] if len(sys.argv) > 2 else "/usr/share/ieee-data/oui.txt"
    day = datetime.datetime.fromtimestamp(os.path.getmtime(path), datetime.timezone.utc).date()
    print("# Address prefix (OUI) to the vendor of the finished device. Made by rules/make_oui.py;")
    print("# do not edit.")
    print("# Source: IEEE Registration Authority, OUI Public Listing (oui.txt), as packaged by Debian")
    print(f"# (ieee-data), list of {day}. The IEEE asserts no copyright in the listing and does not")
    print("# restrict its distribution; it asks users to fetch it anew from standards.ieee.org.")
    print("".join(prefixes_in(sys.argv[1], path)), end="")


if __name__ == "__main__":
    main()
