// Declared names that nothing can claim.
#include <array>
#include <set>

#include "match/inputs.hpp"
#include "match/rule_files.hpp"
#include "match/rule_warnings.hpp"
#include "match/toml_table.hpp"

namespace tapcensus {
namespace {

using Column = CodeList::Column;

// What rules and tables can claim, with what the taxonomy makes of it.
class Used {
 public:
  explicit Used(const Taxonomy& taxonomy) : taxonomy_{taxonomy} {}

  void add(const RuleFiles& files) {
    for (const RuleDraft& rule : files.rules) {
      add(rule.device);
      if (rule.model) add_models_within(rule.device);
      if (!rule.application.empty()) applications_.insert(rule.application);
    }
    for (const CodeFile& file : files.code_files) add(*file.list);
    for (const TableDraft& table : files.tables) add(table.device);
  }

  bool has(Level level, std::string_view name) const { return at(level).contains(name); }
  bool has_application(std::string_view name) const { return applications_.contains(name); }

 private:
  using Names = std::set<std::string, std::less<>>;

  Names& at(Level level) { return names_[static_cast<std::size_t>(level)]; }
  const Names& at(Level level) const { return names_[static_cast<std::size_t>(level)]; }

  void add(const NamedClaim& device) {
    for (std::size_t i = 0; i < kLevels; ++i) {
      for (const PlacedText& name : device.levels[i]) add(static_cast<Level>(i), name.text);
    }
  }

  void add(const CodeList& codes) {
    codes.for_each_row([&](const CodeList::Row& row) {
      add(Level::vendor, row.at(Column::vendor));
      add(Level::family, row.at(Column::family));
      add(Level::model, row.at(Column::model));
    });
  }

  // A captured model is any that the rule allows.
  void add_models_within(const NamedClaim& device) {
    const auto allows = [&](Level level, const std::string& name) {
      const auto& names = device.at(level);
      return names.empty() || std::ranges::find(names, name, &PlacedText::text) != names.end();
    };
    for (const auto& [name, model] : taxonomy_.models) {
      const auto family = taxonomy_.families.find(model.family);
      if (family == taxonomy_.families.end() || !allows(Level::family, family->first)) continue;
      if (allows(Level::vendor, family->second.vendor)) add(Level::model, name);
    }
  }

  void add(Level level, std::string_view name) {
    if (name.empty() || has(level, name)) return;
    at(level).emplace(name);
    if (level == Level::model) {
      const auto model = taxonomy_.models.find(name);
      if (model != taxonomy_.models.end()) add(Level::family, model->second.family);
    } else if (level == Level::family) {
      const auto family = taxonomy_.families.find(name);
      if (family == taxonomy_.families.end()) return;
      add(Level::vendor, family->second.vendor);
      add(Level::os, family->second.os);
    } else if (level == Level::os) {
      const auto system = taxonomy_.systems.find(name);
      if (system != taxonomy_.systems.end()) add(Level::vendor, system->second.vendor);
    }
  }

  const Taxonomy& taxonomy_;
  std::array<Names, kLevels> names_;
  Names applications_;
};

constexpr std::array<std::pair<std::string_view, Level>, 4> kSections{{{"vendors", Level::vendor},
                                                                       {"systems", Level::os},
                                                                       {"families", Level::family},
                                                                       {"models", Level::model}}};

void note(Level level, const PlacedText& name, const Used& used, Mistakes& warnings) {
  if (used.has(level, name.text)) return;
  const std::string_view word = level == Level::os ? "system" : name_of(level);
  warnings.add(name.place, "warning: unused: no rule and no table can claim the " +
                               std::string{word} + " '" + name.text + "'");
}

}  // namespace

Errors unused_names(const std::filesystem::path& directory, const RuleFiles& files) {
  Used used{files.taxonomy};
  used.add(files);
  Mistakes warnings;
  const auto path = directory / "taxonomy.toml";
  const std::uint32_t number = warnings.add_file(path.string());
  if (const auto root = parse_toml(content_of(path), number, warnings)) {
    const TomlTable taxonomy{*root, number, warnings};
    for (const auto& [section, level] : kSections) {
      for (const auto& entry : taxonomy.named_tables(section)) {
        note(level, entry.first, used, warnings);
      }
    }
    for (const auto& [name, application] : taxonomy.named_tables("applications")) {
      if (used.has_application(name.text)) continue;
      warnings.add(name.place,
                   "warning: unused: no rule names the application '" + name.text + "'");
    }
  }
  const auto vendors = directory / "vendors.tsv";
  if (!std::filesystem::exists(vendors)) return warnings.sorted();
  const std::uint32_t file = warnings.add_file(vendors.string());
  const std::string lines = content_of(vendors);
  CodeList::for_each_line(lines, [&](std::uint32_t line, std::string_view text) {
    const PlacedText name{{file, line, 1}, std::string{text.substr(0, text.find('\t'))}};
    note(Level::vendor, name, used, warnings);
  });
  return warnings.sorted();
}

}  // namespace tapcensus
