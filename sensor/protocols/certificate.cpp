#include "protocols/certificate.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "protocols/der.hpp"
#include "protocols/distinguished_name.hpp"
#include "protocols/line.hpp"

namespace tapcensus {
namespace {

constexpr std::size_t kMostNames = 48;
// RFC 5280, 4.1.2.2: no serial number is longer. Some are.
constexpr std::size_t kMostSerial = 64;

constexpr std::string_view kSubjectAltName = "\x55\x1d\x11";  // 2.5.29.17

using NameText = Line<kMostName>;

void add_name_as(Field field, ByteView name, NameText& text, Findings& findings) noexcept {
  if (add_name(name, text) && !text.empty()) findings.add_composed(field, text.view());
}

// Hexadecimal, without the octet of zeros that only says that the number is positive.
void add_serial(ByteView serial, Findings& findings) noexcept {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  if (serial.size() > 1 && serial[0] == std::byte{0}) serial = serial.subspan(1);
  if (serial.empty() || serial.size() > kMostSerial) return;
  Line<2 * kMostSerial> text;
  for (const std::byte octet : serial) {
    text.add(kDigits[std::to_integer<unsigned>(octet >> 4)]);
    text.add(kDigits[std::to_integer<unsigned>(octet & std::byte{15})]);
  }
  findings.add_composed(Field::tls_cert_serial, text.view());
}

// The digits of a time: year in full, month, day, hour, minute, second. Empty when it is no time of
// RFC 5280, 4.1.2.5; seconds may be absent, as X.509 once allowed.
Line<14> digits_of(const DerElement& time) noexcept {
  Line<14> digits;
  std::string_view text = as_text(time.content);
  const bool two_digit_year = time.tag == DerTag::utc_time;
  if ((!two_digit_year && time.tag != DerTag::generalized_time) || !text.ends_with('Z')) return {};
  text.remove_suffix(1);
  if (!std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return {};
  if (two_digit_year && !text.empty()) digits.add(text[0] >= '5' ? "19" : "20");
  digits.add(text);
  if (digits.view().size() == 12) digits.add("00");
  if (!digits.whole() || digits.view().size() != 14) return {};
  return digits;
}

bool is_time(std::string_view digits) noexcept {
  const auto within = [digits](std::size_t at, int least, int most) {
    const int number = (digits[at] - '0') * 10 + digits[at + 1] - '0';
    return number >= least && number <= most;
  };
  return digits.size() == 14 && within(4, 1, 12) && within(6, 1, 31) && within(8, 0, 23) &&
         within(10, 0, 59) && within(12, 0, 59);
}

// ISO 8601: 2017-03-23T00:00:00Z.
void add_time(Field field, const DerElement& time, Findings& findings) noexcept {
  const Line<14> digits = digits_of(time);
  if (!is_time(digits.view())) return;
  const std::string_view all = digits.view();
  Line<20> text;
  text.add(all.substr(0, 4));
  for (std::size_t part = 0; part < 5; ++part) {
    text.add("--T::"[part]);
    text.add(all.substr(4 + 2 * part, 2));
  }
  text.add('Z');
  findings.add_composed(field, text.view());
}

// RFC 5280, 4.2.1.6: `names` is the content of the sequence.
void add_dns_names(ByteView names, Lifetime lifetime, Findings& findings) noexcept {
  constexpr std::uint8_t kDnsName = 2;
  DerReader in{names};
  for (std::size_t told = 0; !in.at_end() && told < kMostNames;) {
    const DerElement name = in.next();
    if (name.tag != primitive_tag(kDnsName) || name.content.empty()) continue;
    add(Field::tls_cert_san, as_text(name.content), lifetime, findings);
    ++told;
  }
}

// RFC 5280, 4.2: `extensions` is the content of the sequence, which may be cut off.
void read_extensions(ByteView extensions, Lifetime lifetime, Findings& findings) noexcept {
  for (DerReader in{extensions}; !in.at_end();) {
    DerReader extension{in.next(DerTag::sequence)};
    if (as_text(extension.next(DerTag::object_identifier)) != kSubjectAltName) continue;
    if (extension.at(DerTag::boolean)) extension.next(DerTag::boolean);
    DerReader value{extension.next(DerTag::octet_string)};
    return add_dns_names(value.next(DerTag::sequence), lifetime, findings);
  }
}

}  // namespace

// RFC 5280, 4.1.
void read_certificate(ByteView certificate, Lifetime lifetime, Findings& findings) noexcept {
  constexpr std::uint8_t kVersion = 0, kExtensions = 3;
  DerReader outer{certificate};
  DerReader in{outer.open(DerTag::sequence)};
  DerReader fields{in.open(DerTag::sequence)};
  if (fields.at(constructed_tag(kVersion))) fields.next(constructed_tag(kVersion));
  const ByteView serial = fields.next(DerTag::integer);
  fields.next(DerTag::sequence);  // signature algorithm
  const DerElement issuer = fields.next();
  if (!fields.ok() || issuer.tag != DerTag::sequence) return;
  NameText text;
  add_serial(serial, findings);
  add_name_as(Field::tls_cert_issuer, issuer.content, text, findings);

  DerReader validity{fields.next(DerTag::sequence)};
  if (!fields.ok()) return;
  add_time(Field::tls_cert_not_before, validity.next(), findings);
  add_time(Field::tls_cert_not_after, validity.next(), findings);

  const DerElement subject = fields.next();
  if (!fields.ok() || subject.tag != DerTag::sequence) return;
  add_name_as(Field::tls_cert_subject, subject.content, text, findings);
  if (std::ranges::equal(subject.whole, issuer.whole)) {
    findings.add(Field::tls_cert_self_signed, "true");
  }

  fields.next(DerTag::sequence);  // public key
  for (std::uint8_t unique_id = 1; unique_id < kExtensions; ++unique_id) {
    if (fields.at(primitive_tag(unique_id))) fields.next(primitive_tag(unique_id));
  }
  if (!fields.at(constructed_tag(kExtensions))) return;
  DerReader extensions{fields.open(constructed_tag(kExtensions))};
  read_extensions(extensions.open(DerTag::sequence), lifetime, findings);
}

}  // namespace tapcensus
