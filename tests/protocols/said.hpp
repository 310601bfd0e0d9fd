// What a protocol says of some bytes, in words that a test can compare.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/protocol.hpp"

namespace tapcensus::testing {

struct Said {
  Reading reading;
  std::vector<std::string> texts;   // "http.host=example.org"
  std::vector<std::string> claims;  // "f0:99:b6:00:00:01 owns 10.0.0.5", "… routes"
  std::string about;                // the hardware that the texts are about; "" for the sender
  std::uint32_t left_out;
};

inline Said ask(const Protocol& protocol, const Payload& payload) {
  static Findings findings;
  findings.clear();
  Said said;
  said.reading = protocol.read(payload, findings);
  for (const Finding& finding : findings.all()) {
    said.texts.push_back(std::string{name_of(finding.field)} + "=" + std::string{finding.text});
  }
  for (const AddressClaim& claim : findings.claims()) {
    said.claims.push_back(claim.hardware.to_string() + (claim.what == Claiming::owns
                                                            ? " owns " + claim.address.to_string()
                                                            : " routes"));
  }
  if (!findings.subject().none()) said.about = findings.subject().to_string();
  said.left_out = findings.left_out();
  return said;
}

inline Said ask(const Protocol& protocol, std::string_view bytes, const Layers& layers = {}) {
  return ask(protocol, {layers, as_bytes(bytes)});
}

// What a protocol does with one direction that comes in pieces, until it has said all.
struct Followed {
  Reading::What last = Reading::What::need_more;
  std::vector<std::string> texts;
  std::uint64_t at = 0;  // where it stopped, or where the other protocol begins
};

inline Followed follow(const Protocol& protocol, std::string_view direction, std::size_t piece,
                       bool guessed = false, const Layers& layers = {}) {
  Followed followed;
  std::uint8_t mode = 0;
  std::uint32_t least = 1;
  for (std::size_t come = 0; come < direction.size();) {
    come = std::min(come + piece, direction.size());
    while (followed.at < come && come - followed.at >= least) {
      const std::string_view bytes = direction.substr(followed.at, come - followed.at);
      const Said said = ask(protocol, {layers, as_bytes(bytes), mode, false, guessed});
      followed.last = said.reading.what;
      least = said.reading.bytes;
      if (followed.last == Reading::What::need_more) break;
      followed.texts.insert(followed.texts.end(), said.texts.begin(), said.texts.end());
      if (followed.last != Reading::What::next) {
        if (followed.last == Reading::What::switched) followed.at += said.reading.bytes;
        return followed;
      }
      followed.at += said.reading.bytes;
      mode = said.reading.mode;
      least = 1;
    }
  }
  return followed;
}

// Numbers in wire order.
inline std::string be16(unsigned number) {
  return {static_cast<char>(number >> 8), static_cast<char>(number)};
}
inline std::string be32(std::uint32_t number) { return be16(number >> 16) + be16(number & 0xffff); }
// Lowest octet first.
inline std::string le16(unsigned number) {
  return {static_cast<char>(number), static_cast<char>(number >> 8)};
}
inline std::string le32(std::uint32_t number) { return le16(number & 0xffff) + le16(number >> 16); }
inline std::string octets(std::initializer_list<unsigned> numbers) {
  std::string bytes;
  for (const unsigned number : numbers) bytes += static_cast<char>(number);
  return bytes;
}
inline std::string octets_of(const MacAddress& mac) {
  return {mac.octets.begin(), mac.octets.end()};
}
inline std::string octets_of(const IpAddress& ip) {
  return {ip.octets.begin() + (ip.is_v4() ? 12 : 0), ip.octets.end()};
}
inline IpAddress ip(std::string_view text) { return *IpAddress::parse(text); }

}  // namespace tapcensus::testing
