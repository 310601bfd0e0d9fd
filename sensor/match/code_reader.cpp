#include "match/code_reader.hpp"

#include <algorithm>

namespace tapcensus {
namespace {

using Column = CodeTable::Column;
using Names = std::vector<std::string_view>;

// More names than that for one code say that it is no code of a model.
constexpr std::size_t kMostModels = 4;

Names names_in(const std::vector<CodeTable::Row>& rows, Column column) {
  Names names;
  for (const CodeTable::Row& row : rows) {
    if (row.at(column).empty()) return {};
    names.push_back(row.at(column));
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void enter(Claim& claim, Level level, const Names& names, Catalog& catalog, bool said = false) {
  std::vector<ValueId> ids;
  for (const std::string_view name : names) {
    const auto id = said ? catalog.try_intern_said(name) : catalog.try_intern(name);
    if (!id) return;
    ids.push_back(*id);
  }
  std::ranges::sort(ids);
  claim.at(level) = std::move(ids);
}

// The family that the taxonomy gives to the model, if it is this vendor's.
const Family* family_of(const std::string_view model, std::string_view vendor, std::string& name,
                        const Taxonomy& taxonomy) {
  const auto declared = taxonomy.models.find(model);
  if (declared == taxonomy.models.end()) return nullptr;
  const auto family = taxonomy.families.find(declared->second.family);
  if (family == taxonomy.families.end() || family->second.vendor != vendor) return nullptr;
  name = family->first;
  return &family->second;
}

}  // namespace

Claim CodeReader::read(std::string_view text, Catalog& catalog) {
  Claim claim;
  std::vector<CodeTable::Row> rows;
  std::vector<std::string_view> groups;
  for (std::size_t i = 0; i < expressions_.size() && rows.empty(); ++i) {
    if (!expressions_.match(i, text, 1, groups)) continue;
    std::string key{groups.front()};
    if (hyphens_ == Hyphens::are_blanks) std::ranges::replace(key, '-', ' ');
    rows = codes_.find(key);
  }
  const Names vendors = names_in(rows, Column::vendor);
  enter(claim, Level::vendor, vendors, catalog);
  enter(claim, Level::type, names_in(rows, Column::type), catalog);
  if (vendors.size() != 1) return claim;

  const Names models = names_in(rows, Column::model);
  Names families = names_in(rows, Column::family);
  std::string declared;
  const Family* const family =
      models.size() == 1 ? family_of(models.front(), vendors.front(), declared, catalog.taxonomy)
                         : nullptr;
  if (family != nullptr) families = {declared};
  enter(claim, Level::family, families, catalog);
  const bool said = std::ranges::any_of(rows, &CodeTable::Row::said);
  if (models.size() <= kMostModels) enter(claim, Level::model, models, catalog, said);
  if (family == nullptr) return claim;
  if (claim.at(Level::type).empty() && !family->type.empty()) {
    enter(claim, Level::type, {family->type}, catalog);
  }
  if (!family->os.empty()) enter(claim, Level::os, {family->os}, catalog);
  return claim;
}

}  // namespace tapcensus
