// Expressions that RE2 tries on the control thread, compiled when they are first needed: most are
// never, and each takes memory.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "facts/evidence.hpp"

namespace re2 {
class RE2;
}

namespace tapcensus {

// The text as evidence carries it: its beginning.
using CarriedText = decltype(Evidence::text);

template <std::size_t N>
constexpr std::size_t capacity(const Text<N>&) {
  return N;
}
inline constexpr std::size_t kCarriedBytes = capacity(CarriedText{});

class Expressions {
 public:
  explicit Expressions(std::vector<std::string> texts);
  Expressions(Expressions&&) noexcept;
  Expressions& operator=(Expressions&&) noexcept;
  ~Expressions();

  std::size_t size() const noexcept { return texts_.size(); }

  // What the groups {1} to {`count`} of an expression caught, in `groups`; whether it matched. A
  // capture that ends where a carried text is cut may have lost its tail, and counts as empty.
  bool match(std::size_t index, std::string_view text, std::size_t count,
             std::vector<std::string_view>& groups);

 private:
  std::vector<std::string> texts_;
  std::vector<std::unique_ptr<re2::RE2>> compiled_;
};

}  // namespace tapcensus
