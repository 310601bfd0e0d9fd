#include "match/prepared_rules.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "match/database.hpp"
#include "match/database_cache.hpp"
#include "match/pattern_compiler.hpp"
#include "match/rule_files.hpp"
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
  if (rule.codes) return "table " + rule.codes_files;
  constexpr std::array<std::string_view, 3> kWords{"is", "matches", "domain"};
  std::string text{kWords[static_cast<std::size_t>(rule.matcher)]};
  for (const PlacedText& value : rule.values) {
    text += &value == &rule.values.front() ? " " : ", ";
    text += rule.matcher == Matcher::domain ? value.text : "'" + value.text + "'";
  }
  return text;
}

// All that decides what the rule reads out of a text.
std::string describe_captures(const RuleDraft& rule) {
  if (!rule.model && !rule.os_version && !rule.codes) return {};
  std::string text = rule.codes_digests + '\0' + (rule.model ? rule.model->text() : std::string{}) +
                     '\0' + (rule.os_version ? rule.os_version->text() : std::string{});
  for (const PlacedText& value : rule.values) text += '\0' + value.text;
  return text;
}

// Hyperscan does not change while the process lives.
const std::optional<std::string>& reason_for_distrust() {
  static const std::optional<std::string> kReason = distrust();
  return kReason;
}

}  // namespace

// A rule as the catalogue will have it, but for its number and the numbers of names.
struct PreparedRules::Unentered {
  RuleEntry entry;
  NamedClaim device;
  std::string captures;
};

struct PreparedRules::Drafts {
  std::string directory;
  Taxonomy taxonomy;
  std::vector<Unentered> rules;  // by number
  std::vector<std::pair<RuleId, Captures>> captures;
  std::vector<std::pair<RuleId, CodeReader>> codes;
};

// Numbers drafts, in order, and collects what is looked up by text.
class PreparedRules::Builder {
 public:
  Builder(RuleSet::Parts& parts, Drafts& drafts, const Mistakes& names)
      : parts_{parts}, drafts_{drafts}, names_{names} {}

  void add(RuleDraft& rule) {
    const ListPlace place{rule.list.empty() ? std::uint8_t{0} : number_of_list(rule),
                          rule.silent()};
    const RuleId id = number(rule, describe_captures(rule));
    parts_.rows.push_back({id, describe(rule), std::move(rule.examples),
                           std::move(rule.counterexamples), rule.codes != nullptr, rule.pack});
    drafts_.rules.back().entry.signature = std::move(rule.signature);
    hints_.resize(drafts_.rules.size());
    hints_.back() = rule.hint;
    lists_.resize(drafts_.rules.size());
    lists_.back() = place;
    if (rule.matcher != Matcher::matches) {
      auto& entries = rule.matcher == Matcher::is ? texts_ : domains_;
      for (PlacedText& value : rule.values) {
        entries.push_back({rule.field, std::move(value.text), id});
      }
    } else if (rule.codes) {
      drafts_.codes.emplace_back(id, CodeReader{texts_of(rule.values), std::move(rule.codes)});
    } else if (rule.model || rule.os_version) {
      drafts_.captures.emplace_back(id,
                                    Captures{texts_of(rule.values), rule.model, rule.os_version});
    }
  }

  void add(TableDraft& table) {
    const RuleId id = number(table, {});
    parts_.rows.push_back({id, "table " + table.file, {}, {}, true, table.pack});
    for (std::string& key : table.keys) texts_.push_back({table.field, std::move(key), id});
  }

  void finish(CompiledFields& compiled, std::size_t workers, StreamRoom streams) {
    parts_.texts = TextIndex{std::move(texts_)};
    parts_.domains = TextIndex{std::move(domains_)};
    for (std::size_t i = 0; i < kFields; ++i) {
      const auto field = static_cast<Field>(i);
      if (is_payload(field)) {
        take_payload(field == Field::payload_tcp ? parts_.stream_rules : parts_.datagram_rules,
                     compiled[i]);
        continue;
      }
      parts_.patterns[i].database = std::move(compiled[i].database);
      take_expressions(parts_.patterns[i], compiled[i]);
    }
    make_spaces(std::max<std::size_t>(workers, 1));
    if (parts_.stream_rules.database) make_lanes(streams);
  }

 private:
  static std::vector<std::string> texts_of(std::vector<PlacedText>& values) {
    std::vector<std::string> texts;
    for (PlacedText& value : values) texts.push_back(std::move(value.text));
    return texts;
  }

  template <class Draft>
  static Speech speech_of(const Draft& draft) {
    const auto any = [&](std::initializer_list<Level> levels) {
      return std::ranges::any_of(levels, [&](Level l) { return !draft.device.at(l).empty(); });
    };
    return {.packs = draft.pack != 0,
            .device = any({Level::vendor, Level::family, Level::model, Level::type}),
            .system = any({Level::os, Level::os_version})};
  }

  template <class Draft>
  RuleId number(Draft& draft, std::string captures) {
    const RuleId id{static_cast<std::uint32_t>(drafts_.rules.size())};
    parts_.speeches.push_back(speech_of(draft));
    drafts_.rules.push_back(
        {{draft.id, names_.name_of(draft.place), draft.field, draft.weight, ClaimId{}},
         std::move(draft.device),
         std::move(captures)});
    return id;
  }

  std::uint8_t number_of_list(const RuleDraft& rule) {
    const auto next = static_cast<std::uint8_t>(list_numbers_.size() + 1);
    return list_numbers_.emplace(std::pair{rule.pack, rule.list}, next).first->second;
  }

  // Expressions stand in the order of their rules, so that the lowest of a list is its first.
  void take_expressions(FieldPatterns& patterns, const CompiledField& compiled) const {
    const auto place_of = [&](const auto& expression) {
      return expression.rule < lists_.size() ? lists_[expression.rule] : ListPlace{};
    };
    const bool lists = std::ranges::any_of(
        compiled.expressions, [&](const auto& each) { return place_of(each).list != 0; });
    for (const auto& expression : compiled.expressions) {
      patterns.rules.push_back(RuleId{static_cast<std::uint32_t>(expression.rule)});
      if (lists) patterns.lists.push_back(place_of(expression));
    }
  }

  // Expressions stand in the order of their rules.
  void take_payload(PayloadRules& payload, CompiledField& compiled) {
    payload.database = std::move(compiled.database);
    for (const auto& [rule, anchored] : compiled.expressions) {
      const RuleId id{static_cast<std::uint32_t>(rule)};
      if (payload.rules.empty() || payload.rules.back().id != id) {
        const bool signature = !drafts_.rules[rule].entry.signature.id.empty();
        payload.rules.push_back({id, signature, hints_[rule]});
      }
      payload.expressions.push_back(
          {static_cast<std::uint32_t>(payload.rules.size() - 1), anchored});
    }
  }

  void make_lanes(StreamRoom room) {
    parts_.streams_each = StreamPool::fitting(parts_.stream_rules, room.lane_bytes);
    for (std::size_t i = 0; i < std::max<std::size_t>(room.lanes, 1); ++i) {
      parts_.lanes.push_back(
          std::make_unique<StreamPool>(parts_.stream_rules, parts_.workers, parts_.streams_each));
    }
  }

  void make_spaces(std::size_t workers) {
    std::vector<const hs_database*> databases;
    for (const FieldPatterns& patterns : parts_.patterns) {
      if (patterns.database) databases.push_back(patterns.database.get());
    }
    for (const PayloadRules* payload : {&parts_.stream_rules, &parts_.datagram_rules}) {
      if (payload->database) databases.push_back(payload->database.get());
    }
    const std::size_t most_payload_hits =
        std::max(parts_.stream_rules.expressions.size(), parts_.datagram_rules.expressions.size());
    auto scratches = make_scratches(databases, workers);
    for (std::size_t i = 0; i < workers; ++i) {
      parts_.workers.push_back(std::make_unique<WorkerSpace>(most_hits(), most_payload_hits));
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
  Drafts& drafts_;
  const Mistakes& names_;
  std::vector<TextIndex::Entry> texts_, domains_;
  std::vector<PayloadHint> hints_;  // by number
  std::vector<ListPlace> lists_;    // by number
  std::map<std::pair<std::uint8_t, std::string>, std::uint8_t> list_numbers_;
};

PreparedRules::PreparedRules(std::unique_ptr<RuleSet::Parts> parts, std::unique_ptr<Drafts> drafts)
    : parts_{std::move(parts)}, drafts_{std::move(drafts)} {}
PreparedRules::PreparedRules(PreparedRules&&) noexcept = default;
PreparedRules& PreparedRules::operator=(PreparedRules&&) noexcept = default;
PreparedRules::~PreparedRules() = default;

const std::string& PreparedRules::version() const noexcept { return parts_->version; }

Result<PreparedRules> PreparedRules::prepare(const RuleSources& sources, std::size_t workers,
                                             const std::filesystem::path& cache,
                                             Compiling compiling, StreamRoom streams) {
  if (const auto& reason = reason_for_distrust()) return Error{"", *reason};
  Mistakes mistakes;
  RuleFiles files = read_rule_files(sources, mistakes);
  CompiledFields compiled =
      compile_patterns(files.rules, DatabaseCache{cache}, compiling, mistakes);
  if (!mistakes.none()) return mistakes.sorted();

  auto parts = std::make_unique<RuleSet::Parts>();
  auto drafts = std::make_unique<Drafts>();
  parts->version = std::move(files.version);
  parts->packs = std::move(files.packs);
  parts->packs.front().version = parts->version;
  drafts->directory = sources.directory.string();
  drafts->taxonomy = std::move(files.taxonomy);
  Builder builder{*parts, *drafts, mistakes};
  for (RuleDraft& rule : files.rules) builder.add(rule);
  for (TableDraft& table : files.tables) builder.add(table);
  builder.finish(compiled, workers, streams);
  return PreparedRules{std::move(parts), std::move(drafts)};
}

Result<std::unique_ptr<const RuleSet>> PreparedRules::enter(Catalog& catalog) && {
  if (!catalog.has_room_for(drafts_->rules.size())) {
    return Error{drafts_->directory,
                 "the catalogue has no room for more rules; restart the sensor"};
  }
  std::vector<RuleId> ids;
  ids.reserve(drafts_->rules.size());
  for (Unentered& rule : drafts_->rules) {
    rule.entry.claim = catalog.intern(claim_of(rule.device, catalog)).value_or(ClaimId{});
    ids.push_back(catalog.add(rule.entry, rule.captures));
  }
  for (auto& [number, captures] : drafts_->captures) {
    parts_->captures.emplace(ids[static_cast<std::size_t>(number)], std::move(captures));
  }
  for (auto& [number, codes] : drafts_->codes) {
    parts_->codes.emplace(ids[static_cast<std::size_t>(number)], std::move(codes));
  }
  catalog.taxonomy = std::move(drafts_->taxonomy);
  parts_->catalog = &catalog;
  parts_->renumber(ids);
  return std::unique_ptr<const RuleSet>{new RuleSet{std::move(parts_)}};
}

Result<std::unique_ptr<const RuleSet>> RuleSet::load(const RuleSources& sources, Catalog& catalog,
                                                     std::size_t workers,
                                                     const std::filesystem::path& cache,
                                                     StreamRoom streams) {
  auto prepared = PreparedRules::prepare(sources, workers, cache, Compiling::here, streams);
  if (!prepared) return prepared.errors();
  return std::move(*prepared).enter(catalog);
}

}  // namespace tapcensus
