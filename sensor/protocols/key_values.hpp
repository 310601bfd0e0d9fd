// Pairs of a name and a value, as one text: "name=dovecot,version=2.3".
#pragma once

#include <string_view>

#include "protocols/line.hpp"

namespace tapcensus {

template <std::size_t N>
class KeyValues {
 public:
  // A pair that does not fit whole is left out, and so is one without a value.
  void add(std::string_view key, std::string_view value) noexcept {
    if (value.empty() || key.size() + value.size() + 2 > N - line_.view().size()) return;
    line_.separate(',', first_);
    line_.add(key);
    line_.add('=');
    line_.add(value);
  }
  bool empty() const noexcept { return line_.empty(); }
  std::string_view view() const noexcept { return line_.view(); }

 private:
  Line<N> line_;
  bool first_ = true;
};

}  // namespace tapcensus
