#include "app/rule_packs.hpp"

#include <algorithm>

#include "app/commands.hpp"
#include "app/places.hpp"
#include "packs/installed.hpp"

namespace tapcensus {
namespace {

namespace fs = std::filesystem;

const InstalledPack* installed(std::string_view name) {
  const auto& packs = installed_packs();
  const auto known = std::ranges::find(packs, name, &InstalledPack::name);
  return known == packs.end() ? nullptr : &*known;
}

}  // namespace

bool is_installable(std::string_view name) { return installed(name) != nullptr; }

Result<RuleSources> rule_sources(const std::string& rules, const std::vector<std::string>& packs) {
  Errors errors;
  auto directory = rules_directory(rules);
  if (!directory) errors = directory.errors();
  std::vector<PackSource> sources;
  for (const std::string& name : packs) {
    std::error_code ignored;
    if (const InstalledPack* const pack = installed(name)) {
      if (files_of(*pack).empty()) {
        print_warning("the pack " + name + " is not installed, and left out: apt-get install " +
                      name);
      } else {
        sources.push_back(source_of(*pack));
      }
    } else if (fs::exists(fs::path{name} / "pack.toml", ignored)) {
      sources.push_back({.name = name, .directory = name});
    } else {
      errors.push_back({name,
                        "is no pack; packs are uap-core and ieee-data, or a directory that "
                        "tapcensus rules import wrote"});
    }
  }
  if (!errors.empty()) return errors;
  return RuleSources{directory.value(), std::move(sources)};
}

std::unique_ptr<LoadedRules> load_rules(const std::string& rules,
                                        const std::vector<std::string>& packs) {
  auto sources = rule_sources(rules, packs);
  if (!sources) {
    print_errors(sources.errors());
    return nullptr;
  }
  auto loaded = std::make_unique<LoadedRules>(LoadedRules{std::move(sources).value()});
  auto set = RuleSet::load(loaded->sources, loaded->catalog, 1, cache_directory());
  if (!set) {
    print_errors(set.errors());
    return nullptr;
  }
  loaded->rules = std::move(set).value();
  return loaded;
}

}  // namespace tapcensus
