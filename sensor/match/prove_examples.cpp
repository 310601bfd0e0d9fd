// Every rule's own examples must convince it, its counterexamples must not.
#include <algorithm>
#include <initializer_list>
#include <optional>

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

// Where the rule's matches end in payload that comes in pieces.
std::vector<std::uint64_t> ends_in_payload(const RuleSet& rules, RuleId rule, Field field,
                                           std::initializer_list<std::string_view> pieces) {
  std::vector<ByteView> views;
  for (const std::string_view piece : pieces) views.push_back(as_bytes(piece));
  std::vector<std::uint64_t> ends;
  for (const PayloadHit& hit : rules.find_in_payload(field, views)) {
    if (hit.rule == rule) ends.push_back(hit.end);
  }
  return ends;
}

// Where in the example the rule's match ends: once, however a stream is cut in two. Nothing, and
// what is wrong, when it does not.
std::optional<std::uint64_t> end_in_example(const RuleSet& rules, RuleId rule, Field field,
                                            std::string_view example, std::string& mistake) {
  const auto whole = ends_in_payload(rules, rule, field, {example});
  if (whole.empty()) {
    mistake = "example " + shown(example) + " is not matched by its own rule";
    return std::nullopt;
  }
  for (std::size_t cut = 1; field == Field::payload_tcp && cut < example.size(); ++cut) {
    const auto found =
        ends_in_payload(rules, rule, field, {example.substr(0, cut), example.substr(cut)});
    if (found == whole) continue;
    mistake = "example " + shown(example) + " is found " + std::to_string(found.size()) +
              " times by its own rule when it is cut behind byte " + std::to_string(cut);
    return std::nullopt;
  }
  return whole.front();
}

// What is wrong with the captures of an example, as the control thread will see it: its `found`
// part.
std::string capture_mistake(Captures& captures, const Claim& fixed, const std::string& example,
                            const std::string& found, Catalog& catalog) {
  const CarriedText carried{found};
  const Captures::Filled filled = captures.fill(carried.view());
  if (!filled.matched) {
    return "the captures of example " + shown(example) +
           " lie beyond the beginning of the text that evidence carries";
  }
  const CompletedClaim completed = complete(fixed, filled, catalog);
  if (completed.undeclared.empty()) return {};
  return "example " + shown(example) +
         (found == example ? "" : ", whose match ends with " + shown(found) + ",") + " gives " +
         completed.undeclared.front() + ", which the taxonomy does not declare";
}

std::string code_mistake(CodeReader& codes, const std::string& example, Catalog& catalog) {
  if (codes.read(CarriedText{example}.view(), catalog) != Claim{}) return {};
  return "the table says nothing of example " + shown(example);
}

// Of one rule.
class Proof {
 public:
  Proof(const RuleSet& rules, RuleId id, const RuleEntry& rule, Catalog& catalog,
        Captures* captures, CodeReader* codes, Errors& errors)
      : rules_{rules},
        id_{id},
        rule_{rule},
        catalog_{catalog},
        captures_{captures},
        codes_{codes},
        errors_{errors} {}

  void example(const std::string& text) {
    std::string mistake;
    const std::string found = matched_part(text, mistake);
    if (mistake.empty() && captures_ != nullptr) {
      mistake = capture_mistake(*captures_, catalog_[rule_.claim], text, found, catalog_);
    }
    if (mistake.empty() && codes_ != nullptr) mistake = code_mistake(*codes_, text, catalog_);
    if (!mistake.empty()) errors_.push_back({rule_.place, std::move(mistake)});
  }

  void counterexample(const std::string& text) {
    bool found = is_payload(rule_.field)
                     ? !ends_in_payload(rules_, id_, rule_.field, {text}).empty()
                     : holds(rules_, id_, rule_.field, text);
    if (codes_ != nullptr) found = code_mistake(*codes_, text, catalog_).empty();
    if (!found) return;
    errors_.push_back(
        {rule_.place, "counterexample " + shown(text) + " is matched by its own rule"});
  }

 private:
  // The text as evidence holds it: of payload, up to the end of the match.
  std::string matched_part(const std::string& text, std::string& mistake) {
    if (is_payload(rule_.field)) {
      const auto end = end_in_example(rules_, id_, rule_.field, text, mistake);
      return text.substr(0, end.value_or(0));
    }
    if (!holds(rules_, id_, rule_.field, text)) {
      mistake = "example " + shown(text) + " is not matched by its own rule";
    }
    return text;
  }

  const RuleSet& rules_;
  const RuleId id_;
  const RuleEntry& rule_;
  Catalog& catalog_;
  Captures* const captures_;
  CodeReader* const codes_;
  Errors& errors_;
};

}  // namespace

Errors prove_examples(const RuleSet& rules, const Catalog& catalog) {
  Errors errors;
  RuleSet::Parts& parts = *rules.parts_;
  for (const RuleSet::Row& row : rules.rows()) {
    const auto codes = parts.codes.find(row.id);
    Proof proof{rules,
                row.id,
                catalog[row.id],
                *parts.catalog,
                parts.captures_of(row.id),
                codes == parts.codes.end() ? nullptr : &codes->second,
                errors};
    for (const std::string& example : row.examples) proof.example(example);
    for (const std::string& counterexample : row.counterexamples) {
      proof.counterexample(counterexample);
    }
  }
  return errors;
}

}  // namespace tapcensus
