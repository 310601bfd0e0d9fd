#!/usr/bin/env python3
"""Gives each model of a vendor one spelling in all tables of codes, in place.

  rules/agree_on_spellings.py

Catalogues write one telephone in several ways ("SPARK 7", "Spark 7"), and devices of it would be counted
apart; `rules check` warns of it. A plus sign wins over the word, then what taxonomy.toml declares, then what
most lines have, then blanks and small letters. A name that is nothing but a number keeps its maker's name.
Run it after the scripts that make tables.
"""
import collections
import pathlib
import re
import tomllib

from make_models import fold

RULES = pathlib.Path(__file__).parent


def heart(vendor, model):
    """What two spellings share, without the vendor's name before it; C2-00 is not C200."""
    maker, whole = fold(vendor), fold(re.sub(r'(?<=\d)[ ._/-]+(?=\d)', 'zz', model))
    return maker, whole[len(maker):] if whole.startswith(maker) and whole != maker else whole


def tables():
    names = set()
    for path in RULES.glob('*.toml'):
        for table in tomllib.loads(path.read_text(encoding='utf-8')).get('table', []):
            if table.get('columns', [])[:3] == ['key', 'vendor', 'model']:
                names.update([table['file']] if isinstance(table['file'], str) else table['file'])
    return sorted(names)


def cells_of(line):
    cells = line.split('\t')
    fixed = len(cells) > 2 and cells[2] and not line.startswith('#') and not cells[2].endswith('*') and '#' not in cells[2]
    return cells if fixed else None


def rank(vendor, model, lines, declared):
    names_maker = fold(model).startswith(fold(vendor))
    number = heart(vendor, model)[1].isdigit()
    plain = model.count(' '), not model.isupper(), not model.islower(), model
    return '+' in model, model in declared, names_maker or not number, lines, *plain


def main():
    spelled = collections.defaultdict(collections.Counter)
    texts = {name: (RULES / name).read_text(encoding='utf-8').split('\n') for name in tables()}
    for lines in texts.values():
        for cells in filter(None, map(cells_of, lines)):
            spelled[heart(cells[1], cells[2])][cells[1], cells[2]] += 1
    declared = tomllib.loads((RULES / 'taxonomy.toml').read_text(encoding='utf-8'))['models']
    chosen = {key: max(counts, key=lambda name: rank(*name, counts[name], declared))[1] for key, counts in spelled.items()}
    for name, lines in texts.items():
        made = []
        for line in lines:
            cells = cells_of(line)
            if cells:
                cells[2] = chosen[heart(cells[1], cells[2])]
                line = '\t'.join(cells)
            made.append(line)
        (RULES / name).write_text('\n'.join(made), encoding='utf-8')


if __name__ == '__main__':
    main()
