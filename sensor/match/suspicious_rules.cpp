// Rules that say nothing of their own, contradict each other, or hold for too much.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "match/rule_files.hpp"
#include "match/rule_warnings.hpp"

namespace tapcensus {
namespace {

// As contradictory() of the census has it.
constexpr std::uint8_t kSure = 66;
// Fewer rules that are contradicted may be chance.
constexpr std::size_t kFewest = 3;

std::string shown(std::string_view text) {
  constexpr std::size_t kShown = 80;
  const bool cut = text.size() > kShown;
  return "'" + std::string{text.substr(0, kShown)} + (cut ? "...'" : "'");
}

// Whether no value of the one may be one of the other; a kind of Android is Android.
bool disjoint(const std::vector<ValueId>& a, const std::vector<ValueId>& b,
              const Catalog& catalog) {
  const auto alike = [&](ValueId one, ValueId other) {
    return one == other || catalog.taxonomy.is_kind(catalog.name(one), catalog.name(other)) ||
           catalog.taxonomy.is_kind(catalog.name(other), catalog.name(one));
  };
  const auto excluded = [&](ValueId one) {
    return std::ranges::none_of(b, [&](ValueId other) { return alike(one, other); });
  };
  return !a.empty() && !b.empty() && std::ranges::all_of(a, excluded);
}

// The level at which they exclude each other.
std::optional<Level> conflict(const Claim& a, const Claim& b, const Catalog& catalog) {
  for (const Level level : {Level::vendor, Level::os}) {
    if (disjoint(a.at(level), b.at(level), catalog)) return level;
  }
  return std::nullopt;
}

// Whether `a` says all that `b` says, or more exactly.
bool says_as_much(const Claim& a, const Claim& b) {
  for (std::size_t i = 0; i < kLevels; ++i) {
    if (b.levels[i].empty()) continue;
    if (a.levels[i].empty() || !std::ranges::includes(b.levels[i], a.levels[i])) return false;
  }
  return true;
}

class Corpus {
 public:
  Corpus(const RuleSet& rules, const Catalog& catalog) : rules_{rules}, catalog_{catalog} {
    for (const RuleSet::Row& row : rules.rows()) {
      if (row.table) tables_.insert(row.id);
      if (row.pack != 0) packs_.insert(row.id);
    }
    for (const RuleSet::Row& row : rules.rows()) {
      if (is_payload(catalog[row.id].field)) continue;
      for (const std::string& text : row.examples) ask(row.id, text);
    }
  }

  Errors warnings() const {
    Errors errors;
    for (const RuleSet::Row& row : rules_.rows()) {
      if (const auto by = shadower_of(row.id)) warn(errors, row.id, shadowed(*by));
      for (std::string& sentence : contradictions_of(row.id)) {
        warn(errors, row.id, std::move(sentence));
      }
      if (const auto sentence = too_broad(row.id)) warn(errors, row.id, *sentence);
    }
    return errors;
  }

 private:
  struct Hit {
    RuleId rule;
    const Claim* claim;
  };
  struct Example {
    RuleId of;
    std::string_view text;
    std::vector<Hit> hits;
    const Claim* own = nullptr;  // what its own rule says of it
  };

  void ask(RuleId of, std::string_view text) {
    Example example{of, text, {}, nullptr};
    std::vector<RuleId> held;
    rules_.match({catalog_[of].field, text}, 0, [&](RuleId rule) { held.push_back(rule); });
    for (const RuleId rule : held) {
      if (packs_.contains(rule) != packs_.contains(of)) continue;
      const Claim& claim = catalog_[rules_.claim(rule, text)];
      if (rule == of) example.own = &claim;
      if (claim != Claim{}) example.hits.push_back({rule, &claim});
    }
    if (example.own == nullptr) return;  // `rules test` says so
    examples_.push_back(std::move(example));
    const std::size_t number = examples_.size() - 1;
    own_[of].push_back(number);
    for (const Hit& hit : examples_.back().hits) held_[hit.rule].push_back(number);
  }

  const std::vector<std::size_t>& own(RuleId rule) const {
    static const std::vector<std::size_t> kNone;
    const auto found = own_.find(rule);
    return found == own_.end() ? kNone : found->second;
  }

  // Those that say as much of the example as the rule does, at least as strongly. A table that
  // reads codes knows its lines alone, so it never stands for a class.
  std::set<RuleId> betters(const Example& example, RuleId rule) const {
    const Claim& claim = *std::ranges::find(example.hits, rule, &Hit::rule)->claim;
    std::set<RuleId> rules;
    for (const Hit& hit : example.hits) {
      if (hit.rule != rule && catalog_[hit.rule].weight >= catalog_[rule].weight &&
          !tables_.contains(hit.rule) && says_as_much(*hit.claim, claim)) {
        rules.insert(hit.rule);
      }
    }
    return rules;
  }

  // Of all examples that the rule says something of, its own and those of others.
  std::set<RuleId> shadowers_of(RuleId rule) const {
    const auto held = held_.find(rule);
    if (held == held_.end() || tables_.contains(rule)) return {};
    std::set<RuleId> shared = betters(examples_[held->second.front()], rule);
    for (const std::size_t number : held->second) {
      if (shared.empty()) break;
      const std::set<RuleId> rules = betters(examples_[number], rule);
      std::erase_if(shared, [&](RuleId other) { return !rules.contains(other); });
    }
    return shared;
  }

  // Of two that say the same, the later one is shadowed.
  std::optional<RuleId> shadower_of(RuleId rule) const {
    for (const RuleId other : shadowers_of(rule)) {
      if (other < rule || !shadowers_of(other).contains(rule)) return other;
    }
    return std::nullopt;
  }

  std::string shadowed(RuleId by) const {
    return "shadowed: of all examples that it holds for, " + catalog_[by].id +
           " says as much, at least as strongly; give it one of its own, or take it out";
  }

  // Expressions cannot say "but not": a rule that is so much surer that it is the answer says what
  // the other leaves out. As the census weighs two votes of one text: the answer has two thirds.
  bool is_exception_of(RuleId rule, RuleId other) const {
    const unsigned weight = catalog_[rule].weight;
    const unsigned others = catalog_[other].weight;
    return weight * (100 - others) >= (100 - weight) * (100 + others);
  }

  std::vector<std::string> contradictions_of(RuleId rule) const {
    std::map<RuleId, std::string> sentences;
    for (const std::size_t number : own(rule)) {
      const Example& example = examples_[number];
      if (catalog_[rule].weight < kSure) break;
      for (const Hit& hit : example.hits) {
        if (catalog_[hit.rule].weight < kSure || is_exception_of(rule, hit.rule)) continue;
        const auto level = conflict(*example.own, *hit.claim, catalog_);
        if (!level) continue;
        sentences.try_emplace(hit.rule, "contradictory: of example " + shown(example.text) +
                                            " it says " + said(*example.own, *level) + ", and " +
                                            catalog_[hit.rule].id + " says " +
                                            said(*hit.claim, *level));
      }
    }
    std::vector<std::string> texts;
    for (auto& [other, sentence] : sentences) texts.push_back(std::move(sentence));
    return texts;
  }

  // "vendor Apple"
  std::string said(const Claim& claim, Level level) const {
    std::string words{name_of(level)};
    for (const ValueId id : claim.at(level)) {
      words += id == claim.at(level).front() ? " " : " or ";
      words += catalog_.name(id);
    }
    return words;
  }

  // By the other rules whose examples hold for it, each rule once.
  std::optional<std::string> too_broad(RuleId rule) const {
    const auto held = held_.find(rule);
    if (held == held_.end()) return std::nullopt;
    std::set<RuleId> all;
    std::set<RuleId> wrong;
    const Example* worst = nullptr;
    for (const std::size_t number : held->second) {
      const Example& example = examples_[number];
      if (example.of == rule) continue;
      const auto hit = std::ranges::find(example.hits, rule, &Hit::rule);
      all.insert(example.of);
      if (!conflict(*hit->claim, *example.own, catalog_)) continue;
      wrong.insert(example.of);
      worst = &example;
    }
    const bool allowed = 100 * wrong.size() <= (100u - catalog_[rule].weight) * all.size();
    if (wrong.size() < kFewest || allowed) return std::nullopt;
    return "too broad: holds for examples of " + std::to_string(all.size()) + " other rules, and " +
           std::to_string(wrong.size()) + " of these name another vendor or system, as " +
           catalog_[worst->of].id + " with " + shown(worst->text);
  }

  void warn(Errors& errors, RuleId rule, std::string sentence) const {
    errors.push_back({catalog_[rule].place, "warning: " + std::move(sentence)});
  }

  const RuleSet& rules_;
  const Catalog& catalog_;
  std::vector<Example> examples_;
  std::unordered_map<RuleId, std::vector<std::size_t>> own_;
  std::unordered_map<RuleId, std::vector<std::size_t>> held_;  // by the rule, whosever they are
  std::set<RuleId> tables_;
  std::set<RuleId> packs_;  // rules of packs, which are measured against packs alone
};

}  // namespace

Errors suspicious_rules(const RuleSet& rules, const Catalog& catalog) {
  return Corpus{rules, catalog}.warnings();
}

Errors rule_warnings(const std::filesystem::path& directory, const RuleSet& rules,
                     const Catalog& catalog) {
  Mistakes mistakes;
  const RuleFiles files = read_rule_files(directory, mistakes);
  Errors warnings = unused_names(directory, files);
  for (Error& warning : double_spellings(directory, files)) warnings.push_back(std::move(warning));
  for (Error& warning : suspicious_rules(rules, catalog)) warnings.push_back(std::move(warning));
  return warnings;
}

}  // namespace tapcensus
