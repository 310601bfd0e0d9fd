#include "protocols/http_body.hpp"

#include "base/letters.hpp"

namespace tapcensus::http_body {

// RFC 9110, 8.3.1: parameters may follow the type.
Kind kind_of(std::string_view content_type) noexcept {
  const std::string_view type = trimmed(content_type.substr(0, content_type.find(';')));
  if (same_word(type, "text/xml") || same_word(type, "application/xml")) return Kind::xml;
  return same_word(type, "application/ipp") ? Kind::ipp : Kind::other;
}

bool read(const Body& body, Findings& findings) noexcept {
  switch (body.kind) {
    case Kind::xml: return read_description(body, findings);
    case Kind::ipp: return read_printer(body, findings);
    default: return true;
  }
}

}  // namespace tapcensus::http_body
