#include "facts/catalog.hpp"

#include <initializer_list>
#include <utility>

namespace tapcensus {

ValueId Catalog::intern(std::string_view name) {
  const auto known = values_.find(name);
  if (known != values_.end()) {
    said_.erase(known->second);
    return known->second;
  }
  const ValueId id{static_cast<std::uint32_t>(names_.size())};
  names_.push_back(&values_.emplace(name, id).first->first);
  return id;
}

std::optional<ValueId> Catalog::try_intern(std::string_view name) {
  if (names_.size() < kMostValues || values_.contains(name)) return intern(name);
  ++refused_;
  return std::nullopt;
}

std::optional<ValueId> Catalog::try_intern_said(std::string_view name) {
  if (const auto known = values_.find(name); known != values_.end()) return known->second;
  if (said_.size() >= kMostSaid || names_.size() >= kMostValues) {
    ++refused_;
    return std::nullopt;
  }
  return *said_.insert(intern(name)).first;
}

std::optional<ClaimId> Catalog::intern(const Claim& claim) { return intern(claim, kMostClaims); }

std::optional<ClaimId> Catalog::try_intern(const Claim& claim) {
  return intern(claim, kMostClaims / 2);
}

std::optional<ClaimId> Catalog::intern(const Claim& claim, std::size_t most) {
  const auto known = claim_ids_.find(claim);
  if (known != claim_ids_.end()) return known->second;
  if (claims_.size() >= most) {
    ++refused_;
    return std::nullopt;
  }
  const ClaimId id{static_cast<std::uint32_t>(claims_.size())};
  claims_.push_back(&claim_ids_.emplace(claim, id).first->first);
  return id;
}

bool Catalog::has_room_for(std::size_t rules) const noexcept {
  return rules_.size() + rules <= kMostRules && claims_.size() + rules <= kMostClaims;
}

RuleId Catalog::add(const RuleEntry& rule, std::string_view captures) {
  std::string content;
  const std::string weight = std::to_string(rule.weight);
  const std::string claim = std::to_string(static_cast<std::uint32_t>(rule.claim));
  for (const std::string_view part : std::initializer_list<std::string_view>{
           rule.id, rule.place, name_of(rule.field), weight, claim, rule.signature.id,
           rule.signature.category, rule.signature.severity, rule.application}) {
    (content += part) += '\0';
  }
  content += captures;
  const auto [entry, fresh] =
      rule_ids_.try_emplace(std::move(content), RuleId{static_cast<std::uint32_t>(rules_.size())});
  if (fresh) rules_.push_back(rule);
  return entry->second;
}

}  // namespace tapcensus
