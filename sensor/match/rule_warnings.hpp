// What is suspicious about rules that are without mistake. Measured, not guessed: every example is
// asked of all rules of its field.
//
//   unused         a declared vendor, system, family or model that no rule or table can claim
//   shadowed       of all examples that it holds for, another rule says as much, at least as
//                  strongly
//   contradictory  of one example two rules are sure, and name other vendors or other systems, and
//                  the example's own is not so much surer that it is the answer
//   too broad      examples of other vendors' or systems' rules hold for it more often than its
//                  weight allows
//   spelled twice  a model of a vendor that tables name in two ways
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "facts/catalog.hpp"
#include "match/rule_set.hpp"

namespace tapcensus {

struct RuleFiles;

// The first, at the places of the declarations.
Errors unused_names(const std::filesystem::path& directory, const RuleFiles& files);

// The last, at the line of the second spelling.
Errors double_spellings(const std::filesystem::path& directory, const RuleFiles& files);

// The others, in the order of the rules; payload is left alone. Uses worker 0.
Errors suspicious_rules(const RuleSet& rules, const Catalog& catalog);

// All of them. `directory` is where the rules came from.
Errors rule_warnings(const std::filesystem::path& directory, const RuleSet& rules,
                     const Catalog& catalog);

}  // namespace tapcensus
