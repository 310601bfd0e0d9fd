// How the parts of a rule directory are read; used by rule_files.cpp alone.
#pragma once

#include <optional>
#include <span>
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

// The same of a [[signature]].
std::optional<RuleDraft> read_signature(const TomlTable& signature, std::string_view file_stem,
                                        Mistakes& mistakes);

// All of them together: no id twice, and not too many.
void check_signatures(const std::vector<RuleDraft>& rules, Mistakes& mistakes);

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

// [[table]] with `matches`: one rule, once its files are read.
struct CodeHeader {
  RuleDraft rule;  // without its codes
  std::vector<PlacedText> files;
  std::vector<CodeTable::Column> columns;
};
std::optional<CodeHeader> read_code_header(const TomlTable& table, std::string_view file_stem,
                                           Mistakes& mistakes);
// `contents` are those of its files, which are numbers `files` among the mistakes.
CodeTable read_codes(const CodeHeader& header, std::vector<std::string> contents,
                     std::span<const std::uint32_t> files, const Taxonomy& taxonomy,
                     Mistakes& mistakes);

// Vendors that stand in a table instead: name, tab, country or nothing.
void read_vendor_lines(std::string_view content, std::uint32_t file, Taxonomy& taxonomy,
                       Mistakes& mistakes);

// The field named by `when`.
std::optional<Field> read_field(const TomlTable& table, Mistakes& mistakes);
// "apple:12"
std::string id_of(std::string_view file_stem, Place place);

// What rules and signatures have in common; field and matcher are known. What is being matched:
void read_values(const TomlTable& table, RuleDraft& draft, Mistakes& mistakes);
// `examples` and `counterexamples`.
void read_examples(const TomlTable& table, RuleDraft& draft);
// `ports` and `to`, which go with payload alone.
void read_hint(const TomlTable& table, RuleDraft& draft, Mistakes& mistakes);

// 1 to 99.
std::optional<std::uint8_t> read_weight(const TomlTable& table);

}  // namespace tapcensus
