#include "match/expression_check.hpp"

#include <re2/re2.h>

#include "match/database.hpp"
#include "match/pattern.hpp"

namespace tapcensus {

std::optional<std::string> objection_to(std::string_view expression) {
  const auto pattern = read_pattern(expression);
  if (!pattern) return pattern.errors().front().what;
  const auto re2 = make_re2(expression);
  if (!re2->ok()) return "RE2 does not take the expression: " + re2->error();
  if (const auto reason = refusal(pattern.value().hyperscan)) {
    return "Hyperscan does not take the expression: " + *reason;
  }
  return std::nullopt;
}

}  // namespace tapcensus
