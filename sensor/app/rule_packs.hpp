// The packs that were asked for, by name or by directory, to where their rules come from; and the
// rules of both, loaded for a command that looks at them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "facts/catalog.hpp"
#include "match/pack.hpp"
#include "match/rule_set.hpp"

namespace tapcensus {

// Whether it is the name of a pack that Debian installs.
bool is_installable(std::string_view name);

// Our rules (as rules_directory()) and the packs beside them: "uap-core" and "ieee-data" as Debian
// installs them, all else a directory that `rules import` wrote. A pack that is not installed is
// left out with a warning.
Result<RuleSources> rule_sources(const std::string& rules, const std::vector<std::string>& packs);

struct LoadedRules {
  RuleSources sources;
  Catalog catalog{};
  std::unique_ptr<const RuleSet> rules{};
};

// For one worker. Nothing when the rules are wrong; then all mistakes have been printed.
std::unique_ptr<LoadedRules> load_rules(const std::string& rules,
                                        const std::vector<std::string>& packs);

}  // namespace tapcensus
