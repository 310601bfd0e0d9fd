// What flow/fragments.hpp promises of one packet, said byte by byte: the first bytes and the first
// end count.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace tapcensus::testing {

class WholeBody {
 public:
  void put(std::size_t offset, const std::string& bytes, bool more) {
    const std::size_t end = offset + bytes.size();
    if (length_ && (more ? end > *length_ : end != *length_)) return;
    if (!more && reach_ > end) return;
    reach_ = std::max(reach_, end);
    if (!more) length_ = end;
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes_.emplace(offset + i, bytes[i]);
  }
  bool whole() const { return length_ && bytes_.size() == *length_; }
  std::string body() const {
    std::string body;
    for (const auto& [at, byte] : bytes_) body += byte;
    return body;
  }

 private:
  std::map<std::size_t, char> bytes_;
  std::optional<std::size_t> length_;
  std::size_t reach_ = 0;
};

}  // namespace tapcensus::testing
