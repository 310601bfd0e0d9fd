// Messages of Kerberos, in words.
#pragma once

#include <string>
#include <vector>

#include "said.hpp"

namespace tapcensus::testing::kerberos_words {

inline std::string element(unsigned tag, const std::string& content) {
  const auto size = static_cast<unsigned>(content.size());
  return octets({tag}) + (size < 128 ? octets({size}) : octets({0x82, size >> 8, size & 255})) +
         content;
}
inline std::string integer(int number) {
  const bool small = number >= -128 && number < 128;
  return element(2, small ? octets({unsigned(number) & 255}) : be16(unsigned(number) & 0xffff));
}
inline std::string part(unsigned number, const std::string& content) {
  return element(0xa0 | number, content);
}
inline std::string text(const std::string& letters) { return element(0x1b, letters); }
inline std::string principal(const std::vector<std::string>& names) {
  std::string parts;
  for (const std::string& name : names) parts += text(name);
  return element(0x30, part(0, integer(1)) + part(1, element(0x30, parts)));
}

// What a client asks for a ticket; `kind` is 10 or 12.
inline std::string request(unsigned kind, const std::string& body) {
  return element(0x60 | kind,
                 element(0x30, part(1, integer(5)) + part(2, integer(int(kind))) +
                                   part(3, element(0x30, "")) + part(4, element(0x30, body))));
}
inline std::string body_of(const std::vector<std::string>& client) {
  return part(0, element(3, std::string(5, '\0'))) + part(1, principal(client)) +
         part(2, text("CENSUS.TEST")) + part(3, principal({"krbtgt", "CENSUS.TEST"})) +
         part(8, element(0x30, integer(18) + integer(17) + integer(-135)));
}

}  // namespace tapcensus::testing::kerberos_words
