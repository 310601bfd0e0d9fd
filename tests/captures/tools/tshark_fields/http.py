"""Makers for HTTP and what looks like it."""
import re

from .row import field, made, names_in, plain


LINES = ("http.request.line http.response.line http.request.method http.response.code "
         "http2.header.name http2.header.value http2.type tcp.stream http.notification "
         "http.unknown_header http.location http.server http.user_agent ")
PASSING = names_in("http_head.cpp", "passing") | {"via"}
DEVICE = names_in("http_head.cpp", "device")


def headers(row):
    """Names and values, and whether the side answers."""
    lines = [(line, False) for line in row["http.request.line"]]
    lines += [(line, True) for line in row["http.response.line"]]
    if row["http.notification"]:  # of these tshark shows the headers one by one only
        lines += [(line, False) for line in row["http.unknown_header"]]
        for header in ("location", "server", "user_agent"):
            lines += [(f"{header.replace('_', '-')}: {v}", False) for v in row[f"http.{header}"]]
    for line, answers in lines:
        header, colon, value = line.partition(":")
        if colon:
            yield header, re.sub(r"(\\r|\\n)+$", "", value).strip(), answers


def http2_headers(row):
    if not row["http2.header.name"] or not row.once("http2", *row.flow()):
        return
    pairs = list(zip(row["http2.header.name"], row["http2.header.value"]))
    answers = any(name == ":status" for name, _ in pairs)
    for name, value in pairs:
        yield {":authority": "host"}.get(name, name), value, answers


def http(name, header, answers, write=lambda value: [value]):
    header = {header} if isinstance(header, str) else header

    def values(row):
        if not row.on("http", "http2") or row.on("ssdp"):
            return []
        all_headers = list(headers(row))
        return [told for key, value, side in all_headers
                if key.lower() in header and side in answers and value
                for told in write(value if len(header) == 1 else f"{key}: {value}")]
    field(name, LINES, values)


def challenge(value):
    """Without what is new each time, or a key."""
    told, bare_scheme = "", False
    for part in re.findall(r'(?:"(?:\\.|[^"])*"|[^,"])+', value):
        part = part.strip()
        scheme, _, rest = part.partition(" ")
        rest = rest.strip()
        if "=" in scheme or rest.startswith("="):
            scheme, rest = "", part
        key = rest.split("=")[0].strip().lower()
        lasting = key in ("realm", "qop", "algorithm", "stale", "charset", "domain") if "=" in rest \
            else scheme.lower() not in ("ntlm", "negotiate")
        stays = part if lasting else scheme
        if stays:
            told += (" " if bare_scheme and not scheme else ", ") if told else ""
            told += stays
            bare_scheme = stays == scheme
    return [told] if told else []


@made("http.settings", LINES + "http2.settings.id "
      "http2.settings.header_table_size http2.settings.enable_push http2.settings.max_concurrent_streams "
      "http2.settings.initial_window_size http2.settings.max_frame_size "
      "http2.settings.max_header_list_size http2.settings.extended_connect http2.settings.unknown",
      same=lambda value: value.partition(";")[0])  # more may stand in later frames
def _(row):
    if not row["http2.type"] or not row["http2.settings.id"]:
        return  # in the head of a request for an upgrade
    if not row.once("settings", *row.flow()):
        return
    others = list(row["http2.settings.unknown"])
    names = ("header_table_size", "enable_push", "max_concurrent_streams", "initial_window_size",
             "max_frame_size", "max_header_list_size")
    left = {str(number): list(row[f"http2.settings.{name}"]) for number, name in enumerate(names, 1)}
    left["8"] = list(row["http2.settings.extended_connect"])
    told = [f"{key}:{int((left.get(key) or others).pop(0), 0)}" for key in row["http2.settings.id"]
            if left.get(key) or others]
    yield ",".join(told)


REQUEST, RESPONSE, EITHER = (False,), (True,), (False, True)
for name in ("accept-language", "host", "sec-ch-ua", "sec-ch-ua-full-version-list", "sec-ch-ua-mobile",
             "sec-ch-ua-model", "sec-ch-ua-platform", "sec-ch-ua-platform-version", "user-agent",
             "x-requested-with"):
    http("http." + name.replace("-", "_"), name, REQUEST)
http("http.server", "server", RESPONSE)
http("http.x_powered_by", "x-powered-by", RESPONSE)
http("http.www_authenticate", "www-authenticate", RESPONSE, challenge)
http("http.via", "via", EITHER)
http("http.device_header", DEVICE, EITHER)


def order(row, kind, what):
    """That of the first message of a side."""
    names = [line.partition(":")[0] for line in row[kind] if ":" in line]
    alone = len(row[what]) == 1
    if row.on("http2"):
        names = row["http2.header.name"] if "5" not in row["http2.type"] else []  # a push
        alone = (":status" in names) == (what == "http.response.code")
    told = [name for name in names if name.lower() not in PASSING]
    if row.on("ssdp") or not told or not alone or not row.once(kind, *row.flow()):
        return []
    return [",".join(told)]


field("http.header_order", LINES, lambda row: order(row, "http.request.line", "http.request.method"))
field("http.server_order", LINES, lambda row: order(row, "http.response.line", "http.response.code"))


def ssdp(name, *wanted):
    field(name, LINES, lambda row: [value for key, value, _ in headers(row) if key.lower() in wanted]
          if row.on("ssdp") else [])


ssdp("ssdp.location", "location")
ssdp("ssdp.server", "server")
ssdp("ssdp.st", "st", "nt")
ssdp("ssdp.user_agent", "user-agent")
ssdp("ssdp.usn", "usn")
plain("sip.server", "sip.Server")
plain("sip.user_agent", "sip.User-Agent")
