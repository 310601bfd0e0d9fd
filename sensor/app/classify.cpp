// `classify`: verdicts on single values, for authors of rules and for checks.
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <unordered_map>

#include "app/commands.hpp"
#include "app/rule_packs.hpp"
#include "census/verdict.hpp"
#include "match/byte_text.hpp"
#include "match/payload_rules.hpp"
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
    signatures_.clear();
    rules_that_hold_.clear();
    if (is_payload(field_)) {
      try_payload(read_bytes(text));
    } else {
      rules_.match({field_, text}, 0, [&](RuleId rule) { add(rule, text); });
    }
    key_.assign(reinterpret_cast<const char*>(claims_.data()), claims_.size() * sizeof(Weighted));
    for (const std::string& id : signatures_) (key_ += id) += '\0';
    const std::string_view application = application_of(rules_that_hold_, catalog_);
    key_ += application;
    const auto [known, fresh] = known_.try_emplace(key_);
    if (fresh) known->second = verdict(application) + '\n';
    return known->second;
  }

 private:
  void add(RuleId rule, std::string_view text) {
    rules_that_hold_.push_back(rule);
    const RuleEntry& entry = catalog_[rule];
    claims_.push_back({.claim = rules_.claim(rule, seen_by(entry.field, field_, text)),
                       .source = source_of(field_),
                       .weight = entry.weight});
  }

  void try_payload(const std::string& bytes) {
    const ByteView whole = as_bytes(bytes);
    for (const PayloadHit& hit : rules_.find_in_payload(field_, {&whole, 1})) {
      if (hit.signature) {
        signatures_.push_back(catalog_[hit.rule].signature.id);
      } else {
        add(hit.rule, std::string_view{bytes}.substr(0, hit.end));
      }
    }
    std::ranges::sort(signatures_);
  }

  std::string verdict(std::string_view application) const {
    const Verdict verdict = conclude(claims_, catalog_);
    return is_payload(field_) ? verdict_json(verdict, signatures_, catalog_)
                              : verdict_json(verdict, application, catalog_);
  }

  const RuleSet& rules_;
  Catalog& catalog_;
  const Field field_;
  std::vector<Weighted> claims_;
  std::vector<RuleId> rules_that_hold_;
  std::vector<std::string> signatures_;
  std::string key_;
  std::unordered_map<std::string, std::string> known_;
};

}  // namespace

int classify(const ClassifyChoices& choices) {
  const auto loaded = load_rules(choices.rules, choices.packs);
  if (loaded == nullptr) return kBadUsage;
  Classifier classifier{*loaded->rules, loaded->catalog, choices.field};
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::string& verdict = classifier.verdict_on(line);
    std::fwrite(verdict.data(), 1, verdict.size(), stdout);
  }
  return kDone;
}

}  // namespace tapcensus
