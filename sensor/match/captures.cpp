#include "match/captures.hpp"

#include <algorithm>

namespace tapcensus {
namespace {

std::string fill_one(const std::optional<CaptureTemplate>& wanted,
                     const std::vector<std::string_view>& groups) {
  return wanted ? wanted->fill(groups) : std::string{};
}

void give(Claim& claim, Level level, const std::string& name, Catalog& catalog) {
  if (claim.at(level).empty() && !name.empty()) claim.at(level) = {catalog.intern(name)};
}

// Whether the model was declared, and of a family that the rule allows.
bool complete_model(Claim& claim, const std::string& name, Catalog& catalog) {
  const Taxonomy& taxonomy = catalog.taxonomy;
  const auto model = taxonomy.models.find(name);
  if (model == taxonomy.models.end()) return false;
  const auto family = taxonomy.families.find(model->second.family);
  if (family == taxonomy.families.end()) return false;
  const auto allows = [&](Level level, const std::string& wanted) {
    const auto& ids = claim.at(level);
    return ids.empty() ||
           std::ranges::any_of(ids, [&](ValueId id) { return catalog.name(id) == wanted; });
  };
  if (!allows(Level::family, family->first)) return false;
  if (!allows(Level::vendor, family->second.vendor)) return false;

  claim.at(Level::model) = {catalog.intern(name)};
  claim.at(Level::family) = {catalog.intern(family->first)};
  claim.at(Level::vendor) = {catalog.intern(family->second.vendor)};
  give(claim, Level::type, family->second.type, catalog);
  give(claim, Level::os, family->second.os, catalog);
  return true;
}

bool complete_version(Claim& claim, const std::string& version, Catalog& catalog) {
  const bool declared = std::ranges::any_of(claim.at(Level::os), [&](ValueId os) {
    return catalog.taxonomy.declares_version(catalog.name(os), version);
  });
  if (!declared) return false;
  if (const auto id = catalog.try_intern(version)) claim.at(Level::os_version) = {*id};
  return true;
}

}  // namespace

Captures::Captures(std::vector<std::string> expressions, std::optional<CaptureTemplate> model,
                   std::optional<CaptureTemplate> os_version)
    : expressions_{std::move(expressions)},
      model_{std::move(model)},
      os_version_{std::move(os_version)},
      groups_{std::max(model_ ? model_->highest_group() : 0,
                       os_version_ ? os_version_->highest_group() : 0)} {}

Captures::Filled Captures::fill(std::string_view text) {
  std::vector<std::string_view> groups;
  for (std::size_t i = 0; i < expressions_.size(); ++i) {
    if (!expressions_.match(i, text, groups_, groups)) continue;
    return {true, fill_one(model_, groups), fill_one(os_version_, groups)};
  }
  return {};
}

CompletedClaim complete(Claim claim, const Captures::Filled& filled, Catalog& catalog) {
  CompletedClaim result{std::move(claim), {}};
  if (!filled.model.empty() && !complete_model(result.claim, filled.model, catalog)) {
    result.undeclared.push_back("model '" + filled.model + "'");
  }
  if (!filled.os_version.empty() && !complete_version(result.claim, filled.os_version, catalog)) {
    result.undeclared.push_back("os_version '" + filled.os_version + "'");
  }
  return result;
}

}  // namespace tapcensus
