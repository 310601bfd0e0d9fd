#include "app/desk.hpp"

#include <algorithm>

#include "app/places.hpp"
#include "app/rule_packs.hpp"

namespace tapcensus {
namespace {

// One worker says it in this order already, and sorting takes memory.
template <class T>
void sort_by_packet(std::vector<T>& said) {
  if (std::ranges::is_sorted(said, {}, &T::frame)) return;
  std::ranges::stable_sort(said, {}, &T::frame);
}

}  // namespace

Result<std::unique_ptr<Desk>> Desk::open(const CensusChoices& choices, std::size_t workers,
                                         const std::array<std::byte, 16>& id_key,
                                         StreamRoom streams) {
  std::unique_ptr<Desk> desk{new Desk};
  const auto sources = rule_sources(choices.rules, choices.packs);
  if (!sources) return sources.errors();
  auto rules = RuleSet::load(sources.value(), desk->catalog_, workers, cache_directory(), streams);
  if (!rules) return rules.errors();
  desk->rules_path_ = sources.value().directory;
  desk->packs_ = choices.packs;
  desk->workers_ = workers;
  desk->streams_ = streams;
  desk->rules_.emplace(workers, std::move(rules).value());
  desk->census_.emplace(desk->catalog_, CensusOptions{.id_key = id_key,
                                                      .most_atoms = choices.most_devices,
                                                      .scope = choices.scope,
                                                      .min_sources = choices.min_sources});
  return desk;
}

Errors Desk::replace_rules(PreparedRules rules) {
  auto entered = std::move(rules).enter(catalog_);
  if (!entered) return entered.errors();
  rules_->replace(std::move(entered).value());
  return {};
}

void Desk::collect(Outbox& outbox) {
  Evidence evidence;
  while (outbox.pop(evidence)) evidence_.push_back(evidence);
  Sighting sighting;
  while (outbox.pop(sighting)) sightings_.push_back(sighting);
  SignatureMatch match;
  while (outbox.pop(match)) matches_.push_back(match);
}

void Desk::note_collected() {
  sort_by_packet(sightings_);
  sort_by_packet(evidence_);
  for (const Sighting& sighting : sightings_) {
    latest_ = std::max(latest_, sighting.last_seen);
    census_->note(sighting);
  }
  for (const Evidence& evidence : evidence_) {
    latest_ = std::max(latest_, evidence.seen);
    const Field asked = catalog_[evidence.rule].field;
    const std::string_view seen = seen_by(asked, evidence.field, evidence.text.view());
    census_->note(evidence, rules_->claim(evidence.rule, seen));
  }
  for (const SignatureMatch& match : matches_) {
    latest_ = std::max(latest_, match.seen);
    signatures_.note(match, catalog_);
  }
  matches_.clear();
  sightings_.clear();
  evidence_.clear();
  rules_->forget();
}

Tally<Outcome>& operator+=(Tally<Outcome>& sum, const Tally<Outcome>& more) noexcept {
  for (std::size_t i = 0; i < Tally<Outcome>::kSize; ++i) {
    const auto outcome = static_cast<Outcome>(i);
    sum[outcome].add(more[outcome].value());
  }
  return sum;
}

}  // namespace tapcensus
