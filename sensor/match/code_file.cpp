// [[table]] with `matches`: expressions that capture a code, and files of lines that know it.
#include <algorithm>

#include "match/rule_readers.hpp"

namespace tapcensus {
namespace {

using Column = CodeList::Column;

std::optional<Column> column_of(const PlacedText& name, Mistakes& mistakes) {
  const auto known = std::ranges::find(CodeList::kColumnNames, name.text);
  if (known != CodeList::kColumnNames.end()) {
    return static_cast<Column>(known - CodeList::kColumnNames.begin());
  }
  mistakes.add(name.place, "unknown column '" + name.text + "'" +
                               suggestion(name.text, CodeList::kColumnNames));
  return std::nullopt;
}

std::vector<Column> read_columns(const TomlTable& table, Mistakes& mistakes) {
  std::vector<Column> columns;
  for (const PlacedText& name : table.texts("columns")) {
    const auto column = column_of(name, mistakes);
    if (!column) continue;
    if (std::ranges::find(columns, *column) != columns.end()) {
      mistakes.add(name.place, "the column '" + name.text + "' stands there twice");
    }
    columns.push_back(*column);
  }
  const auto has = [&](Column column) {
    return std::ranges::find(columns, column) != columns.end();
  };
  if (!columns.empty() && !(has(Column::key) && has(Column::vendor))) {
    mistakes.add(table.place(), "'columns' must hold 'key' and 'vendor'");
  }
  return columns;
}

void check_patterns(const RuleDraft& draft, Mistakes& mistakes) {
  for (std::size_t i = 0; i < draft.patterns.size(); ++i) {
    if (draft.patterns[i].hyperscan.empty() || draft.patterns[i].groups == 1) continue;
    mistakes.add(draft.values[i].place,
                 "an expression of a table has one group, the key; this one has " +
                     std::to_string(draft.patterns[i].groups));
  }
}

// What a line says, against the taxonomy. Lines of one vendor stand together, mostly.
class RowCheck {
 public:
  RowCheck(std::size_t columns, const Taxonomy& taxonomy, Mistakes& mistakes)
      : columns_{columns}, taxonomy_{taxonomy}, mistakes_{mistakes} {}

  void check(Place place, std::string_view line, const std::optional<CodeList::Row>& row) {
    line_ = line;
    place_ = place;
    if (!row) {
      mistakes_.add(
          place, "a line has at most " + std::to_string(columns_) + " columns, with tabs between");
      return;
    }
    const std::string_view key = row->at(Column::key);
    if (!CodeList::is_key(key)) {
      mistakes_.add(place_of(key),
                    "a key has 1 to " + std::to_string(CodeList::kMostKey) + " letters and digits");
    }
    check_model(row->at(Column::model), key);
    check_vendor(row->at(Column::vendor));
    check_family(row->at(Column::family), row->at(Column::vendor));
    check_type(row->at(Column::type));
  }

 private:
  Place place_of(std::string_view cell) const {
    const std::ptrdiff_t at = cell.data() == nullptr ? 0 : cell.data() - line_.data();
    return {place_.file, place_.line, static_cast<std::uint32_t>(at + 1)};
  }

  void check_model(std::string_view model, std::string_view key) {
    if (!model.ends_with('*') || (key.ends_with('*') && key.find('#') == key.npos)) return;
    mistakes_.add(place_of(model),
                  "a '*' at the end of a model stands for what follows a key that ends in '*', "
                  "and has no '#'");
  }

  void check_vendor(std::string_view vendor) {
    if (vendor == checked_ && !vendor.empty()) return;
    if (taxonomy_.declares(Level::vendor, vendor)) {
      checked_ = vendor;
    } else {
      mistakes_.add(place_of(vendor), unknown_name(Level::vendor, vendor, taxonomy_));
    }
  }

  void check_family(std::string_view name, std::string_view vendor) {
    if (name.empty()) return;
    const auto family = taxonomy_.families.find(name);
    if (family == taxonomy_.families.end()) {
      mistakes_.add(place_of(name), unknown_name(Level::family, name, taxonomy_));
    } else if (family->second.vendor != vendor) {
      mistakes_.add(place_of(name), "the family '" + std::string{name} + "' is of the vendor '" +
                                        family->second.vendor + "', not '" + std::string{vendor} +
                                        "'");
    }
  }

  void check_type(std::string_view type) {
    if (type.empty() || taxonomy_.declares(Level::type, type)) return;
    mistakes_.add(place_of(type), unknown_name(Level::type, type, taxonomy_));
  }

  const std::size_t columns_;
  const Taxonomy& taxonomy_;
  Mistakes& mistakes_;
  std::string_view line_, checked_;
  Place place_;
};

}  // namespace

std::optional<CodeHeader> read_code_header(const TomlTable& table, const FileOrigin& origin,
                                           Mistakes& mistakes) {
  table.only(
      {"when", "matches", "file", "columns", "weight", "examples", "counterexamples", "note"});
  for (const auto key : {"file", "columns"}) table.require(key);
  if (!origin.imported()) table.require("examples");
  table.text("note");
  CodeHeader header{};
  RuleDraft& rule = header.rule;
  rule.place = table.place();
  rule.id = id_of(origin, rule.place);
  rule.pack = origin.number;
  rule.matcher = Matcher::matches;
  const auto field = read_field(table, mistakes);
  const auto weight = read_weight(table);
  rule.field = field.value_or(Field::end_);
  if (field && is_payload(*field)) {
    mistakes.add(table.place(), "a table looks at fields, not at payload");
  }
  read_values(table, rule, mistakes);
  check_patterns(rule, mistakes);
  read_examples(table, rule);
  header.files = table.texts("file");
  header.columns = read_columns(table, mistakes);
  if (!field || !weight || header.files.empty() || header.columns.empty()) return std::nullopt;
  rule.weight = *weight;
  return header;
}

CodeList read_code_list(std::string_view content, std::uint32_t file,
                        const std::vector<CodeList::Column>& columns, const Taxonomy& taxonomy,
                        Mistakes& mistakes) {
  RowCheck rows{columns.size(), taxonomy, mistakes};
  return {
      content, columns,
      [&](std::uint32_t number, std::string_view line, const std::optional<CodeList::Row>& row) {
        rows.check({file, number, 1}, line, row);
      }};
}

}  // namespace tapcensus
