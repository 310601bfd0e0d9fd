// Every rule's own examples must convince it, its counterexamples must not.
#include <algorithm>

#include "match/rule_set.hpp"
#include "match/rule_set_parts.hpp"

namespace tapcensus {
namespace {

std::string shown(std::string_view text) {
  constexpr std::size_t kShown = 80;
  const bool cut = text.size() > kShown;
  return "'" + std::string{text.substr(0, kShown)} + (cut ? "...'" : "'");
}

bool holds(const RuleSet& rules, RuleId rule, Field field, std::string_view text) {
  bool found = false;
  rules.match({field, text}, 0, [&](RuleId hit) { found = found || hit == rule; });
  return found;
}

// What is wrong with the captures of an example, as the control thread will see it.
std::string capture_mistake(Captures& captures, const Claim& fixed, const std::string& example,
                            Catalog& catalog) {
  const CarriedText carried{example};
  const Captures::Filled filled = captures.fill(carried.view());
  if (!filled.matched) {
    return "the captures of example " + shown(example) +
           " lie beyond the beginning of the text that evidence carries";
  }
  const CompletedClaim completed = complete(fixed, filled, catalog);
  if (completed.undeclared.empty()) return {};
  return "example " + shown(example) + " gives " + completed.undeclared.front() +
         ", which the taxonomy does not declare";
}

}  // namespace

Errors prove_examples(const RuleSet& rules, const Catalog& catalog) {
  Errors errors;
  for (const RuleSet::Row& row : rules.rows()) {
    const RuleEntry& rule = catalog[row.id];
    const auto captures = rules.parts_->captures.find(row.id);
    for (const std::string& example : row.examples) {
      if (!holds(rules, row.id, rule.field, example)) {
        errors.push_back(
            {rule.place, "example " + shown(example) + " is not matched by its own rule"});
      } else if (captures != rules.parts_->captures.end()) {
        std::string mistake =
            capture_mistake(captures->second, catalog[rule.claim], example, *rules.parts_->catalog);
        if (!mistake.empty()) errors.push_back({rule.place, std::move(mistake)});
      }
    }
    for (const std::string& counterexample : row.counterexamples) {
      if (!holds(rules, row.id, rule.field, counterexample)) continue;
      errors.push_back(
          {rule.place, "counterexample " + shown(counterexample) + " is matched by its own rule"});
    }
  }
  return errors;
}

}  // namespace tapcensus
