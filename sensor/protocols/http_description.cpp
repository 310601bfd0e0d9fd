// Descriptions of devices in XML, read by a scanner that knows tags and texts and nothing else.
//
// Only the root device speaks of itself as a whole: what comes after its own elements, its services
// and the devices inside it, is not read. Names of people and serial numbers are left out where
// they have elements of their own.
#include <algorithm>
#include <array>
#include <optional>

#include "base/letters.hpp"
#include "protocols/http_body.hpp"
#include "protocols/line.hpp"
#include "protocols/utf8.hpp"

namespace tapcensus::http_body {
namespace {

struct Element {
  std::string_view name;
  Field field;
};

constexpr std::array kUpnp{
    Element{"friendlyName", Field::upnp_friendly_name},
    Element{"manufacturer", Field::upnp_manufacturer},
    Element{"modelDescription", Field::upnp_model_description},
    Element{"modelName", Field::upnp_model_name},
    Element{"modelNumber", Field::upnp_model_number},
};
// Roku's External Control Protocol: query/device-info.
constexpr std::array kRoku{
    Element{"vendor-name", Field::upnp_manufacturer},
    Element{"model-name", Field::upnp_model_name},
    Element{"model-number", Field::upnp_model_number},
};
// Behind these tags no element of the root device is expected.
constexpr std::array<std::string_view, 5> kEnds{"serviceList", "deviceList", "/device", "/root",
                                                "/device-info"};

struct Tag {
  std::string_view name;        // without its prefix; with the slash of an end tag
  std::string_view attributes;  // and whatever else is in it
  std::size_t end;              // behind it
};

std::string_view local(std::string_view name) noexcept { return name.substr(name.rfind(':') + 1); }

// The next tag from `at` on, past declarations and comments. Nothing when it is not all there.
std::optional<Tag> next_tag(std::string_view text, std::size_t at) noexcept {
  for (;;) {
    at = text.find('<', at);
    if (at == text.npos) return std::nullopt;
    const bool comment = text.substr(at).starts_with("<!--");
    const std::size_t end = text.find(comment ? "-->" : ">", at);
    if (end == text.npos) return std::nullopt;
    const std::string_view inside = text.substr(at + 1, end - at - 1);
    at = end + (comment ? 3 : 1);
    if (inside.starts_with('!') || inside.starts_with('?')) continue;
    const std::size_t name = std::min(inside.find_first_of(" \t\r\n/", 1), inside.size());
    return Tag{local(inside.substr(0, name)), inside.substr(name), at};
  }
}

std::span<const Element> elements_of(const Tag& root) noexcept {
  constexpr std::string_view kDevice = "urn:schemas-upnp-org:device-1-0";
  if (root.name == "root" && root.attributes.find(kDevice) != std::string_view::npos) return kUpnp;
  if (root.name == "device-info") return kRoku;
  return {};
}

// ---- Texts ------------------------------------------------------------------------------------

constexpr std::size_t kMostText = 256;
using Text = Line<kMostText>;

// XML 1.0, 4.1: "#65" or "#x41". Nothing when it is no character.
std::optional<std::uint32_t> number_of(std::string_view name) noexcept {
  if (!name.starts_with('#')) return std::nullopt;
  const bool hex = name.substr(1).starts_with('x');
  const std::string_view digits = name.substr(hex ? 2 : 1);
  if (digits.empty() || digits.size() > 7) return std::nullopt;
  std::uint32_t code = 0;
  for (const char c : digits) {
    const bool letter = hex && lower(c) >= 'a' && lower(c) <= 'f';
    if (!is_digit(c) && !letter) return std::nullopt;
    code = code * (hex ? 16u : 10u) + (letter ? unsigned(lower(c) - 'a') + 10 : unsigned(c - '0'));
  }
  if (code < ' ' || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return std::nullopt;
  return code;
}

struct Entity {
  std::string_view name;
  char character;
};
// XML 1.0, 4.6.
constexpr std::array kEntities{Entity{"amp", '&'}, Entity{"lt", '<'}, Entity{"gt", '>'},
                               Entity{"quot", '"'}, Entity{"apos", '\''}};

// What is no entity stays as it is.
void add_entity(std::string_view name, Text& text) noexcept {
  if (const auto code = number_of(name)) return add_utf8(*code, text);
  const auto entity = std::ranges::find(kEntities, name, &Entity::name);
  if (entity != kEntities.end()) return text.add(entity->character);
  text.add('&');
  text.add(name);
  text.add(';');
}

void add_text(Field field, std::string_view raw, Lifetime lifetime, Findings& findings) noexcept {
  raw = trimmed(raw);
  if (raw.empty()) return;
  if (raw.size() <= kMostText && raw.find('&') == raw.npos) {
    return add(field, raw, lifetime, findings);
  }
  constexpr std::size_t kMostEntity = 10;
  Text text;
  while (!raw.empty()) {
    const std::size_t end = raw.starts_with('&') ? raw.substr(0, kMostEntity).find(';') : raw.npos;
    if (end == raw.npos) {
      text.add(raw.front());
      raw.remove_prefix(1);
    } else {
      add_entity(raw.substr(1, end - 1), text);
      raw.remove_prefix(end + 1);
    }
  }
  findings.add_composed(field, text.view());
}

}  // namespace

bool read_description(const Body& body, Findings& findings) noexcept {
  const std::string_view text = body.bytes;
  std::optional<Tag> tag = next_tag(text, 0);
  if (!tag) return body.all;
  const std::span<const Element> elements = elements_of(*tag);
  if (elements.empty()) return true;
  std::array<std::string_view, kUpnp.size()> texts;
  std::size_t missing = elements.size();
  while (missing > 0) {
    const std::size_t begin = tag->end;
    const auto element = std::ranges::find(elements, tag->name, &Element::name);
    tag = next_tag(text, begin);
    if (!tag && !body.all) return false;
    if (element != elements.end()) {
      std::string_view& found = texts[static_cast<std::size_t>(element - elements.begin())];
      const std::size_t end = text.find('<', begin);
      if (found.empty() && end != text.npos) {
        found = text.substr(begin, end - begin);
        --missing;
      }
    }
    if (!tag || std::ranges::find(kEnds, tag->name) != kEnds.end()) break;
  }
  for (std::size_t i = 0; i < elements.size(); ++i) {
    add_text(elements[i].field, texts[i], body.lifetime, findings);
  }
  return true;
}

}  // namespace tapcensus::http_body
