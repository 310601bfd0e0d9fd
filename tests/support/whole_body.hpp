// What flow/fragments.hpp promises of one packet, said byte by byte: the first bytes and the first
// end count.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tapcensus::testing {

class WholeBody {
 public:
  void put(std::size_t offset, const std::string& bytes, bool more) {
    const std::size_t end = offset + bytes.size();
    if (length_ && (more ? end > *length_ : end != *length_)) return;
    if (!more && reach_ > end) return;
    reach_ = std::max(reach_, end);
    if (!more) length_ = end;
    body_.resize(std::max(body_.size(), end));
    there_.resize(body_.size());
    for (std::size_t i = offset; i < end; ++i) {
      if (there_[i]) continue;
      there_[i] = true;
      body_[i] = bytes[i - offset];
      ++count_;
    }
  }
  bool whole() const { return length_ && count_ == *length_; }
  const std::string& body() const { return body_; }

 private:
  std::string body_;
  std::vector<bool> there_;
  std::size_t count_ = 0;
  std::optional<std::size_t> length_;
  std::size_t reach_ = 0;
};

}  // namespace tapcensus::testing
