#include "facts/field.hpp"

#include <algorithm>

namespace tapcensus {

static_assert(std::ranges::is_sorted(kFieldTable, {}, &FieldRow::name));
static_assert(std::ranges::is_sorted(kSourceNames) && !kSourceNames.back().empty());

std::optional<Field> field_of(std::string_view name) noexcept {
  const auto row = std::ranges::lower_bound(kFieldTable, name, {}, &FieldRow::name);
  if (row == kFieldTable.end() || row->name != name) return std::nullopt;
  return static_cast<Field>(row - kFieldTable.begin());
}

}  // namespace tapcensus
