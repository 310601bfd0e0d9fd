#include "protocols/kerberos_facts.hpp"

#include "base/letters.hpp"
#include "protocols/der.hpp"
#include "protocols/line.hpp"
#include "protocols/utf16.hpp"

namespace tapcensus {
namespace {

enum Kind : std::uint8_t { kAsRequest = 10, kAsReply, kTgsRequest, kTgsReply, kError = 30 };

constexpr unsigned kMostElements = 16;  // of a sequence; the longest has thirteen

void report(Field field, std::string_view text, Findings& findings) noexcept {
  text = unpadded(text);
  if (!text.empty()) findings.add_composed(field, text);
}

// A small number, or one that is none: -1 in its stead would be a value.
constexpr int kNoNumber = 1 << 20;
int number_in(ByteView element) noexcept {
  DerReader in{element};
  const ByteView octets = in.next(DerTag::integer);
  if (!in.ok() || octets.empty() || octets.size() > 2) return kNoNumber;
  int number = std::to_integer<int>(octets[0]);
  if (number >= 0x80) number -= 0x100;
  if (octets.size() == 2) number = number * 256 + std::to_integer<int>(octets[1]);
  return number;
}

void report_realm(ByteView element, Findings& findings) noexcept {
  DerReader in{element};
  const std::string_view realm = as_text(in.next(DerTag::general_string));
  // RFC 6111, 3.2: such a realm is no place.
  if (in.ok() && !realm.starts_with("WELLKNOWN:")) report(Field::kerberos_realm, realm, findings);
}

// 5.2.2, 6.2. A computer's account is one name that ends in a dollar sign ([MS-ADA3] 2.222), or
// "host" and its name.
void report_computer(ByteView element, Findings& findings) noexcept {
  DerReader in{element};
  DerReader name{in.next(DerTag::sequence)};
  name.next(constructed_tag(0));
  DerReader strings{name.next(constructed_tag(1))};
  DerReader parts{strings.next(DerTag::sequence)};
  const std::string_view first = as_text(parts.next(DerTag::general_string));
  if (!in.ok() || !name.ok() || !strings.ok() || !parts.ok()) return;
  if (parts.at_end()) {
    if (first.size() > 1 && first.ends_with('$')) report(Field::kerberos_host, first, findings);
    return;
  }
  const std::string_view second = as_text(parts.next(DerTag::general_string));
  if (parts.ok() && first == "host") report(Field::kerberos_host, second, findings);
}

// In the client's order of preference, which differs between implementations.
void report_encryption_types(ByteView element, Findings& findings) noexcept {
  DerReader in{element};
  DerReader types{in.next(DerTag::sequence)};
  Line<128> list;
  bool first = true;
  while (types.ok() && !types.at_end() && list.whole()) {
    const int type = number_in(types.next().whole);
    if (type == kNoNumber) break;
    list.separate(',', first);
    if (type < 0) list.add('-');
    list.add_decimal(static_cast<std::uint32_t>(type < 0 ? -type : type));
  }
  report(Field::kerberos_etypes, list.view(), findings);
}

// 5.2.5, 7.5.3: Windows gives its NetBIOS name, 15 characters and a suffix.
void report_addresses(ByteView element, Findings& findings) noexcept {
  constexpr int kNetBios = 20;
  constexpr std::size_t kNetBiosName = 15;
  DerReader in{element};
  DerReader addresses{in.next(DerTag::sequence)};
  for (unsigned i = 0; i < kMostElements && !addresses.at_end(); ++i) {
    DerReader address{addresses.next(DerTag::sequence)};
    const int type = number_in(address.next(constructed_tag(0)));
    DerReader octets{address.next(constructed_tag(1))};
    const std::string_view name = as_text(octets.next(DerTag::octet_string));
    if (!octets.ok() || type != kNetBios) continue;
    report(Field::kerberos_host, name.substr(0, kNetBiosName), findings);
  }
}

// 5.4.1.
void read_body(ByteView element, Findings& findings) noexcept {
  DerReader in{element};
  DerReader body{in.open(DerTag::sequence)};
  for (unsigned i = 0; i < kMostElements && !body.at_end(); ++i) {
    const DerElement part = body.next();
    if (part.tag == constructed_tag(1)) report_computer(part.content, findings);
    if (part.tag == constructed_tag(2)) report_realm(part.content, findings);
    if (part.tag == constructed_tag(8)) report_encryption_types(part.content, findings);
    if (part.tag == constructed_tag(9)) report_addresses(part.content, findings);
  }
}

// 5.4.1: version, kind, data for pre-authentication, body.
bool read_request(DerReader in, int kind, Findings& findings) noexcept {
  constexpr int kVersion = 5;
  if (number_in(in.next(constructed_tag(1))) != kVersion) return false;
  if (number_in(in.next(constructed_tag(2))) != kind) return false;
  if (in.at(constructed_tag(3))) in.next();
  read_body(in.open(constructed_tag(4)), findings);
  return true;
}

// 5.4.2, 5.9.1: version, kind; the realm of the client, or in errors that of the server, where
// both may stand.
bool read_answer(DerReader in, int kind, Findings& findings) noexcept {
  constexpr int kVersion = 5;
  if (number_in(in.next(constructed_tag(0))) != kVersion) return false;
  if (number_in(in.next(constructed_tag(1))) != kind) return false;
  const DerTag realm = constructed_tag(kind == kError ? 9 : 3);
  for (unsigned i = 0; i < kMostElements && !in.at_end(); ++i) {
    const DerElement part = in.next();
    if (part.tag != realm) continue;
    report_realm(part.content, findings);
    break;
  }
  return true;
}

}  // namespace

void read_kerberos_token(ByteView token, Findings& findings) noexcept {
  // RFC 4120, 5.5.1: version and kind of an AP-REQ. Before it stands the name of the mechanism (RFC
  // 4121, 4.1), or nothing in the style of DCE ([MS-KILE] 3.4.5.1).
  constexpr std::string_view kRequest{"\xa0\x03\x02\x01\x05\xa1\x03\x02\x01\x0e", 10};
  constexpr std::uint8_t kTicket = 1;
  const std::size_t at = as_text(token).find(kRequest);
  if (at == std::string_view::npos) return;
  // RFC 4120, 5.3: the options stand before the ticket, its version before its realm.
  DerReader request{token.subspan(at)};
  for (std::uint8_t i = 0; i < 3; ++i) request.next(constructed_tag(i));
  DerReader part{request.open(constructed_tag(3))};
  DerReader whole{part.open(application_tag(kTicket))};
  DerReader ticket{whole.open(DerTag::sequence)};
  ticket.next(constructed_tag(0));
  report_realm(ticket.next(constructed_tag(1)), findings);
}

bool read_kerberos(ByteView message, Findings& findings) noexcept {
  if (message.empty()) return false;
  const auto tag = static_cast<DerTag>(message[0]);
  DerReader whole{message};
  DerReader outer{whole.open(tag)};
  const DerReader in{outer.open(DerTag::sequence)};
  if (!whole.ok() || !outer.ok()) return false;
  for (const Kind kind : {kAsRequest, kTgsRequest}) {
    if (tag == application_tag(kind)) return read_request(in, kind, findings);
  }
  for (const Kind kind : {kAsReply, kTgsReply, kError}) {
    if (tag == application_tag(kind)) return read_answer(in, kind, findings);
  }
  return false;
}

}  // namespace tapcensus
