#include "match/rule_files.hpp"

#include <algorithm>
#include <set>

#include "match/directory_files.hpp"
#include "match/rule_readers.hpp"

namespace tapcensus {
namespace {

constexpr const char* kTaxonomyName = "taxonomy.toml";
constexpr const char* kVendorsName = "vendors.tsv";
constexpr const char* kOrganizationsName = "organizations.tsv";

// Nothing when taxonomy.toml is missing or is no TOML.
std::optional<Taxonomy> read_taxonomy_of(RuleDirectory& directory, Mistakes& mistakes) {
  const auto file = directory.read(kTaxonomyName);
  if (!file.content) return std::nullopt;
  const auto root = parse_toml(*file.content, file.number, mistakes);
  if (!root) return std::nullopt;
  Taxonomy taxonomy = read_taxonomy({*root, file.number, mistakes}, mistakes);
  if (directory.has(kVendorsName)) {
    const auto vendors = directory.read(kVendorsName);
    if (vendors.content) read_vendor_lines(*vendors.content, vendors.number, taxonomy, mistakes);
  }
  if (directory.has(kOrganizationsName)) {
    const auto lines = directory.read(kOrganizationsName);
    if (lines.content) read_organization_lines(*lines.content, lines.number, taxonomy, mistakes);
  }
  return taxonomy;
}

// The prefixes and other keys that tables of ours speak of.
using OwnKeys = std::set<std::pair<Field, std::string_view>>;

OwnKeys keys_of(const std::vector<TableDraft>& tables) {
  OwnKeys keys;
  for (const TableDraft& table : tables) {
    for (const std::string& key : table.keys) keys.emplace(table.field, key);
  }
  return keys;
}

void leave_out(const OwnKeys& own, std::vector<TableDraft>& tables) {
  for (TableDraft& table : tables) {
    std::erase_if(table.keys, [&](const std::string& key) {
      return own.contains({table.field, key});
    });
  }
  std::erase_if(tables, [](const TableDraft& table) { return table.keys.empty(); });
}

void read_rules_of(RuleDirectory& directory, const std::vector<std::string>& names,
                   const std::string& pack, RuleFiles& files, bool taxonomy, Mistakes& mistakes) {
  for (const std::string& name : names) {
    const auto file = directory.read(name);
    if (!file.content) continue;
    const auto root = parse_toml(*file.content, file.number, mistakes);
    // Without the taxonomy every name would look wrong, so only the syntax is checked.
    if (!root || !taxonomy) continue;
    std::string stem = std::filesystem::path{name}.stem().string();
    if (!pack.empty()) stem = pack + '/' + stem;
    read_rule_file({*root, file.number, mistakes},
                   {std::move(stem), pack, static_cast<std::uint8_t>(files.packs.size() - 1)},
                   directory, files, mistakes);
  }
}

void check_lists(const RuleFiles& files, Mistakes& mistakes) {
  std::set<std::string_view> lists;
  const RuleDraft* last = nullptr;
  for (const RuleDraft& rule : files.rules) {
    if (rule.list.empty() || rule.pack + std::size_t{1} != files.packs.size()) continue;
    lists.insert(rule.list);
    last = &rule;
  }
  if (lists.size() <= kMostLists) return;
  mistakes.add(last->place, "a pack has at most " + std::to_string(kMostLists) + " lists");
}

// Adds the rules of a pack to ours; what stood in `tables` is ours.
void read_pack(const PackSource& source, const OwnKeys& own, RuleFiles& files, Mistakes& mistakes) {
  RuleDirectory directory =
      source.convert ? RuleDirectory{source.name, source.convert(files.taxonomy), mistakes}
                     : RuleDirectory{source.directory, mistakes};
  auto head = read_pack_head(directory, mistakes);
  if (!head) return;
  if (std::ranges::find(files.packs, head->name, &PackHead::name) != files.packs.end()) {
    mistakes.add({mistakes.add_file(source.name)}, "the pack '" + head->name + "' is there twice");
    return;
  }
  const std::vector<std::string> names = directory.toml_files(kPackHeadName);
  files.packs.push_back(std::move(*head));
  if (directory.has(kVendorsName)) {
    const auto vendors = directory.read(kVendorsName);
    if (vendors.content) {
      read_pack_vendors(*vendors.content, vendors.number, files.taxonomy, mistakes);
    }
  }
  RuleFiles more;
  std::swap(more.tables, files.tables);
  read_rules_of(directory, names, files.packs.back().name, files, true, mistakes);
  std::swap(more.tables, files.tables);
  check_lists(files, mistakes);
  leave_out(own, more.tables);
  std::ranges::move(more.tables, std::back_inserter(files.tables));
  files.version = hexadecimal_sha256(files.version + directory.version());
  std::ranges::move(directory.take_inputs(), std::back_inserter(files.inputs));
  files.homes.push_back(std::move(directory).home());
}

}  // namespace

std::optional<Taxonomy> read_taxonomy_files(const std::filesystem::path& path, Mistakes& mistakes) {
  RuleDirectory directory{path, mistakes};
  return read_taxonomy_of(directory, mistakes);
}

RuleFiles read_rule_files(const RuleSources& sources, Mistakes& mistakes) {
  RuleFiles files;
  files.read_from_ns = wall_clock_ns();
  RuleDirectory directory{sources.directory, mistakes};
  const std::vector<std::string> names = directory.toml_files(kTaxonomyName);
  if (!mistakes.none()) return files;
  files.packs.push_back(
      {.name = std::string{kOwnPack}, .version = {}, .licence = {}, .source = {}});
  files.homes.push_back({sources.directory, {}});

  auto taxonomy = read_taxonomy_of(directory, mistakes);
  if (taxonomy) files.taxonomy = std::move(*taxonomy);
  read_rules_of(directory, names, {}, files, taxonomy.has_value(), mistakes);
  files.version = directory.version();
  files.inputs = directory.take_inputs();
  if (taxonomy && !sources.packs.empty()) {
    if (sources.packs.size() > kMostPacks) {
      mistakes.add({}, "at most " + std::to_string(kMostPacks) + " packs go together");
      return files;
    }
    const std::vector<TableDraft> ours = files.tables;  // whose keys are viewed
    const OwnKeys own = keys_of(ours);
    for (const PackSource& pack : sources.packs) read_pack(pack, own, files, mistakes);
  }
  files.packs.front().version = files.version;
  check_signatures(files.rules, mistakes);
  return files;
}

}  // namespace tapcensus
