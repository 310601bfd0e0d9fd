// WS-Discovery (OASIS, 1.1; and the draft of 2005): SOAP over UDP, by which printers, cameras and
// Windows hosts say what they are and where; what a probe looks for counts as the asker's own.
//
// Scopes of cameras (ONVIF Core Specification, 7.3.2.2) are told one by one too, with what is
// percent-encoded in them decoded; wsd.scopes has them as on the wire. A message that repeats what
// was said in it repeats no fact.
#include <array>

#include "base/letters.hpp"
#include "protocols/announced.hpp"
#include "protocols/protocol.hpp"
#include "protocols/xml_elements.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{3702};

// "<?xml", "<s:Envelope", or either behind a byte order mark.
constexpr ByteSet kSecond = bytes::kLetters | ByteSet::one_of("?_\xbb");
constexpr std::array kStart{ByteSet::one_of("<\xef"), kSecond};

constexpr std::array<std::string_view, 2> kNamespaces{
    "http://schemas.xmlsoap.org/ws/2005/04/discovery",
    "http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01",
};

constexpr std::string_view kOnvif = "onvif://www.onvif.org/";

bool said(Field field, std::string_view text, const Findings& findings) noexcept {
  for (const Finding& finding : findings.all()) {
    if (finding.field == field && finding.text == text) return true;
  }
  return false;
}

unsigned hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return unsigned(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? unsigned(lower - 'a') + 10 : 16;
}

// RFC 3986, 2.1.
void add_decoded(Field field, std::string_view text, Findings& findings) noexcept {
  Line<256> decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : 16;
    const unsigned low = high < 16 ? hex_digit(text[i + 2]) : 16;
    if (low < 16) i += 2;
    decoded.add(low < 16 ? static_cast<char>(high << 4 | low) : text[i]);
  }
  if (!said(field, decoded.view(), findings)) findings.add_composed(field, decoded.view());
}

void add_scopes(std::string_view scopes, Findings& findings) noexcept {
  constexpr std::string_view kBlanks = " \t\r\n";
  while (!scopes.empty()) {
    const std::size_t begin = scopes.find_first_not_of(kBlanks);
    if (begin == scopes.npos) return;
    scopes.remove_prefix(begin);
    const std::string_view scope = scopes.substr(0, scopes.find_first_of(kBlanks));
    scopes.remove_prefix(scope.size());
    if (scope.starts_with(kOnvif) && scope.size() > kOnvif.size()) {
      add_decoded(Field::onvif_scope, scope, findings);
    }
  }
}

void add_once(Field field, std::string_view text, Findings& findings) noexcept {
  text = unpadded(text);
  if (text.empty() || said(field, text, findings)) return;
  findings.add(field, text);
  if (field == Field::wsd_scopes) add_scopes(text, findings);
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const std::string_view document = as_text(payload.bytes);
  bool ours = false;
  for (const std::string_view name : kNamespaces) ours = ours || document.find(name) != name.npos;
  if (!ours) return Reading::not_mine();
  xml::each_element(document, [&findings](std::string_view name, std::string_view text) {
    if (name == "Types") add_once(Field::wsd_types, text, findings);
    if (name == "Scopes") add_once(Field::wsd_scopes, text, findings);
    if (name == "XAddrs") add_once(Field::wsd_xaddrs, text, findings);
  });
  return Reading::done();
}

}  // namespace

extern constinit const Protocol wsd{"wsd", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
