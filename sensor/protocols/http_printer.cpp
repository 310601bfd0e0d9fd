// What a printer says of itself in a response of IPP (RFC 8010, 3.1; RFC 8011, 5.4; PWG 5107.2).
//
// A server that lists several printers speaks of others, and is not read.
#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "base/letters.hpp"
#include "protocols/http_body.hpp"
#include "protocols/line.hpp"

namespace tapcensus::http_body {
namespace {

// RFC 8010, 3.5.
enum Tag : std::uint8_t {
  kEnd = 0x03,
  kPrinter = 0x04,
  kFirstOfValues = 0x10,
  kText = 0x41,
  kName = 0x42,
  kUri = 0x45,
};

struct Attribute {
  std::string_view name;
  Field field;
};
constexpr std::string_view kDeviceId = "printer-device-id";
constexpr std::array kAttributes{
    Attribute{"printer-make-and-model", Field::ipp_model},
    Attribute{kDeviceId, Field::ipp_model},
    Attribute{"printer-firmware-string-version", Field::ipp_firmware},
    Attribute{"printer-uri-supported", Field::ipp_uri},
};

struct Said {
  std::array<std::string_view, kAttributes.size()> texts;  // the first value of each
  unsigned printers = 0;
};

// IEEE 1284, 7.6: keys and values. The serial number is left out.
void add_device_id(std::string_view id, Findings& findings) noexcept {
  Line<512> line;
  while (!id.empty()) {
    const std::size_t end = std::min(id.find(';'), id.size());
    const std::string_view entry = trimmed(id.substr(0, end));
    id.remove_prefix(std::min(end + 1, id.size()));
    const std::string_view key = trimmed(entry.substr(0, entry.find(':')));
    const bool serial = same_word(key, "sn") || same_word(key, "sern") ||
                        same_word(key, "serial") || same_word(key, "serialnumber");
    if (entry.empty() || serial) continue;
    line.add(entry);
    line.add(';');
  }
  if (!line.empty()) findings.add_composed(Field::ipp_model, line.view());
}

void say(const Said& said, Lifetime lifetime, Findings& findings) noexcept {
  if (said.printers != 1) return;
  constexpr std::size_t kMostText = 1023;  // RFC 8011, 5.1.2
  for (std::size_t i = 0; i < kAttributes.size(); ++i) {
    const std::string_view text = trimmed(said.texts[i].substr(0, kMostText));
    if (text.empty()) continue;
    if (kAttributes[i].name == kDeviceId) {
      add_device_id(text, findings);
    } else {
      add(kAttributes[i].field, text, lifetime, findings);
    }
  }
}

void note(std::uint8_t tag, std::string_view name, std::string_view value, Said& said) noexcept {
  if (said.printers != 1 || (tag != kText && tag != kName && tag != kUri)) return;
  const auto attribute = std::ranges::find(kAttributes, name, &Attribute::name);
  if (attribute == kAttributes.end()) return;
  std::string_view& text = said.texts[static_cast<std::size_t>(attribute - kAttributes.begin())];
  if (text.empty()) text = value;
}

}  // namespace

bool read_printer(const Body& body, Findings& findings) noexcept {
  Cursor in{as_bytes(body.bytes)};
  const std::uint8_t major = in.u8();
  in.skip(1 + 2 + 4);  // minor version, status, number of the request
  if (in.ok() && (major == 0 || major > 2)) return true;
  Said said;
  while (in.ok()) {
    const std::uint8_t tag = in.u8();
    if (in.ok() && tag == kEnd) {
      say(said, body.lifetime, findings);
      return true;
    }
    if (tag < kFirstOfValues) {
      if (tag == kPrinter && in.ok()) ++said.printers;
      continue;
    }
    const std::string_view name = as_text(in.take(in.be16()));
    const std::string_view value = as_text(in.take(in.be16()));
    if (in.ok()) note(tag, name, value, said);
  }
  if (body.all) say(said, body.lifetime, findings);
  return body.all;
}

}  // namespace tapcensus::http_body
