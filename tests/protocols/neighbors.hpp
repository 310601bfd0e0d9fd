// Words for what devices tell their neighbours on a link.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "said.hpp"

namespace tapcensus::testing {

// SNAP, with an organisation's own protocol (IEEE 802.2).
inline std::string snap(std::uint32_t organisation, unsigned protocol) {
  return octets({0xaa, 0xaa, 3}) + be32(organisation).substr(1) + be16(protocol);
}

// A value of CDP and FDP, behind its type and length.
inline std::string cdp_value(unsigned type, const std::string& value) {
  return be16(type) + be16(static_cast<unsigned>(value.size()) + 4) + value;
}

inline std::string corpus_file(const std::string& name) {
  std::ifstream file{std::string{TAPCENSUS_SOURCE} + "/tests/corpus/" + name, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace tapcensus::testing
