#!/usr/bin/env python3
"""Makes rules/said_makers.tsv from rules/makers.tsv: makers behind whose name their devices say the product's.

    rules/make_said_makers.py > rules/said_makers.tsv

A row of makers.tsv is taken when its words begin with the vendor's own name (behind a line of products
or a former company the rest is half of a name), and neither said_names.tsv nor said_lines.tsv has it.
"""
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
# Their agents say the print server's or the operating system's name there, not the device's.
NEVER = {'Brother', 'Canon', 'Check Point', 'Cisco', 'EMC', 'HP', 'HPE', 'IBM', 'Juniper', 'NetApp', 'Oracle',
         'Quantum Corporation', 'SGI', 'Siemens', 'Sun'}
# What follows them is no product: a program's version, the print server's name.
PROGRAMS = {'CarelDataServer *', 'OkiLAN *'}
# Rows whose last word is a line of products and therefore a part of the name.
LINES = {'Apeos *', 'bizhub *', 'Connect *', 'FibreBridge *', 'Fiery *', 'G-*', 'Homey *', 'ineo *',
         'LoadMaster *', 'NetVX *', 'netBooter *', 'Powerware *', 'Quadro *', 'RPM *', 'SANbox *', 'SBC *', 'SG-*',
         'SpeedTouch *', 'TransPort *', 'X*', 'XG-*'}


def plain(text):
    return re.sub(r'[^a-z0-9]', '', text.lower())


def lines(name):
    return (HERE / name).read_text(encoding='utf-8').splitlines()


def main():
    print('# Makers behind whose name their devices say the product\'s: first words, vendor, model (what follows).')
    print('# Made by make_said_makers.py from makers.tsv. Only for said_names.toml.')
    named = {plain(line): line for line in LINES}
    known = {plain(line.split('\t')[0]) for file in ('said_names.tsv', 'said_lines.tsv') for line in lines(file)}
    for line in lines('makers.tsv'):
        key, _, vendor = line.partition('\t')
        if line.startswith('#') or not key.endswith(' *') or vendor in NEVER or key in PROGRAMS:
            continue
        if plain(key) in known:
            continue
        if plain(key).startswith(plain(vendor)):
            print(f'{key}\t{vendor}\t{named.get(plain(key)[len(plain(vendor)):], "*")}')


if __name__ == '__main__':
    main()
