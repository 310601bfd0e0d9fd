// Records and hellos of TLS, built in words.
#pragma once

#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/protocol.hpp"

namespace tapcensus {

extern const Protocol tls;

namespace testing {

using Numbers = std::vector<std::uint16_t>;
using Texts = std::map<std::string, std::string>;

inline std::string number(std::size_t value, int bytes) {
  std::string out;
  while (bytes-- > 0) out += static_cast<char>(value >> 8 * bytes & 0xff);
  return out;
}
inline std::string behind_length(const std::string& body, int bytes) {
  return number(body.size(), bytes) + body;
}
inline std::string list(const Numbers& numbers, int length_bytes) {
  std::string body;
  for (const std::uint16_t value : numbers) body += number(value, 2);
  return behind_length(body, length_bytes);
}

// A handshake message, without records.
inline std::string message(std::uint8_t type, const std::string& body) {
  return number(type, 1) + behind_length(body, 3);
}

// A client's hello: the handshake message, without records.
class ClientHello {
 public:
  ClientHello& version(std::uint16_t version) {
    version_ = version;
    return *this;
  }
  ClientHello& ciphers(const Numbers& ciphers) {
    ciphers_ = ciphers;
    return *this;
  }
  ClientHello& extension(std::uint16_t type, const std::string& data = "") {
    extensions_ += number(type, 2) + behind_length(data, 2);
    return *this;
  }
  ClientHello& server_name(const std::string& name) {
    return extension(0, behind_length(number(0, 1) + behind_length(name, 2), 2));
  }
  ClientHello& alpn(const std::vector<std::string>& values) {
    std::string body;
    for (const std::string& value : values) body += behind_length(value, 1);
    return extension(16, behind_length(body, 2));
  }
  ClientHello& groups(const Numbers& groups) { return extension(10, list(groups, 2)); }
  ClientHello& point_formats(const std::string& f) { return extension(11, behind_length(f, 1)); }
  ClientHello& signatures(const Numbers& all) { return extension(13, list(all, 2)); }
  ClientHello& versions(const Numbers& versions) { return extension(43, list(versions, 1)); }

  // DTLS: what stands between session and ciphers.
  ClientHello& cookie(const std::string& cookie) {
    cookie_ = behind_length(cookie, 1);
    return *this;
  }

  std::string body() const {
    std::string body = number(version_, 2) + std::string(32, 'r') + behind_length("session", 1) +
                       cookie_ + list(ciphers_, 2) + behind_length(std::string(1, '\0'), 1);
    if (!extensions_.empty()) body += behind_length(extensions_, 2);
    return body;
  }
  std::string bytes() const { return message(1, body()); }

 private:
  std::uint16_t version_ = 0x0303;
  Numbers ciphers_{0x1301};
  std::string cookie_;
  std::string extensions_;
};

inline std::string in_records(const std::string& messages, std::size_t record = 16384) {
  std::string out;
  for (std::size_t at = 0; at < messages.size(); at += record) {
    out += "\x16\x03\x01" + behind_length(messages.substr(at, record), 2);
  }
  return out;
}

inline const std::string kChangeCipherSpec("\x14\x03\x03\x00\x01\x01", 6);

// The messages of certificates: the sender's own first.
inline std::string chain(const std::vector<std::string>& certificates) {
  std::string all;
  for (const std::string& each : certificates) all += behind_length(each, 3);
  return message(11, behind_length(all, 3));
}

struct Answer {
  Reading reading;
  Texts texts;
};

inline Answer read_tls(std::string_view bytes, bool final = false, std::uint8_t mode = 0) {
  const Layers layers;
  Findings findings;
  Answer answer{tls.read({layers, as_bytes(bytes), mode, final}, findings), {}};
  for (const Finding& finding : findings.all()) {
    answer.texts.emplace(name_of(finding.field), finding.text);
  }
  return answer;
}

// What real programs sent or were given: a file of tests/corpus.
inline std::string corpus(const std::string& name) {
  std::ifstream file{TAPCENSUS_SOURCE "/tests/corpus/" + name, std::ios::binary};
  if (!file) throw std::runtime_error{"no tests/corpus/" + name};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace testing
}  // namespace tapcensus
