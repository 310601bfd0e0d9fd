// From a rule directory to a RuleSet: read, check and compile everything, then enter it into the
// catalogue. The catalogue is not touched when there is a mistake.
#include <algorithm>
#include <array>

#include "match/database.hpp"
#include "match/database_cache.hpp"
#include "match/pattern_compiler.hpp"
#include "match/rule_files.hpp"
#include "match/rule_set.hpp"
#include "match/rule_set_parts.hpp"

namespace tapcensus {
namespace {

// Most labels that a DNS name can have (RFC 1035: 253 characters, half of them dots).
constexpr std::size_t kMostLabels = 127;

Claim claim_of(const NamedClaim& device, Catalog& catalog) {
  Claim claim;
  for (std::size_t level = 0; level < kLevels; ++level) {
    auto& ids = claim.levels[level];
    for (const PlacedText& name : device.levels[level]) ids.push_back(catalog.intern(name.text));
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  }
  return claim;
}

std::string describe(const RuleDraft& rule) {
  constexpr std::array<std::string_view, 3> kWords{"is", "matches", "domain"};
  std::string text{kWords[static_cast<std::size_t>(rule.matcher)]};
  for (const PlacedText& value : rule.values) {
    text += &value == &rule.values.front() ? " " : ", ";
    text += rule.matcher == Matcher::domain ? value.text : "'" + value.text + "'";
  }
  return text;
}

}  // namespace

// Enters drafts into a catalogue, in order, and collects what is looked up by text.
class RuleSetBuilder {
 public:
  RuleSetBuilder(RuleSet::Parts& parts, const Mistakes& names) : parts_{parts}, names_{names} {}

  void add(RuleDraft& rule) {
    const RuleId id = enter(rule.id, rule.place, rule.field, rule.weight, rule.device);
    ids_.push_back(id);
    parts_.rows.push_back({id, describe(rule), rule.examples, rule.counterexamples, false});
    if (rule.matcher != Matcher::matches) {
      auto& entries = rule.matcher == Matcher::is ? texts_ : domains_;
      for (PlacedText& value : rule.values) entries.push_back({rule.field, value.text, id});
    } else if (rule.model || rule.os_version) {
      std::vector<std::string> expressions;
      for (PlacedText& value : rule.values) expressions.push_back(std::move(value.text));
      parts_.captures.emplace(id, Captures{std::move(expressions), rule.model, rule.os_version});
    }
  }

  void add(TableDraft& table) {
    const RuleId id = enter(table.id, table.place, table.field, table.weight, table.device);
    parts_.rows.push_back({id, "table " + table.file, {}, {}, true});
    for (std::string& key : table.keys) texts_.push_back({table.field, std::move(key), id});
  }

  void finish(CompiledFields& compiled, std::size_t workers) {
    parts_.texts = TextIndex{std::move(texts_)};
    parts_.domains = TextIndex{std::move(domains_)};
    for (std::size_t i = 0; i < kFields; ++i) {
      parts_.patterns[i].database = std::move(compiled[i].database);
      for (const std::size_t rule : compiled[i].rules) {
        parts_.patterns[i].rules.push_back(ids_[rule]);
      }
    }
    make_spaces(std::max<std::size_t>(workers, 1));
  }

  // Whether the catalogue had no room for a claim.
  bool full() const { return full_; }

 private:
  RuleId enter(const std::string& id, Place place, Field field, std::uint8_t weight,
               const NamedClaim& device) {
    const auto claim = parts_.catalog->intern(claim_of(device, *parts_.catalog));
    full_ = full_ || !claim;
    return parts_.catalog->add(
        {id, names_.name_of(place), field, weight, claim.value_or(ClaimId{})});
  }

  void make_spaces(std::size_t workers) {
    std::vector<const hs_database*> databases;
    for (const FieldPatterns& patterns : parts_.patterns) {
      if (patterns.database) databases.push_back(patterns.database.get());
    }
    auto scratches = make_scratches(databases, workers);
    for (std::size_t i = 0; i < workers; ++i) {
      parts_.workers.push_back(std::make_unique<WorkerSpace>(most_hits()));
      if (!scratches.empty()) parts_.workers.back()->scratch = std::move(scratches[i]);
    }
  }

  std::size_t most_hits() const {
    std::size_t most = 0;
    for (std::size_t i = 0; i < kFields; ++i) {
      const auto field = static_cast<Field>(i);
      most = std::max(most, parts_.patterns[i].rules.size() + parts_.texts.most_rules(field) +
                                kMostLabels * parts_.domains.most_rules(field));
    }
    return most;
  }

  RuleSet::Parts& parts_;
  const Mistakes& names_;
  std::vector<RuleId> ids_;  // of the rules, in order
  std::vector<TextIndex::Entry> texts_, domains_;
  bool full_ = false;
};

Result<std::unique_ptr<const RuleSet>> RuleSet::load(const std::filesystem::path& directory,
                                                     Catalog& catalog, std::size_t workers,
                                                     const std::filesystem::path& cache) {
  if (auto reason = distrust()) return Error{"", std::move(*reason)};
  Mistakes mistakes;
  RuleFiles files = read_rule_files(directory, mistakes);
  CompiledFields compiled = compile_patterns(files.rules, DatabaseCache{cache}, mistakes);
  if (!mistakes.none()) return mistakes.sorted();

  auto parts = std::make_unique<Parts>();
  parts->catalog = &catalog;
  parts->version = std::move(files.version);
  catalog.taxonomy = std::move(files.taxonomy);
  RuleSetBuilder builder{*parts, mistakes};
  for (RuleDraft& rule : files.rules) builder.add(rule);
  for (TableDraft& table : files.tables) builder.add(table);
  if (builder.full()) {
    return Error{directory.string(),
                 "the catalogue has no room for more claims; restart the sensor"};
  }
  builder.finish(compiled, workers);
  return std::unique_ptr<const RuleSet>{new RuleSet{std::move(parts)}};
}

}  // namespace tapcensus
