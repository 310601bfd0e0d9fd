// How the parts of a rule directory are read; used by rule_files.cpp and rule_content.cpp alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/directory_files.hpp"
#include "match/rule_files.hpp"
#include "match/toml_table.hpp"

namespace tapcensus {

// Where a file belongs.
struct FileOrigin {
  std::string stem;         // "apple", "uap-core/os": what the ids of its rules begin with
  std::string pack;         // empty: it is ours
  std::uint8_t number = 0;  // of the pack, in RuleFiles::packs
  bool imported() const { return !pack.empty(); }
};

// All of a file's rules, signatures and tables, with the files that these name.
void read_rule_file(const TomlTable& root, const FileOrigin& origin, RuleDirectory& directory,
                    RuleFiles& files, Mistakes& mistakes);

inline constexpr const char* kPackHeadName = "pack.toml";
// Nothing, and mistakes, where the directory is no pack.
std::optional<PackHead> read_pack_head(RuleDirectory& directory, Mistakes& mistakes);
// organizations.tsv: how an organization's name begins, a tab, and a declared vendor, or `-` where
// what it makes is part of others' devices.
void read_organization_lines(std::string_view content, std::uint32_t file, Taxonomy& taxonomy,
                             Mistakes& mistakes);

// As read_vendor_lines(), but vendors may be declared already, and there are not too many.
void read_pack_vendors(std::string_view content, std::uint32_t file, Taxonomy& taxonomy,
                       Mistakes& mistakes);

Taxonomy read_taxonomy(const TomlTable& root, Mistakes& mistakes);

// Nothing when a part that everything else hangs on is missing.
std::optional<RuleDraft> read_rule(const TomlTable& rule, const FileOrigin& origin,
                                   const Taxonomy& taxonomy, Mistakes& mistakes);

// The same of a [[signature]].
std::optional<RuleDraft> read_signature(const TomlTable& signature, const FileOrigin& origin,
                                        Mistakes& mistakes);

// All of them together: no id twice, and not too many.
void check_signatures(const std::vector<RuleDraft>& rules, Mistakes& mistakes);

struct TableHeader {
  Place place;
  Field field;
  PlacedText file;
  Level level;
  std::uint8_t weight;
  FileOrigin origin;
};
std::optional<TableHeader> read_table_header(const TomlTable& table, const FileOrigin& origin,
                                             Mistakes& mistakes);

// `content` is that of the file, which is number `file` among the mistakes.
std::vector<TableDraft> read_table_rows(const TableHeader& header, std::string_view content,
                                        std::uint32_t file, const Taxonomy& taxonomy,
                                        Mistakes& mistakes);

// [[table]] with `matches`: one rule, once its files are read.
struct CodeHeader {
  RuleDraft rule;  // without its codes
  std::vector<PlacedText> files;
  std::vector<CodeList::Column> columns;
};
std::optional<CodeHeader> read_code_header(const TomlTable& table, const FileOrigin& origin,
                                           Mistakes& mistakes);
// Of one of its files, which is number `file` among the mistakes.
CodeList read_code_list(std::string_view content, std::uint32_t file,
                        const std::vector<CodeList::Column>& columns, const Taxonomy& taxonomy,
                        Mistakes& mistakes);

// Vendors that stand in a table instead: name, tab, country or nothing.
void read_vendor_lines(std::string_view content, std::uint32_t file, Taxonomy& taxonomy,
                       Mistakes& mistakes);

// The field named by `when`.
std::optional<Field> read_field(const TomlTable& table, Mistakes& mistakes);
// "apple:12"
std::string id_of(const FileOrigin& origin, Place place);

// What rules and signatures have in common; field and matcher are known. What is being matched:
void read_values(const TomlTable& table, RuleDraft& draft, Mistakes& mistakes);
// `examples` and `counterexamples`.
void read_examples(const TomlTable& table, RuleDraft& draft);
// `ports` and `to`, which go with payload alone.
void read_hint(const TomlTable& table, RuleDraft& draft, Mistakes& mistakes);

// 1 to 99.
std::optional<std::uint8_t> read_weight(const TomlTable& table);

}  // namespace tapcensus
