// DNS messages built in words.
#pragma once

#include <string>
#include <string_view>

#include "said.hpp"

namespace tapcensus::testing {

// "www.example.org" as labels; no compression.
inline std::string labels(std::string_view name) {
  std::string bytes;
  while (!name.empty()) {
    const std::string_view label = name.substr(0, name.find('.'));
    bytes += static_cast<char>(label.size());
    bytes += label;
    name.remove_prefix(std::min(name.size(), label.size() + 1));
  }
  return bytes + '\0';
}
inline std::string pointer(unsigned offset) { return be16(0xc000 | offset); }
inline std::string character_string(const std::string& text) {
  return static_cast<char>(text.size()) + text;
}

inline std::string question(const std::string& name, unsigned type = 1) {
  return name + be16(type) + be16(1);
}
inline std::string record(const std::string& name, unsigned type, const std::string& data) {
  return name + be16(type) + be16(1) + be32(120) + be16(static_cast<unsigned>(data.size())) + data;
}

struct Counts {
  unsigned questions = 0, answers = 0, authorities = 0, additionals = 0;
};

inline std::string dns_message(unsigned flags, const Counts& counts, const std::string& body) {
  return be16(0x1234) + be16(flags) + be16(counts.questions) + be16(counts.answers) +
         be16(counts.authorities) + be16(counts.additionals) + body;
}

inline constexpr unsigned kQuery = 0x0100, kResponse = 0x8180;
inline constexpr unsigned kFirstName = 12;  // where the first question's name begins

}  // namespace tapcensus::testing
