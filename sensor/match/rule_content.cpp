// What a file of rules holds: rules, signatures, and tables with the files that they name.
#include <algorithm>

#include "match/rule_readers.hpp"

namespace tapcensus {
namespace {

// The files of a table, by the first that has them in these columns.
void read_codes_of(const CodeHeader& header, RuleDraft& rule, RuleDirectory& directory,
                   const Taxonomy& taxonomy, Mistakes& mistakes) {
  std::vector<std::string> contents;
  std::vector<std::uint32_t> numbers;
  for (const PlacedText& name : header.files) {
    auto [number, content, digest] = directory.read(name.text, name.place);
    if (!content) continue;
    contents.push_back(std::move(*content));
    numbers.push_back(number);
    rule.codes_digests += digest;
  }
  rule.codes =
      std::make_shared<const CodeTable>(read_codes(header, contents, numbers, taxonomy, mistakes));
}

void read_code_table(const TomlTable& table, const FileOrigin& origin, RuleDirectory& directory,
                     RuleFiles& files, Mistakes& mistakes) {
  auto header = read_code_header(table, origin, mistakes);
  if (!header) return;
  RuleDraft& rule = header->rule;
  for (const PlacedText& name : header->files) {
    rule.codes_files += (rule.codes_files.empty() ? "" : ", ") + name.text;
  }
  const auto same = std::ranges::find_if(files.rules, [&](const RuleDraft& other) {
    return other.codes && other.pack == rule.pack && other.codes_files == rule.codes_files &&
           other.codes->columns() == header->columns;
  });
  if (same == files.rules.end()) {
    read_codes_of(*header, rule, directory, files.taxonomy, mistakes);
  } else {
    rule.codes = same->codes;
    rule.codes_digests = same->codes_digests;
  }
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
