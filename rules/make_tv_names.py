#!/usr/bin/env python3
"""Makes tv_names.tsv: every vendor that taxonomy.toml and vendors.tsv declare, by its own name.

    rules/make_tv_names.py

Televisions put the name of their brand where tv_makers.tsv looks for it. Most brands are declared
already, as they make telephones, too; those that tv_makers.tsv has stay there. Run it again when
vendors or tv_makers.tsv have grown.
"""
import os
import re
import tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
# No brand, or a word that stands there for another reason.
NO_BRAND = {"LG", "Android", "Smart", "Linux", "Opera", "SWTV", "DTV", "TV", "HD"}


def lines_of(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if line.strip() and line[0] != "#"]


def fold(name):
    return re.sub(r"[^a-z0-9+]", "", name.lower())


def main():
    with open(os.path.join(HERE, "taxonomy.toml"), "rb") as file:
        vendors = set(tomllib.load(file)["vendors"])
    vendors |= {cells[0] for cells in lines_of("vendors.tsv")}
    taken = {fold(cells[0]) for cells in lines_of("tv_makers.tsv")}
    rows = [vendor for vendor in sorted(vendors - NO_BRAND, key=lambda name: (name.lower(), name))
            if len(fold(vendor)) > 1 and fold(vendor) not in taken]
    with open(os.path.join(HERE, "tv_names.tsv"), "w", encoding="utf-8") as file:
        file.write("# Declared vendors by their own names, where televisions name their brand: key, vendor, model.\n"
                   "# Made of taxonomy.toml and vendors.tsv by make_tv_names.py; Apache-2.0.\n")
        file.writelines(f"{vendor} *\t{vendor}\t*\n" for vendor in rows)


if __name__ == "__main__":
    main()
