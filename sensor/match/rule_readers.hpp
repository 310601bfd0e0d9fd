// How the parts of a rule directory are read; used by rule_files.cpp alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/rule_files.hpp"
#include "match/toml_table.hpp"

namespace tapcensus {

Taxonomy read_taxonomy(const TomlTable& root, Mistakes& mistakes);

// Nothing when a part that everything else hangs on is missing.
std::optional<RuleDraft> read_rule(const TomlTable& rule, std::string_view file_stem,
                                   const Taxonomy& taxonomy, Mistakes& mistakes);

struct TableHeader {
  Place place;
  Field field;
  PlacedText file;
  Level level;
  std::uint8_t weight;
};
std::optional<TableHeader> read_table_header(const TomlTable& table, Mistakes& mistakes);

// `content` is that of the file, which is number `file` among the mistakes.
std::vector<TableDraft> read_table_rows(const TableHeader& header, std::string_view content,
                                        std::uint32_t file, const Taxonomy& taxonomy,
                                        Mistakes& mistakes);

// The field named by `when`.
std::optional<Field> read_field(const TomlTable& table, Mistakes& mistakes);
// 1 to 99.
std::optional<std::uint8_t> read_weight(const TomlTable& table);

}  // namespace tapcensus
