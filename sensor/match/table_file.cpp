// [[table]]: many exact texts and what they say, one a line, in a file of their own.
#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "match/rule_readers.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::string_view, 3> kTableLevels{"vendor", "family", "model"};

struct Row {
  std::string_view key;
  std::string_view value;
  std::uint32_t line;
};

std::optional<Level> read_level(const TomlTable& table, Mistakes& mistakes) {
  table.require("level");
  const auto name = table.text("level");
  if (!name) return std::nullopt;
  const auto known = std::ranges::find(kTableLevels, name->text);
  if (known == kTableLevels.end()) {
    mistakes.add(name->place,
                 "'level' must be vendor, family or model" + suggestion(name->text, kTableLevels));
    return std::nullopt;
  }
  return static_cast<Level>(known - kTableLevels.begin());
}

static_assert(kLevelNames[0] == kTableLevels[0] && kLevelNames[1] == kTableLevels[1] &&
              kLevelNames[2] == kTableLevels[2]);

std::vector<Row> split(std::string_view content, std::uint32_t file, Mistakes& mistakes) {
  std::vector<Row> rows;
  for (std::uint32_t line = 1; !content.empty(); ++line) {
    const std::size_t end = content.find('\n');
    std::string_view text = content.substr(0, end);
    content = end == content.npos ? "" : content.substr(end + 1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty() || text.front() == '#') continue;
    const std::size_t tab = text.find('\t');
    if (tab == text.npos || tab == 0 || tab + 1 == text.size()) {
      mistakes.add({file, line, 1}, "a line is a key, a tab and a value");
      continue;
    }
    rows.push_back({text.substr(0, tab), text.substr(tab + 1), line});
  }
  return rows;
}

// A key may be repeated, but not with another value.
void check_keys(const std::vector<Row>& rows, std::uint32_t file, Mistakes& mistakes) {
  std::unordered_map<std::string_view, const Row*> seen;
  seen.reserve(rows.size());
  for (const Row& row : rows) {
    const auto [known, fresh] = seen.emplace(row.key, &row);
    if (fresh || known->second->value == row.value) continue;
    mistakes.add({file, row.line, 1}, "line " + std::to_string(known->second->line) + " gives '" +
                                          std::string{row.key} + "' another value");
  }
}

// An address prefix has the digits that the IEEE gives away together: 24, 28 or 36 bits.
void check_prefixes(const std::vector<Row>& rows, std::uint32_t file, Mistakes& mistakes) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  for (const Row& row : rows) {
    const bool size = std::ranges::find(kPrefixDigits, row.key.size()) != kPrefixDigits.end();
    if (size && std::ranges::all_of(row.key, is_digit)) continue;
    mistakes.add({file, row.line, 1},
                 "an address prefix has 6, 7 or 9 digits, of 0-9 and a-f: 0001c8, 0055da0");
  }
}

}  // namespace

std::optional<TableHeader> read_table_header(const TomlTable& table, const FileOrigin& origin,
                                             Mistakes& mistakes) {
  table.only({"when", "file", "level", "weight", "note"});
  table.text("note");
  const auto field = read_field(table, mistakes);
  const auto level = read_level(table, mistakes);
  const auto weight = read_weight(table);
  table.require("file");
  const auto file = table.text("file");
  if (!field || !level || !weight || !file) return std::nullopt;
  return TableHeader{table.place(), *field, *file, *level, *weight, origin};
}

std::vector<TableDraft> read_table_rows(const TableHeader& header, std::string_view content,
                                        std::uint32_t file, const Taxonomy& taxonomy,
                                        Mistakes& mistakes) {
  const std::vector<Row> rows = split(content, file, mistakes);
  check_keys(rows, file, mistakes);
  if (header.field == Field::eth_oui && header.origin.imported()) {
    check_prefixes(rows, file, mistakes);
  }
  std::map<std::string_view, TableDraft> by_value;
  for (const Row& row : rows) {
    TableDraft& draft = by_value[row.value];
    if (draft.keys.empty()) {
      const Place place{file, row.line, static_cast<std::uint32_t>(row.key.size() + 2)};
      draft.place = header.place;
      draft.id = (header.origin.imported() ? header.origin.pack + '/' : std::string{}) +
                 header.file.text + ':' + std::string{row.value};
      draft.pack = header.origin.number;
      draft.file = header.file.text;
      draft.field = header.field;
      draft.weight = header.weight;
      draft.device.at(header.level).push_back({place, std::string{row.value}});
      settle(draft.device, taxonomy, mistakes);
    }
    draft.keys.emplace_back(row.key);
  }
  std::vector<TableDraft> drafts;
  for (auto& [value, draft] : by_value) drafts.push_back(std::move(draft));
  return drafts;
}

}  // namespace tapcensus
