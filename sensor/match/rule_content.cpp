// What a file of rules holds: rules, signatures, and tables with the files that they name.
#include <algorithm>

#include "match/rule_readers.hpp"

namespace tapcensus {
namespace {

// As a table before it has read it, where it has the same columns. Nothing when it cannot be read.
const CodeFile* read_code_file(const PlacedText& name, const CodeHeader& header,
                               RuleDirectory& directory, RuleFiles& files, Mistakes& mistakes) {
  const auto known = std::ranges::find_if(files.code_files, [&](const CodeFile& file) {
    return file.name == name.text && file.pack == header.rule.pack &&
           file.list->columns() == header.columns;
  });
  if (known != files.code_files.end()) return &*known;
  const auto [number, content, digest] = directory.read(name.text, name.place);
  if (!content) return nullptr;
  auto list = std::make_shared<const CodeList>(
      read_code_list(*content, number, header.columns, files.taxonomy, mistakes));
  return &files.code_files.emplace_back(
      CodeFile{name.text, digest, std::move(list), header.rule.pack});
}

void read_code_table(const TomlTable& table, const FileOrigin& origin, RuleDirectory& directory,
                     RuleFiles& files, Mistakes& mistakes) {
  auto header = read_code_header(table, origin, mistakes);
  if (!header) return;
  RuleDraft& rule = header->rule;
  std::vector<std::shared_ptr<const CodeList>> lists;
  for (const PlacedText& name : header->files) {
    rule.codes_files += (rule.codes_files.empty() ? "" : ", ") + name.text;
    const CodeFile* const file = read_code_file(name, *header, directory, files, mistakes);
    if (file == nullptr) continue;
    rule.codes_digests += file->digest;
    lists.push_back(file->list);
  }
  rule.codes = std::make_shared<const CodeTable>(std::move(lists));
  files.rules.push_back(std::move(rule));
}

}  // namespace

void read_rule_file(const TomlTable& root, const FileOrigin& origin, RuleDirectory& directory,
                    RuleFiles& files, Mistakes& mistakes) {
  root.only({"rule", "signature", "table"});
  for (const TomlTable& rule : root.tables("rule")) {
    if (auto draft = read_rule(rule, origin, files.taxonomy, mistakes)) {
      files.rules.push_back(std::move(*draft));
    }
  }
  for (const TomlTable& signature : root.tables("signature")) {
    if (auto draft = read_signature(signature, origin, mistakes)) {
      files.rules.push_back(std::move(*draft));
    }
  }
  for (const TomlTable& table : root.tables("table")) {
    if (table.has("matches")) {
      read_code_table(table, origin, directory, files, mistakes);
      continue;
    }
    const auto header = read_table_header(table, origin, mistakes);
    if (!header) continue;
    const auto [number, content, digest] = directory.read(header->file.text, header->file.place);
    if (!content) continue;
    auto rows = read_table_rows(*header, *content, number, files.taxonomy, mistakes);
    std::ranges::move(rows, std::back_inserter(files.tables));
  }
}

std::vector<std::string> code_files_of(const RuleDraft& rule) {
  std::vector<std::string> files;
  for (std::string_view names = rule.codes_files; !names.empty();) {
    const std::size_t comma = std::min(names.find(", "), names.size());
    files.emplace_back(names.substr(0, comma));
    names.remove_prefix(std::min(comma + 2, names.size()));
  }
  return files;
}

}  // namespace tapcensus
