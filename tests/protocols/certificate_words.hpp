// Certificates built in words: DER put together from the inside.
#pragma once

#include <string>
#include <vector>

#include "protocols/tls_words.hpp"

namespace tapcensus::testing {

inline std::string der(unsigned tag, const std::string& content) {
  std::string out = number(tag, 1);
  if (content.size() < 0x80) return out + behind_length(content, 1);
  if (content.size() < 0x100) return out + "\x81" + behind_length(content, 1);
  return out + "\x82" + behind_length(content, 2);
}
inline std::string sequence(const std::string& content) { return der(0x30, content); }

inline const std::string kCommonName{"\x55\x04\x03"}, kOrganization{"\x55\x04\x0a"};

inline std::string attribute(const std::string& type, unsigned string_tag,
                             const std::string& value) {
  return sequence(der(6, type) + der(string_tag, value));
}
inline std::string relative_name(const std::string& attributes) { return der(0x31, attributes); }
// A UTF8String by default.
inline std::string common_name(const std::string& value, unsigned string_tag = 0x0c) {
  return relative_name(attribute(kCommonName, string_tag, value));
}

class Certificate {
 public:
  Certificate& serial(const std::string& octets) { return set(serial_, der(2, octets)); }
  // What stands in the sequences of names.
  Certificate& issuer(const std::string& names) { return set(issuer_, sequence(names)); }
  Certificate& subject(const std::string& names) { return set(subject_, sequence(names)); }
  Certificate& valid(const std::string& from, const std::string& to) {
    return set(validity_, sequence(from + to));
  }
  Certificate& dns_names(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += der(0x82, name);
    return alternative_names(all);
  }
  Certificate& alternative_names(const std::string& names) {
    const std::string critical = der(1, "\xff");
    return set(extensions_, sequence(der(6, "\x55\x1d\x13") + critical + der(4, sequence(""))) +
                                sequence(der(6, "\x55\x1d\x11") + der(4, sequence(names))));
  }

  std::string bytes() const {
    const std::string algorithm = sequence(der(6, "\x2a\x86\x48\xce\x3d\x04\x03\x02"));
    std::string fields = der(0xa0, der(2, "\x02")) + serial_ + algorithm + issuer_ + validity_ +
                         subject_ + sequence(algorithm + der(3, std::string(66, 'k')));
    if (!extensions_.empty()) fields += der(0xa3, sequence(extensions_));
    return sequence(sequence(fields) + algorithm + der(3, std::string(70, 's')));
  }

 private:
  Certificate& set(std::string& what, const std::string& to) {
    what = to;
    return *this;
  }

  std::string serial_ = der(2, "\x01");
  std::string issuer_ = sequence(common_name("Example CA"));
  std::string subject_ = sequence(common_name("device"));
  std::string validity_ = sequence(der(0x17, "200101000000Z") + der(0x17, "300101000000Z"));
  std::string extensions_;
};

}  // namespace tapcensus::testing
