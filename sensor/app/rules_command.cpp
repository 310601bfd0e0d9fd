// `rules` and `check`: what is wrong, where, and what to do; all of it at once.
#include <fmt/format.h>

#include <algorithm>

#include "app/commands.hpp"
#include "app/compile_process.hpp"
#include "app/places.hpp"
#include "match/rule_set.hpp"
#include "match/rule_warnings.hpp"

namespace tapcensus {
namespace {

struct Loaded {
  std::filesystem::path directory;
  Catalog catalog;
  std::unique_ptr<const RuleSet> rules;
  std::size_t own = 0;  // rules, apart from rows of tables
};

// Nothing when the rules are wrong; then all mistakes have been printed.
std::unique_ptr<Loaded> load(const std::string& chosen) {
  const auto directory = rules_directory(chosen);
  if (!directory) {
    print_errors(directory.errors());
    return nullptr;
  }
  auto loaded = std::make_unique<Loaded>();
  loaded->directory = directory.value();
  auto rules = RuleSet::load(directory.value(), loaded->catalog, 1, cache_directory());
  if (!rules) {
    print_errors(rules.errors());
    return nullptr;
  }
  loaded->rules = std::move(rules).value();
  loaded->own = static_cast<std::size_t>(
      std::ranges::count(loaded->rules->rows(), false, &RuleSet::Row::table));
  return loaded;
}

// "vendor=Apple family=iPhone os=iOS|macOS"
std::string describe(const Claim& claim, const Catalog& catalog) {
  std::string text;
  for (std::size_t i = 0; i < kLevels; ++i) {
    if (claim.levels[i].empty()) continue;
    if (!text.empty()) text += ' ';
    text += fmt::format("{}=", kLevelNames[i]);
    for (std::size_t value = 0; value < claim.levels[i].size(); ++value) {
      text += fmt::format("{}{}", value == 0 ? "" : "|", catalog.name(claim.levels[i][value]));
    }
  }
  return text;
}

// "signature=ssh.banner category=protocol severity=info"
std::string describe(const Signature& signature) {
  return fmt::format("signature={} category={} severity={}", signature.id, signature.category,
                     signature.severity);
}

int list(const Loaded& loaded, bool own_only) {
  for (const RuleSet::Row& row : loaded.rules->rows()) {
    if (own_only && row.table) continue;
    const RuleEntry& entry = loaded.catalog[row.id];
    const bool signature = !entry.signature.id.empty();
    fmt::print("{}\t{}\t{}\t{}\t{}\n", entry.id, name_of(entry.field),
               signature ? "-" : std::to_string(entry.weight),
               signature ? describe(entry.signature)
                         : describe(loaded.catalog[entry.claim], loaded.catalog),
               row.matcher);
  }
  return kDone;
}

int test(const Loaded& loaded) {
  const Errors failures = prove_examples(*loaded.rules, loaded.catalog);
  print_errors(failures);
  std::size_t examples = 0;
  for (const RuleSet::Row& row : loaded.rules->rows()) {
    examples += row.examples.size() + row.counterexamples.size();
  }
  fmt::print("{} rules, {} examples: {} failed\n", loaded.own, examples, failures.size());
  return failures.empty() ? kDone : kFailed;
}

// What is suspicious is told, and is no failure.
int check(const Loaded& loaded) {
  const Errors warnings = rule_warnings(loaded.directory, *loaded.rules, loaded.catalog);
  print_errors(warnings);
  fmt::print("{} rules: no mistake", loaded.own);
  if (!warnings.empty()) fmt::print(", {} warnings", warnings.size());
  fmt::print("\n");
  return kDone;
}

int compile(const RulesChoices& choices) {
  const auto directory = rules_directory(choices.rules);
  if (directory) return compile_into(directory.value(), choices.cache);
  print_errors(directory.errors());
  return kBadUsage;
}

}  // namespace

int rules(const RulesChoices& choices) {
  if (choices.action == RulesChoices::Action::compile) return compile(choices);
  const auto loaded = load(choices.rules);
  if (loaded == nullptr) return kBadUsage;
  switch (choices.action) {
    case RulesChoices::Action::list: return list(*loaded, choices.own_only);
    case RulesChoices::Action::test: return test(*loaded);
    case RulesChoices::Action::compile:
    case RulesChoices::Action::check: break;
  }
  return check(*loaded);
}

// The configuration was read with the command line; what is left are rules and data.
int check(const CheckChoices& choices) {
  const auto loaded = load(choices.run.census.rules);
  if (loaded == nullptr) return kBadUsage;
  const Errors failures = prove_examples(*loaded->rules, loaded->catalog);
  print_errors(failures);
  if (!failures.empty()) return kBadUsage;
  fmt::print("{} rules: no mistake; every example holds\n", loaded->own);
  return kDone;
}

}  // namespace tapcensus
