#include "facts/finding.hpp"

#include <algorithm>

namespace tapcensus {

void Findings::add(Field field, std::string_view text) noexcept {
  if (size_ == kMost) {
    ++left_out_;
    return;
  }
  findings_[size_++] = {field, text};
}

void Findings::add_composed(Field field, std::string_view text) noexcept {
  if (size_ == kMost || text.size() > kComposedBytes - composed_size_) {
    ++left_out_;
    return;
  }
  char* const copy = composed_.data() + composed_size_;
  std::copy_n(text.data(), text.size(), copy);
  composed_size_ += text.size();
  findings_[size_++] = {field, {copy, text.size()}};
}

void Findings::claim(Claiming what, const MacAddress& hardware, const IpAddress& address) noexcept {
  if (claims_size_ == kMostClaims) {
    ++left_out_;
    return;
  }
  claims_[claims_size_++] = {what, hardware, address};
}

void Findings::clear() noexcept {
  subject_ = {};
  size_ = claims_size_ = composed_size_ = 0;
  left_out_ = 0;
}

}  // namespace tapcensus
