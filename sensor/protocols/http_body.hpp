// Bodies in which devices describe themselves: of all the others nothing is looked at.
//
// UPnP's device descriptions (UPnP Device Architecture 2.0, 2.3) and Roku's device-info, in XML;
// the attributes of printers (IPP, RFC 8011). What is sought stands near the beginning, so only
// that much is ever waited for, and XML of other kinds is let go at its first element.
#pragma once

#include <cstdint>
#include <string_view>

#include "protocols/lifetime.hpp"

namespace tapcensus::http_body {

enum class Kind : std::uint8_t { other, xml, ipp };

Kind kind_of(std::string_view content_type) noexcept;

// The most of a body that is read.
inline constexpr std::size_t kMost = 12 * 1024;

// The first bytes of a body.
struct Body {
  Kind kind;
  std::string_view bytes;  // kMost at most
  bool all;                // nothing more of it will be there
  Lifetime lifetime;
};

// False when more of the body is needed, never when all of it is there; nothing is added then.
bool read(const Body& body, Findings& findings) noexcept;

// The readers of each kind; as read().
bool read_description(const Body& body, Findings& findings) noexcept;
bool read_printer(const Body& body, Findings& findings) noexcept;

}  // namespace tapcensus::http_body
