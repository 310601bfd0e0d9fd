// Names of NetBIOS built in words.
#pragma once

#include <string>

#include "announced_words.hpp"

namespace tapcensus::testing {

// Fifteen characters, filled up with blanks, and the kind of service.
inline std::string netbios_raw(const std::string& name, unsigned suffix) {
  return filled(name, 15, ' ') + static_cast<char>(suffix);
}

inline std::string netbios_name(const std::string& name, unsigned suffix,
                                const std::string& scope = std::string(1, '\0')) {
  std::string bytes(1, ' ');  // 32 bytes follow
  for (const char c : netbios_raw(name, suffix)) {
    const auto octet = static_cast<unsigned char>(c);
    bytes += static_cast<char>('A' + (octet >> 4));
    bytes += static_cast<char>('A' + (octet & 15));
  }
  return bytes + scope;
}

}  // namespace tapcensus::testing
