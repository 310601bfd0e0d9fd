// `rules` and `check`: what is wrong, where, and what to do; all of it at once.
#include <fmt/format.h>

#include <algorithm>

#include "app/commands.hpp"
#include "app/compile_process.hpp"
#include "app/rule_packs.hpp"
#include "app/say.hpp"
#include "match/rule_set.hpp"
#include "match/rule_warnings.hpp"

namespace tapcensus {
namespace {

// Rules of ours, apart from rows of tables.
std::size_t own(const LoadedRules& loaded) { return loaded.rules->rules_of(0); }

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

// "uap-core 1:0.16.0-1 Apache-2.0"
std::string describe(const PackHead& pack) {
  return fmt::format("{} {} {}", pack.name, pack.version, pack.licence);
}

// Which packs there are is a message, so that the list is one rule a line.
void list_packs(const LoadedRules& loaded) {
  const auto& packs = loaded.rules->packs();
  for (std::size_t i = 1; i < packs.size(); ++i) {
    say("pack {}: {} rules; version {}; licence {}; {}\n", packs[i].name, loaded.rules->rules_of(i),
        packs[i].version, packs[i].licence, packs[i].source);
  }
}

int list(const LoadedRules& loaded, const std::string& wanted) {
  const auto& packs = loaded.rules->packs();
  if (!wanted.empty() && std::ranges::find(packs, wanted, &PackHead::name) == packs.end()) {
    print_errors({{"--pack", "there is no pack '" + wanted + "'; load it with --packs"}});
    return kBadUsage;
  }
  list_packs(loaded);
  for (const RuleSet::Row& row : loaded.rules->rows()) {
    if (!wanted.empty() && (packs[row.pack].name != wanted || (row.pack == 0 && row.table))) {
      continue;
    }
    const RuleEntry& entry = loaded.catalog[row.id];
    const bool signature = !entry.signature.id.empty();
    fmt::print("{}\t{}\t{}\t{}\t{}\t{}\n", entry.id, name_of(entry.field),
               signature ? "-" : std::to_string(entry.weight),
               signature ? describe(entry.signature)
                         : describe(loaded.catalog[entry.claim], loaded.catalog),
               row.matcher, row.pack == 0 ? std::string{kOwnPack} : describe(packs[row.pack]));
  }
  return kDone;
}

int test(const LoadedRules& loaded) {
  const Errors failures = prove_examples(*loaded.rules, loaded.catalog);
  print_errors(failures);
  std::size_t examples = 0;
  for (const RuleSet::Row& row : loaded.rules->rows()) {
    examples += row.examples.size() + row.counterexamples.size();
  }
  fmt::print("{} rules, {} examples: {} failed\n", own(loaded), examples, failures.size());
  return failures.empty() ? kDone : kFailed;
}

// What is suspicious is told, and is no failure.
int check(const LoadedRules& loaded) {
  const Errors warnings = rule_warnings(loaded.sources.directory, *loaded.rules, loaded.catalog);
  print_errors(warnings);
  fmt::print("{} rules: no mistake", own(loaded));
  if (!warnings.empty()) fmt::print(", {} warnings", warnings.size());
  fmt::print("\n");
  return kDone;
}

int compile(const RulesChoices& choices) {
  const auto sources = rule_sources(choices.rules, choices.packs);
  if (sources) return compile_into(sources.value(), choices.cache);
  print_errors(sources.errors());
  return kBadUsage;
}

}  // namespace

int rules(const RulesChoices& choices) {
  if (choices.action == RulesChoices::Action::compile) return compile(choices);
  const auto loaded = load_rules(choices.rules, choices.packs);
  if (loaded == nullptr) return kBadUsage;
  switch (choices.action) {
    case RulesChoices::Action::list: return list(*loaded, choices.pack);
    case RulesChoices::Action::test: return test(*loaded);
    case RulesChoices::Action::compile:
    case RulesChoices::Action::check: break;
  }
  return check(*loaded);
}

// The configuration was read with the command line; what is left are rules and data.
int check(const CheckChoices& choices) {
  const auto loaded = load_rules(choices.run.census.rules, choices.run.census.packs);
  if (loaded == nullptr) return kBadUsage;
  const Errors failures = prove_examples(*loaded->rules, loaded->catalog);
  print_errors(failures);
  if (!failures.empty()) return kBadUsage;
  fmt::print("{} rules: no mistake; every example holds\n", own(*loaded));
  return kDone;
}

}  // namespace tapcensus
