#!/usr/bin/env python3
"""Makes rules/said_makers.tsv from makers.tsv and said_names.tsv: makers behind whose name their devices say the product's.

    rules/make_said_makers.py > rules/said_makers.tsv

A row of makers.tsv is taken when its words begin with the vendor's own name (behind a line of products
or a former company the rest is half of a name), and said_names.tsv does not have it. Rows of said_names.tsv
that are first words are taken as they are: any name may be looked up here, where no row is the beginning
of another word (by `US-*`, US Robotics would be Ubiquiti's).
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
    print('# Made by make_said_makers.py from makers.tsv and said_names.tsv. Only for said_names.toml.')
    named = {plain(line): line for line in LINES}
    said = [line for line in lines('said_names.tsv') if not line.startswith('#')]
    known = {plain(line.split('\t')[0]) for line in said}
    for line in lines('makers.tsv'):
        key, _, vendor = line.partition('\t')
        if line.startswith('#') or not key.endswith(' *') or vendor in NEVER or key in PROGRAMS:
            continue
        if plain(key) in known:
            continue
        if plain(key).startswith(plain(vendor)):
            print(f'{key}\t{vendor}\t{named.get(plain(key)[len(plain(vendor)):], "*")}')
    for line in said:
        if line.split('\t')[0].endswith(' *'):
            print(line)


if __name__ == '__main__':
    main()
