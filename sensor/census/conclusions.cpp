#include "census/conclusions.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace tapcensus {

std::size_t Conclusions::Hash::operator()(const std::vector<Weighted>& claims) const noexcept {
  std::uint64_t state = claims.size();
  for (const Weighted& claim : claims) {
    const std::uint64_t word = std::uint64_t{static_cast<std::uint32_t>(claim.claim)} << 16 |
                               std::uint64_t{static_cast<std::uint8_t>(claim.source)} << 8 |
                               claim.weight;
    state = mix(state, word);
  }
  return state;
}

const Verdict& Conclusions::of(const Group& group, std::span<const Atom* const> atoms) {
  claims_.clear();
  names_.clear();
  for_each_record(group, atoms, [&](const Atom&, const Record& record) {
    const bool by_name = catalog_[record.rule].field == Field::dhcp_hostname;
    (by_name ? names_ : claims_).push_back({record.claim, record.source, record.weight});
  });
  // A name that a host gives in several protocols is one statement, of the first of them.
  std::ranges::sort(names_);
  const auto again = std::unique(names_.begin(), names_.end(), [](const auto& a, const auto& b) {
    return a.claim == b.claim && a.weight == b.weight;
  });
  claims_.insert(claims_.end(), names_.begin(), again);
  std::ranges::sort(claims_);
  claims_.erase(std::unique(claims_.begin(), claims_.end()), claims_.end());
  const auto known = known_.find(claims_);
  if (known != known_.end()) return known->second;
  return known_.emplace(claims_, conclude(claims_, catalog_)).first->second;
}

}  // namespace tapcensus
