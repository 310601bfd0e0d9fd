#include "present/fact_line.hpp"

#include <array>
#include <charconv>

namespace tapcensus {
namespace {

constexpr char kHex[] = "0123456789abcdef";

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_hex(std::string& out, std::uint8_t byte) {
  out += kHex[byte >> 4];
  out += kHex[byte & 15];
}

void append_time(std::string& out, Tick at) {
  append_number(out, at.ns / kSecond);
  std::array<char, 7> fraction{'.'};
  std::uint64_t microseconds = at.ns % kSecond / 1000;
  for (std::size_t i = 6; i > 0; --i, microseconds /= 10) {
    fraction[i] = static_cast<char>('0' + microseconds % 10);
  }
  out.append(fraction.data(), fraction.size());
}

void append_address(std::string& out, const IpAddress& address) {
  out += '"';
  if (address.is_v4()) {
    for (std::size_t i = 12; i < 16; ++i) {
      append_number(out, address.octets[i]);
      if (i < 15) out += '.';
    }
  } else {
    out += address.to_string();
  }
  out += '"';
}

void append_mac(std::string& out, const MacAddress& mac) {
  if (mac.none()) {
    out += "null";
    return;
  }
  char separator = '"';
  for (const std::uint8_t octet : mac.octets) {
    out += separator;
    append_hex(out, octet);
    separator = ':';
  }
  out += '"';
}

struct ProtocolName {
  std::uint8_t number;
  std::string_view name;
};

constexpr std::array<ProtocolName, 12> kProtocolNames{{{1, "icmp"},
                                                       {2, "igmp"},
                                                       {6, "tcp"},
                                                       {17, "udp"},
                                                       {47, "gre"},
                                                       {50, "esp"},
                                                       {51, "ah"},
                                                       {58, "icmpv6"},
                                                       {89, "ospf"},
                                                       {103, "pim"},
                                                       {112, "vrrp"},
                                                       {132, "sctp"}}};

void append_protocol(std::string& out, std::uint8_t protocol) {
  out += '"';
  for (const auto& [number, name] : kProtocolNames) {
    if (number != protocol) continue;
    out += name;
    out += '"';
    return;
  }
  append_number(out, protocol);
  out += '"';
}

void append_ends(std::string& out, const Fact& fact) {
  if (!fact.is_ip) {
    out += R"("src": null, "dst": null, "sport": null, "dport": null)";
    return;
  }
  const FlowEnds& ends = fact.ends;
  out += R"("src": )";
  append_address(out, ends.source);
  out += R"(, "dst": )";
  append_address(out, ends.target);
  if (!has_ports(ends.ip_protocol)) {
    out += R"(, "sport": null, "dport": null)";
    return;
  }
  out += R"(, "sport": )";
  append_number(out, ends.source_port);
  out += R"(, "dport": )";
  append_number(out, ends.target_port);
}

// Length of the UTF-8 sequence at the front (RFC 3629, 4); 0 when there is none.
std::size_t utf8_length(std::string_view text) {
  const auto at = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto between = [&](std::size_t i, unsigned low, unsigned high) {
    return at(i) >= low && at(i) <= high;
  };
  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return between(1, 0x80, 0xbf) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const unsigned low = lead == 0xe0 ? 0xa0 : 0x80;
    const unsigned high = lead == 0xed ? 0x9f : 0xbf;
    return between(1, low, high) && between(2, 0x80, 0xbf) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const unsigned low = lead == 0xf0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xf4 ? 0x8f : 0xbf;
    return between(1, low, high) && between(2, 0x80, 0xbf) && between(3, 0x80, 0xbf) ? 4 : 0;
  }
  return 0;
}

bool plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\';
}

void append_ascii(std::string& out, char c) {
  switch (c) {
    case '"': out += R"(\")"; return;
    case '\\': out += R"(\\)"; return;
    case '\n': out += R"(\n)"; return;
    case '\r': out += R"(\r)"; return;
    case '\t': out += R"(\t)"; return;
    default: break;
  }
  out += R"(\u00)";
  append_hex(out, static_cast<std::uint8_t>(c));
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    std::size_t run = 0;
    while (run < text.size() && plain(text[run])) ++run;
    out += text.substr(0, run);
    text.remove_prefix(run);
    if (text.empty()) break;
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      out += R"(\\x)";
      append_hex(out, static_cast<std::uint8_t>(text[0]));
    } else if (length == 1) {
      append_ascii(out, text[0]);
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

void append_fact_line(std::string& out, const Fact& fact) {
  out += R"({"ts": )";
  append_time(out, fact.at);
  out += R"(, "frame": )";
  append_number(out, fact.frame);
  out += ", ";
  append_ends(out, fact);
  out += R"(, "mac": )";
  append_mac(out, fact.mac);
  if (fact.is_ip) {
    out += R"(, "ip_proto": )";
    append_protocol(out, fact.ends.ip_protocol);
    out += R"(, "community_id": ")";
    out += CommunityId{fact.ends}.view();
    out += '"';
  } else {
    out += R"(, "ip_proto": null, "community_id": null)";
  }
  out += R"(, "field": ")";
  out += name_of(fact.field);
  out += R"(", "value": )";
  append_json_string(out, fact.value);
  out += "}\n";
}

}  // namespace tapcensus
