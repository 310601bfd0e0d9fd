#include "match/rule_files.hpp"

#include <algorithm>
#include <system_error>

#include "match/rule_readers.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTaxonomyName = "taxonomy.toml";
constexpr std::string_view kVendorsName = "vendors.tsv";

// Reads the files of one directory, and remembers what they held.
class Directory {
 public:
  Directory(const fs::path& path, Mistakes& mistakes) : path_{path}, mistakes_{mistakes} {}

  // The names of all *.toml but the taxonomy, sorted.
  std::vector<std::string> rule_files() {
    Input input{path_.string(), {}, InputKind::listing, stamp_of(path_)};
    std::vector<std::string> names;
    try {
      names = toml_names(path_);
    } catch (const fs::filesystem_error& failure) {
      mistakes_.add({mistakes_.add_file(path_.string())},
                    "cannot be read: " + failure.code().message());
      return names;
    }
    input.digest = digest_of_names(names);
    inputs_.push_back(std::move(input));
    std::erase(names, kTaxonomyName);
    return names;
  }

  struct File {
    std::uint32_t number;
    std::optional<std::string> content;
    std::string digest;  // SHA-256, hexadecimal
  };
  bool has(std::string_view name) {
    const fs::path path = path_ / name;
    std::error_code ignored;
    if (fs::exists(path, ignored)) return true;
    inputs_.push_back({path.string(), {}, InputKind::absent, {}});
    return false;
  }

  // Without content, and a mistake at `place`, when it cannot be read.
  File read(const std::string& name, std::optional<Place> place = std::nullopt) {
    const fs::path path = path_ / name;
    const std::uint32_t number = mistakes_.add_file(path.string());
    Input input{path.string(), {}, InputKind::file, stamp_of(path)};
    try {
      std::string content = content_of(path);
      input.digest = hexadecimal_sha256(content);
      inputs_.push_back(input);
      digests_ += name + '\0' + input.digest + '\n';
      return {number, std::move(content), std::move(input.digest)};
    } catch (const fs::filesystem_error&) {
      mistakes_.add(place.value_or(Place{number}),
                    place ? "'" + name + "' cannot be read" : std::string{"cannot be read"});
      return {number, std::nullopt, {}};
    }
  }

  std::vector<Input> take_inputs() { return std::move(inputs_); }
  std::string version() const { return hexadecimal_sha256(digests_); }

 private:
  fs::path path_;
  Mistakes& mistakes_;
  std::string digests_;
  std::vector<Input> inputs_;
};

// The files of a table, by the first that has them in these columns.
void read_codes_of(const CodeHeader& header, RuleDraft& rule, Directory& directory,
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
  rule.codes = std::make_shared<const CodeTable>(
      read_codes(header, std::move(contents), numbers, taxonomy, mistakes));
}

void read_code_table(const TomlTable& table, std::string_view stem, Directory& directory,
                     RuleFiles& files, Mistakes& mistakes) {
  auto header = read_code_header(table, stem, mistakes);
  if (!header) return;
  RuleDraft& rule = header->rule;
  for (const PlacedText& name : header->files) {
    rule.codes_files += (rule.codes_files.empty() ? "" : ", ") + name.text;
  }
  const auto same = std::ranges::find_if(files.rules, [&](const RuleDraft& other) {
    return other.codes && other.codes_files == rule.codes_files &&
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

void read_rule_file(const TomlTable& root, std::string_view stem, Directory& directory,
                    RuleFiles& files, Mistakes& mistakes) {
  root.only({"rule", "signature", "table"});
  for (const TomlTable& rule : root.tables("rule")) {
    if (auto draft = read_rule(rule, stem, files.taxonomy, mistakes)) {
      files.rules.push_back(std::move(*draft));
    }
  }
  for (const TomlTable& signature : root.tables("signature")) {
    if (auto draft = read_signature(signature, stem, mistakes)) {
      files.rules.push_back(std::move(*draft));
    }
  }
  for (const TomlTable& table : root.tables("table")) {
    if (table.has("matches")) {
      read_code_table(table, stem, directory, files, mistakes);
      continue;
    }
    const auto header = read_table_header(table, mistakes);
    if (!header) continue;
    const auto [number, content, digest] = directory.read(header->file.text, header->file.place);
    if (!content) continue;
    auto rows = read_table_rows(*header, *content, number, files.taxonomy, mistakes);
    std::ranges::move(rows, std::back_inserter(files.tables));
  }
}

}  // namespace

RuleFiles read_rule_files(const fs::path& path, Mistakes& mistakes) {
  RuleFiles files;
  files.read_from_ns = wall_clock_ns();
  Directory directory{path, mistakes};
  const std::vector<std::string> names = directory.rule_files();
  if (!mistakes.none()) return files;

  const auto taxonomy_file = directory.read(std::string{kTaxonomyName});
  const auto taxonomy = taxonomy_file.content
                            ? parse_toml(*taxonomy_file.content, taxonomy_file.number, mistakes)
                            : std::nullopt;
  if (taxonomy) {
    files.taxonomy = read_taxonomy({*taxonomy, taxonomy_file.number, mistakes}, mistakes);
  }
  if (taxonomy && directory.has(kVendorsName)) {
    const auto vendors = directory.read(std::string{kVendorsName});
    if (vendors.content) {
      read_vendor_lines(*vendors.content, vendors.number, files.taxonomy, mistakes);
    }
  }
  for (const std::string& name : names) {
    const auto file = directory.read(name);
    if (!file.content) continue;
    const auto root = parse_toml(*file.content, file.number, mistakes);
    // Without the taxonomy every name would look wrong, so only the syntax is checked.
    if (!root || !taxonomy) continue;
    read_rule_file({*root, file.number, mistakes}, fs::path{name}.stem().string(), directory, files,
                   mistakes);
  }
  check_signatures(files.rules, mistakes);
  files.version = directory.version();
  files.inputs = directory.take_inputs();
  return files;
}

}  // namespace tapcensus
