#include "protocols/ldap_facts.hpp"

#include <algorithm>

#include "base/letters.hpp"
#include "protocols/dialogue.hpp"
#include "protocols/dns_message.hpp"
#include "protocols/kerberos_facts.hpp"
#include "protocols/line.hpp"
#include "protocols/ntlmssp.hpp"
#include "protocols/utf16.hpp"

namespace tapcensus::ldap_facts {
namespace {

constexpr DerTag kEnumerated = DerTag::enumerated;
constexpr unsigned kMostElements = 64;  // of a filter, or of attributes

void report(Field field, std::string_view text, Findings& findings) noexcept {
  text = unpadded(text);
  if (!text.empty()) findings.add_composed(field, text);
}

// What a ping says, as "DnsDomain=example.org,NtVer=0x00000016".
class Ping {
 public:
  void add(std::string_view name, std::string_view value) noexcept {
    if (value.empty()) return;
    line_.separate(',', first_);
    line_.add(name);
    line_.add('=');
    line_.add(value);
  }
  void add(std::string_view name, std::uint32_t number) noexcept {
    Line<10> text;
    text.add("0x");
    text.add_hex(static_cast<std::uint16_t>(number >> 16));
    text.add_hex(static_cast<std::uint16_t>(number));
    add(name, text.view());
  }
  std::string_view view() const noexcept { return line_.view(); }

 private:
  Line<512> line_;
  bool first_ = true;
};

// ---- A client looks for its domain ([MS-ADTS] 6.3.3) ------------------------------------------

struct Asked {
  std::string_view domain, host;
  bool versioned = false;
  std::uint32_t version = 0;
};

void note_condition(ByteView condition, Asked& asked) noexcept {
  DerReader in{condition};
  const std::string_view name = as_text(in.next(DerTag::octet_string));
  const ByteView value = in.next(DerTag::octet_string);
  if (!in.ok()) return;
  if (same_word(name, "dnsdomain")) asked.domain = as_text(value);
  if (same_word(name, "host")) asked.host = as_text(value);
  if (same_word(name, "ntver") && value.size() == 4) {
    asked.versioned = true;
    asked.version = Cursor{value}.le32();
  }
}

void read_search(ByteView content, Findings& findings) noexcept {
  constexpr DerTag kAnd = constructed_tag(0), kEqual = constructed_tag(3);
  DerReader in{content};
  if (!in.next(DerTag::octet_string).empty()) return;
  in.next(kEnumerated);  // how deep
  in.next(kEnumerated);  // aliases
  in.next(DerTag::integer);
  in.next(DerTag::integer);
  in.next(DerTag::boolean);
  const DerElement filter = in.next();
  if (!in.ok()) return;
  Asked asked;
  DerReader conditions{filter.tag == kAnd ? filter.content : filter.whole};
  for (unsigned i = 0; i < kMostElements && !conditions.at_end(); ++i) {
    const DerElement condition = conditions.next();
    if (condition.tag == kEqual) note_condition(condition.content, asked);
  }
  if (!asked.versioned) return;
  Ping ping;
  ping.add("DnsDomain", asked.domain);
  ping.add("NtVer", asked.version);
  findings.add_composed(Field::ldap_netlogon, ping.view());
  report(Field::ldap_host, asked.host, findings);
}

// ---- The server's answer ([MS-ADTS] 6.3.1.9) --------------------------------------------------

std::string_view expanded(ByteView message, Cursor& in, dns_message::Name& name) noexcept {
  const std::size_t at = in.offset();
  dns_message::skip_name(in);
  if (!in.ok() || !name.expand(message, at, dns_message::Letters::kept)) return {};
  return name.text();
}

void read_netlogon(ByteView message, Findings& findings) noexcept {
  constexpr std::uint16_t kAnswer = 23, kAnswerOfUnknownUser = 25;
  Cursor in{message};
  const std::uint16_t code = in.le16();
  if (code != kAnswer && code != kAnswerOfUnknownUser) return;
  in.skip(2);
  const std::uint32_t flags = in.le32();
  in.skip(16);  // the domain's GUID
  dns_message::Name name;
  expanded(message, in, name);  // the forest
  Ping ping;
  ping.add("DnsDomain", expanded(message, in, name));
  ping.add("Flags", flags);
  const std::string_view host = expanded(message, in, name);
  if (!in.ok()) return;
  findings.add_composed(Field::ldap_netlogon, ping.view());
  report(Field::ldap_host, host, findings);
  expanded(message, in, name);  // the domain's short name
  report(Field::ldap_host, expanded(message, in, name), findings);
}

// ---- The root entry (RFC 4512, 5.1; RFC 3045; [MS-ADTS] 3.1.1.3.2) ----------------------------

struct Vendor {
  std::string_view name, version;
};

// OpenLDAP names no vendor, but the class of its root entry.
std::string_view own_class(DerReader values) noexcept {
  constexpr std::string_view kOpenLdap = "OpenLDAProotDSE";
  for (unsigned i = 0; i < kMostElements && !values.at_end(); ++i) {
    const std::string_view value = as_text(values.next(DerTag::octet_string));
    if (same_word(value, kOpenLdap)) return value;
  }
  return {};
}

void read_attribute(ByteView attribute, Vendor& vendor, Findings& findings) noexcept {
  DerReader in{attribute};
  const std::string_view type = as_text(in.next(DerTag::octet_string));
  DerReader values{in.open(DerTag::set)};
  if (same_word(type, "objectclass") && vendor.name.empty()) vendor.name = own_class(values);
  const ByteView value = values.next(DerTag::octet_string);
  if (!values.ok()) return;
  const std::string_view text = as_text(value);
  if (same_word(type, "netlogon")) return read_netlogon(value, findings);
  if (same_word(type, "dnshostname")) return report(Field::ldap_host, text, findings);
  if (same_word(type, "vendorname")) vendor.name = unpadded(text);
  if (same_word(type, "vendorversion")) vendor.version = unpadded(text);
  if (same_word(type, "domaincontrollerfunctionality")) {
    report(Field::ldap_dc_functionality, text, findings);
  }
}

void read_entry(ByteView content, Findings& findings) noexcept {
  DerReader in{content};
  if (!in.next(DerTag::octet_string).empty()) return;
  DerReader attributes{in.open(DerTag::sequence)};
  Vendor vendor;
  for (unsigned i = 0; i < kMostElements && !attributes.at_end(); ++i) {
    read_attribute(attributes.open(DerTag::sequence), vendor, findings);
  }
  Line<256> line;
  line.add(vendor.name);
  if (!vendor.name.empty() && !vendor.version.empty()) line.add(' ');
  line.add(vendor.version);
  report(Field::ldap_vendor, line.view(), findings);
}

}  // namespace

void read(Operation operation, ByteView content, Findings& findings) noexcept {
  switch (operation) {
    case Operation::bind_request:
    case Operation::bind_response:
      if (read_ntlmssp(content, findings) == NtlmMessage::none) {
        read_kerberos_token(content, findings);
      }
      break;
    case Operation::search_request: read_search(content, findings); break;
    case Operation::search_entry: read_entry(content, findings); break;
    default: break;
  }
}

bool is_read(Operation operation, ByteView content) noexcept {
  Cursor in{content};
  const std::uint8_t tag = in.u8();
  const std::uint8_t length = in.u8();
  const auto begins_with = [&](DerTag wanted, std::uint8_t size) {
    return tag == static_cast<std::uint8_t>(wanted) && length == size;
  };
  switch (operation) {
    case Operation::bind_request: return begins_with(DerTag::integer, 1);
    case Operation::bind_response: return begins_with(kEnumerated, 1);
    case Operation::search_request:
    case Operation::search_entry: return begins_with(DerTag::octet_string, 0);
    default: return false;
  }
}

}  // namespace tapcensus::ldap_facts
