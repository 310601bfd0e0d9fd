// The expressions of all rules to one database for each field, by way of the cache.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "facts/field.hpp"
#include "match/database.hpp"
#include "match/database_cache.hpp"
#include "match/prepared_rules.hpp"
#include "match/rule_files.hpp"

namespace tapcensus {

struct CompiledField {
  Database database;  // null: the field has no expressions, or there are mistakes
  struct Expression {
    std::size_t rule;  // its index
    bool anchored;
  };
  std::vector<Expression> expressions;
};
using CompiledFields = std::array<CompiledField, kFields>;

// What the cache holds has been accepted before. All else is tried on both engines first, so that
// every mistake has its place; it is compiled (seconds for thousands) only when there is none.
CompiledFields compile_patterns(const std::vector<RuleDraft>& rules, const DatabaseCache& cache,
                                Compiling compiling, Mistakes& mistakes);

}  // namespace tapcensus
