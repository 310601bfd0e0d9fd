// Frames of DNP3, in words.
#pragma once

#include "in_pieces.hpp"

namespace tapcensus::testing {

// IEEE 1815, 9.2.4.3, bit by bit.
inline std::string dnp3_sum(const std::string& bytes) {
  unsigned sum = 0;
  for (const char c : bytes) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      const unsigned out = (sum ^ static_cast<unsigned char>(c) >> bit) & 1;
      sum >>= 1;
      if (out != 0) sum ^= 0xa6bc;
    }
  }
  return le16(~sum & 0xffff);
}

inline std::string dnp3_frame(const std::string& data) {
  const std::string header =
      octets({5, 0x64, static_cast<unsigned>(5 + data.size()), 0x44, 1, 0, 10, 0});
  std::string frame = header + dnp3_sum(header);
  for (std::size_t at = 0; at < data.size(); at += 16) {
    frame += data.substr(at, 16) + dnp3_sum(data.substr(at, 16));
  }
  return frame;
}

inline std::string dnp3_attribute(unsigned variation, const std::string& text) {
  return octets({0, variation, 0, 0, 0, 1}) + counted(text);
}
inline std::string dnp3_response(const std::string& objects) {
  return octets({0xc0, 0x81, 0, 0}) + objects;
}

}  // namespace tapcensus::testing
