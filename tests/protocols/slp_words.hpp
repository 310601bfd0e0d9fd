// Messages of the Service Location Protocol built in words.
#pragma once

#include <string>

#include "announced_words.hpp"

namespace tapcensus::testing {

inline std::string slp_text(const std::string& text) {
  return be16(static_cast<unsigned>(text.size())) + text;
}
// Version 2 (RFC 2608, 8), in English.
inline std::string slp_message(unsigned function, const std::string& body) {
  const auto size = static_cast<unsigned>(16 + body.size());
  return octets({2, function, size >> 16}) + be16(size & 0xffff) + be16(0) + octets({0, 0, 0}) +
         be16(7) + slp_text("en") + body;
}
// Version 1 (RFC 2165, 4.1), in ASCII.
inline std::string slp1_message(unsigned function, const std::string& body, unsigned flags = 0,
                                unsigned characters = 3) {
  return octets({1, function}) + be16(static_cast<unsigned>(12 + body.size())) +
         octets({flags, 0}) + "en" + be16(characters) + be16(7) + body;
}
// RFC 2608, 4.3, without a signature.
inline std::string slp_entry(const std::string& url) {
  return octets({0}) + be16(600) + slp_text(url) + octets({0});
}

}  // namespace tapcensus::testing
