#include "match/prepared_rules.hpp"

#include <algorithm>

#include "match/database.hpp"
#include "match/database_cache.hpp"
#include "match/image_cache.hpp"
#include "match/image_reader.hpp"
#include "match/image_records.hpp"
#include "match/image_writer.hpp"
#include "match/pattern_compiler.hpp"
#include "match/rule_files.hpp"
#include "match/rule_set_parts.hpp"

namespace tapcensus {
namespace {

// Most labels that a DNS name can have (RFC 1035: 253 characters, half of them dots).
constexpr std::size_t kMostLabels = 127;

// Hyperscan does not change while the process lives.
const std::optional<std::string>& reason_for_distrust() {
  static const std::optional<std::string> kReason = distrust();
  return kReason;
}

std::size_t most_hits(const RuleSet::Parts& parts) {
  const auto most_of = [&](Field field) {
    return parts.patterns[static_cast<std::size_t>(field)].rules.size() +
           parts.texts.most_rules(field) + kMostLabels * parts.domains.most_rules(field);
  };
  std::size_t most = 0;
  for (std::size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    const Field lender = lender_of(field);
    most = std::max(most, most_of(field) + (lender != field ? most_of(lender) : 0));
  }
  return most;
}

void make_spaces(RuleSet::Parts& parts, std::size_t workers) {
  std::vector<const hs_database*> databases;
  for (const FieldPatterns& patterns : parts.patterns) {
    if (patterns.database != nullptr) databases.push_back(patterns.database);
  }
  for (const PayloadRules* payload : {&parts.stream_rules, &parts.datagram_rules}) {
    if (payload->database != nullptr) databases.push_back(payload->database);
  }
  const std::size_t most_payload_hits =
      std::max(parts.stream_rules.expressions.size(), parts.datagram_rules.expressions.size());
  auto scratches = make_scratches(databases, workers);
  for (std::size_t i = 0; i < workers; ++i) {
    parts.workers.push_back(std::make_unique<WorkerSpace>(most_hits(parts), most_payload_hits));
    if (!scratches.empty()) parts.workers.back()->scratch = std::move(scratches[i]);
  }
}

void make_lanes(RuleSet::Parts& parts, StreamRoom room) {
  if (parts.stream_rules.database == nullptr) return;
  parts.streams_each = StreamPool::fitting(parts.stream_rules, room.lane_bytes);
  for (std::size_t i = 0; i < std::max<std::size_t>(room.lanes, 1); ++i) {
    parts.lanes.push_back(
        std::make_unique<StreamPool>(parts.stream_rules, parts.workers, parts.streams_each));
  }
}

// By name number.
std::vector<ValueId> enter_names(const RuleImage& image, Catalog& catalog) {
  std::vector<ValueId> ids;
  for (const TextAt name : image.section<TextAt>(Section::names)) {
    ids.push_back(catalog.intern(image.text(name)));
  }
  return ids;
}

// By claim number.
std::vector<ClaimId> enter_claims(const RuleImage& image, Catalog& catalog) {
  const std::vector<ValueId> names = enter_names(image, catalog);
  const auto numbers = image.section<std::uint32_t>(Section::name_numbers);
  std::vector<ClaimId> ids;
  for (const ClaimRecord& record : image.section<ClaimRecord>(Section::claims)) {
    Claim claim;
    for (std::size_t level = 0; level < kLevels; ++level) {
      auto& values = claim.levels[level];
      for (const std::uint32_t number : RuleImage::part(numbers, record.levels[level])) {
        values.push_back(names[number]);
      }
      std::ranges::sort(values);
      values.erase(std::unique(values.begin(), values.end()), values.end());
    }
    ids.push_back(catalog.intern(claim).value_or(ClaimId{}));
  }
  return ids;
}

std::vector<RuleId> enter_rules(const RuleImage& image, Catalog& catalog) {
  const std::vector<ClaimId> claims = enter_claims(image, catalog);
  std::vector<RuleId> ids;
  const auto text = [&](TextAt at) { return std::string{image.text(at)}; };
  for (const RuleRecord& rule : image.section<RuleRecord>(Section::rules)) {
    ids.push_back(catalog.add({text(rule.id),
                               text(rule.place),
                               rule.field,
                               rule.weight,
                               claims[rule.claim],
                               {text(rule.signature), text(rule.category), text(rule.severity)},
                               text(rule.application)},
                              image.text(rule.captures)));
  }
  return ids;
}

template <class Value>
std::unordered_map<RuleId, Value> renumber(std::unordered_map<RuleId, Value> by_number,
                                           const std::vector<RuleId>& ids) {
  std::unordered_map<RuleId, Value> by_id;
  for (auto& [number, value] : by_number) {
    by_id.emplace(ids[static_cast<std::size_t>(number)], std::move(value));
  }
  return by_id;
}

}  // namespace

PreparedRules::PreparedRules(std::unique_ptr<RuleSet::Parts> parts, std::string directory)
    : parts_{std::move(parts)}, directory_{std::move(directory)} {}
PreparedRules::PreparedRules(PreparedRules&&) noexcept = default;
PreparedRules& PreparedRules::operator=(PreparedRules&&) noexcept = default;
PreparedRules::~PreparedRules() = default;

const std::string& PreparedRules::version() const noexcept { return parts_->version; }

Result<PreparedRules> PreparedRules::prepare(const RuleSources& sources, std::size_t workers,
                                             const std::filesystem::path& cache,
                                             Compiling compiling, StreamRoom streams) {
  if (const auto& reason = reason_for_distrust()) return Error{"", *reason};
  const ImageCache images{cache, sources};
  auto kept = images.fetch();
  auto parts = kept ? read_parts(std::move(*kept)) : nullptr;
  if (!parts) {
    Mistakes mistakes;
    RuleFiles files = read_rule_files(sources, mistakes);
    const CompiledFields compiled =
        compile_patterns(files.rules, DatabaseCache{cache}, compiling, mistakes);
    if (!mistakes.none()) return mistakes.sorted();
    RuleImage image = write_image(std::move(files), compiled, mistakes);
    images.store(image);
    parts = read_parts(std::move(image));
  }
  make_spaces(*parts, std::max<std::size_t>(workers, 1));
  make_lanes(*parts, streams);
  return PreparedRules{std::move(parts), sources.directory.string()};
}

Result<std::unique_ptr<const RuleSet>> PreparedRules::enter(Catalog& catalog) && {
  const RuleImage& image = parts_->image;
  if (!catalog.has_room_for(image.section<RuleRecord>(Section::rules).size())) {
    return Error{directory_, "the catalogue has no room for more rules; restart the sensor"};
  }
  std::vector<RuleId> ids = enter_rules(image, catalog);
  parts_->captures = renumber(std::move(parts_->captures), ids);
  parts_->codes = renumber(std::move(parts_->codes), ids);
  parts_->renumber(std::move(ids));
  catalog.taxonomy = read_taxonomy(image);
  parts_->catalog = &catalog;
  parts_->note_pretenders();
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
