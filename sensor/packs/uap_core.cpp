// regexes.yaml of uap-core: User-Agents to systems and makers.
//
// Of each of its lists the first expression that matches counts, so they become lists of rules; one
// whose name is not ours stays in its place and says nothing. What programs are called is left out.
#include <algorithm>
#include <array>

#include "packs/group_names.hpp"
#include "packs/importers.hpp"
#include "packs/yaml_document.hpp"

namespace tapcensus {
namespace {

// Where our rules are silent, three of four makers that it names on the cases of others are right.
constexpr std::uint8_t kSystemWeight = 68;
constexpr std::uint8_t kVendorWeight = 68;

// Their User-Agents name a version that stands still while they move on: it is left to our rules.
constexpr std::array<std::string_view, 5> kFrozen{"Android", "ChromeOS", "iOS", "macOS", "Windows"};

struct Row {
  const YamlEntry& entry;
  std::string expression;

  std::string_view text(std::string_view key) const {
    const YamlText* const value = entry.find(key);
    return value == nullptr ? std::string_view{} : std::string_view{value->text};
  }
};

// Whether the replacement is one group and nothing else: "$1".
std::size_t group_of(std::string_view text) {
  return text.size() == 2 && text[0] == '$' && text[1] >= '1' && text[1] <= '9'
             ? static_cast<std::size_t>(text[1] - '0')
             : 0;
}

// The names that the row can give, each with the expression for it.
std::optional<std::vector<GroupName>> names_of(const Row& row, std::string_view replacement) {
  const std::string_view wanted = replacement.empty() ? "$1" : replacement;
  if (const std::size_t group = group_of(wanted)) return group_names(row.expression, group);
  if (wanted.find('$') != wanted.npos) return std::nullopt;
  return std::vector<GroupName>{{std::string{wanted}, row.expression}};
}

class Importer {
 public:
  Importer(const PackInput& input, const Names& names, PackWriter& pack)
      : input_{input}, names_{names}, pack_{pack} {}

  void import() {
    std::optional<YamlFault> fault;
    const auto lists = read_yaml_lists(input_.content, fault);
    if (fault) pack_.not_converted({input_.name, fault->line, fault->column}, fault->what);
    for (const YamlList& list : lists) {
      for (const YamlEntry& entry : list.entries) {
        pack_.row();
        place_ = {input_.name, entry.line, entry.column};
        if (list.name == "os_parsers") {
          import_row(entry, "os", "os_replacement");
        } else if (list.name == "device_parsers") {
          import_row(entry, "device", "brand_replacement");
        } else {
          pack_.not_converted(place_, "it names a program, not a device");
        }
      }
    }
  }

 private:
  void import_row(const YamlEntry& entry, const std::string& list, std::string_view name_key) {
    const YamlText* const expression = entry.find("regex");
    if (expression == nullptr) return pack_.not_converted(place_, "it has no 'regex'");
    place_.line = expression->line;
    place_.column = expression->column;
    const bool folded = entry.find("regex_flag") != nullptr;
    const Row row{entry, (folded ? "(?i)" : "") + expression->text};
    const std::string_view replacement = row.text(name_key);
    const bool maker = list == "device";
    auto given = maker && replacement.empty() ? std::nullopt : names_of(row, replacement);
    std::optional<std::string> why;
    if (!given) {
      why = maker && replacement.empty() ? "it names no maker"
                                         : "the name is read out of the text, and could be any";
      given = std::vector<GroupName>{{"", row.expression}};
    }
    bool said = false;
    for (const GroupName& name : *given) {
      ImportedRule rule{.device = {},
                        .field = Field::http_user_agent,
                        .matches = name.expression,
                        .is = {},
                        .list = list,
                        .weight = maker ? kVendorWeight : kSystemWeight};
      if (!why || !name.text.empty()) {
        rule.device = maker ? maker_of(row, name.text) : system_of(row, name.text);
        if (is_silent(rule.device)) {
          why = std::string{"no "} + (maker ? "vendor" : "system") + " '" + name.text +
                "' in the taxonomy; those that it finds stay unsaid";
        }
      }
      if (auto objection = pack_.add(place_, rule)) {
        why = std::move(objection);
      } else {
        said = said || !is_silent(rule.device);
      }
    }
    if (said) pack_.converted();
    if (!said) pack_.not_converted(place_, why.value_or("it says nothing"));
  }

  DeviceNames system_of(const Row& row, const std::string& name) const {
    DeviceNames device;
    const auto system = names_.system(name);
    if (!system) return device;
    at(device, Level::os) = {system->os};
    if (auto version = version_of(row, system->os); !version.empty()) {
      at(device, Level::os_version) = {std::move(version)};
    }
    return device;
  }

  // Only what the row says itself.
  std::string version_of(const Row& row, std::string_view os) const {
    const std::string_view major = row.text("os_v1_replacement");
    const std::string_view minor = row.text("os_v2_replacement");
    if (major.empty() || major.find('$') != major.npos || minor.find('$') != minor.npos) return {};
    const bool frozen = std::ranges::find(kFrozen, os) != kFrozen.end();
    if (frozen && (os != "Windows" || major == "10")) return {};
    const std::string whole = std::string{major} + (minor.empty() ? "" : '.' + std::string{minor});
    return names_.version(os, whole).value_or("");
  }

  DeviceNames maker_of(const Row& row, const std::string& name) const {
    DeviceNames device;
    // What uap-core says of robots, and of what it knows no maker of.
    if (name == "Spider" || name.starts_with("Generic")) return device;
    const auto vendor = names_.vendor(name);
    if (!vendor) return device;
    at(device, Level::vendor) = {*vendor};
    for (const auto key : {"model_replacement", "device_replacement"}) {
      const std::string_view text = row.text(key);
      if (auto model = names_.model(text, *vendor)) {
        at(device, Level::model) = {std::move(*model)};
        break;
      }
      if (auto family = names_.family(text, *vendor)) {
        at(device, Level::family) = {std::move(*family)};
        break;
      }
    }
    return device;
  }

  const PackInput& input_;
  const Names& names_;
  PackWriter& pack_;
  RowPlace place_;
};

}  // namespace

void import_uap_core(const PackInput& input, const Names& names, PackWriter& pack) {
  Importer{input, names, pack}.import();
}

}  // namespace tapcensus
