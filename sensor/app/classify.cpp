// `classify`: verdicts on single values, for authors of rules and for checks.
#include <cstdio>
#include <iostream>
#include <string>
#include <unordered_map>

#include "app/commands.hpp"
#include "app/places.hpp"
#include "census/verdict.hpp"
#include "match/rule_set.hpp"
#include "present/json.hpp"

namespace tapcensus {
namespace {

// Values that make the same claims get the same verdict; it is worked out once.
class Classifier {
 public:
  Classifier(const RuleSet& rules, Catalog& catalog, Field field)
      : rules_{rules}, catalog_{catalog}, field_{field} {}

  const std::string& verdict_on(std::string_view text) {
    claims_.clear();
    rules_.match({field_, text}, 0, [&](RuleId rule) {
      claims_.push_back({.claim = rules_.claim(rule, text),
                         .source = source_of(field_),
                         .weight = catalog_[rule].weight});
    });
    key_.assign(reinterpret_cast<const char*>(claims_.data()), claims_.size() * sizeof(Weighted));
    const auto [known, fresh] = known_.try_emplace(key_);
    if (fresh) known->second = verdict_json(conclude(claims_, catalog_), catalog_) + '\n';
    return known->second;
  }

 private:
  const RuleSet& rules_;
  Catalog& catalog_;
  const Field field_;
  std::vector<Weighted> claims_;
  std::string key_;
  std::unordered_map<std::string, std::string> known_;
};

}  // namespace

int classify(const ClassifyChoices& choices) {
  const auto directory = rules_directory(choices.rules);
  if (!directory) {
    print_errors(directory.errors());
    return kBadUsage;
  }
  Catalog catalog;
  const auto rules = RuleSet::load(directory.value(), catalog, 1, cache_directory());
  if (!rules) {
    print_errors(rules.errors());
    return kBadUsage;
  }
  Classifier classifier{*rules.value(), catalog, choices.field};
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::string& verdict = classifier.verdict_on(line);
    std::fwrite(verdict.data(), 1, verdict.size(), stdout);
  }
  return kDone;
}

}  // namespace tapcensus
