// Records and fragments of DTLS, built in words.
#pragma once

#include <string>
#include <vector>

#include "protocols/tls_words.hpp"

namespace tapcensus::testing {

inline std::string dtls_record(const std::string& fragments, unsigned epoch = 0,
                               const std::string& version = "\xfe\xfd") {
  return "\x16" + version + number(epoch, 2) + number(0, 6) + behind_length(fragments, 2);
}

// RFC 6347, 4.2.2.
inline std::string handshake(unsigned type, std::size_t length, unsigned sequence, std::size_t at,
                             const std::string& bytes) {
  return number(type, 1) + number(length, 3) + number(sequence, 2) + number(at, 3) +
         behind_length(bytes, 3);
}

// A client's hello in one datagram, or in several.
inline std::string fragment(const std::string& body, unsigned sequence = 0) {
  return dtls_record(handshake(1, body.size(), sequence, 0, body));
}
inline std::vector<std::string> fragments(const std::string& body, std::size_t size,
                                          unsigned sequence = 0) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at < body.size(); at += size) {
    all.push_back(dtls_record(handshake(1, body.size(), sequence, at, body.substr(at, size))));
  }
  return all;
}

inline ClientHello dtls_hello() {
  return ClientHello()
      .version(0xfefd)
      .cookie("")
      .ciphers({0xc02b, 0xc02f})
      .server_name("dtls.example.org")
      .groups({29, 23});
}

}  // namespace tapcensus::testing
