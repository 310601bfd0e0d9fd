// XMPP (RFC 6120) up to TLS (STARTTLS, 5): nothing is said, only what is inside is read.
//
// A record of TLS begins with a byte that is no character of XML, so it is found without an XML
// parser. Elements are counted, and not followed for long.
#include <algorithm>
#include <array>

#include "protocols/preamble.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 2> kPorts{5222, 5269};
constexpr auto kStart = start_of_one<4>({"<?xml", "<stream:stream"});

constexpr std::size_t kMostHeader = 1024, kMostElement = 4096;
constexpr unsigned kMostElements = 200;  // fits the mode, which counts them

// After these TLS comes no more: RFC 6120, 6 and 8.
constexpr bool ends(std::string_view element) noexcept {
  return std::ranges::any_of(std::array{"auth", "iq", "message", "presence"},
                             [&](const char* name) { return element.starts_with(name); });
}

Reading read(const Payload& payload, Findings&) noexcept {
  const std::string_view text = as_text(payload.bytes);
  if (payload.mode == 0 && text.substr(0, kMostHeader).find("<stream:stream") == text.npos) {
    return text.size() < kMostHeader ? wait_for_more(payload) : Reading::not_mine();
  }
  const auto tls = std::ranges::find_if(text, begins_tls);
  const std::string_view xml = text.substr(0, static_cast<std::size_t>(tls - text.begin()));
  std::size_t at = 0;
  unsigned elements = payload.mode;
  for (std::size_t end = 0; (end = xml.find('>', at)) != xml.npos; at = end + 1) {
    const std::string_view element = xml.substr(at, end - at);
    if (element.size() > kMostElement || ++elements == kMostElements) return Reading::done();
    if (ends(element.substr(element.rfind('<') + 1))) return Reading::done();
  }
  if (tls != text.end()) return Reading::switched(static_cast<std::uint32_t>(xml.size()));
  if (at > 0) {
    return Reading::next(static_cast<std::uint32_t>(at), static_cast<std::uint8_t>(elements));
  }
  return text.size() > kMostElement ? Reading::done() : wait_for_more(payload);
}

}  // namespace

extern constinit const Protocol xmpp{"xmpp", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
