// taxonomy.toml: vendors, systems, families and models, each with what it belongs to, the dates of
// releases, and applications with what each covers.
#include <algorithm>

#include "match/rule_readers.hpp"

namespace tapcensus {
namespace {

bool is_country(std::string_view text) {
  return text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// The value of `key`, when it is there and declared.
std::string read_name(const TomlTable& table, std::string_view key, Level level,
                      const Taxonomy& taxonomy, Mistakes& mistakes) {
  const auto name = table.text(key);
  if (!name) return {};
  if (!taxonomy.declares(level, name->text)) {
    mistakes.add(name->place, unknown_name(level, name->text, taxonomy));
  }
  return name->text;
}

bool leads_back(const Taxonomy& taxonomy, std::string_view vendor) {
  std::string_view above = taxonomy.vendors.find(vendor)->second.parent;
  for (std::size_t steps = 0; !above.empty() && steps <= taxonomy.vendors.size(); ++steps) {
    if (above == vendor) return true;
    const auto entry = taxonomy.vendors.find(above);
    above = entry == taxonomy.vendors.end() ? std::string_view{} : entry->second.parent;
  }
  return false;
}

void read_vendors(const TomlTable& root, Taxonomy& taxonomy, Mistakes& mistakes) {
  const auto vendors = root.named_tables("vendors");
  for (const auto& [name, vendor] : vendors) {
    vendor.only({"country", "parent"});
    vendor.require("country");
    const auto country = vendor.text("country");
    if (country && !is_country(country->text)) {
      mistakes.add(country->place, "'country' must be two capital letters (ISO 3166-1)");
    }
    taxonomy.vendors[name.text] = {country ? country->text : ""};
  }
  for (const auto& [name, vendor] : vendors) {
    std::string& parent = taxonomy.vendors[name.text].parent;
    parent = read_name(vendor, "parent", Level::vendor, taxonomy, mistakes);
    if (leads_back(taxonomy, name.text)) {
      mistakes.add(name.place, "'parent' leads back to the vendor itself");
      parent.clear();
    }
  }
}

// Another system may be named before it is declared.
void relate_systems(const TomlTable& root, Taxonomy& taxonomy, Mistakes& mistakes) {
  const auto systems = root.named_tables("systems");
  for (const auto& [name, system] : systems) {
    System& entry = taxonomy.systems[name.text];
    entry.kernel = read_name(system, "kernel", Level::os, taxonomy, mistakes);
    entry.kind_of = read_name(system, "kind_of", Level::os, taxonomy, mistakes);
  }
  for (const auto& [name, system] : systems) {
    std::string& wider = taxonomy.systems[name.text].kind_of;
    if (wider.empty() || (wider != name.text && taxonomy.systems[wider].kind_of.empty())) continue;
    mistakes.add(name.place, "'kind_of' must name a system that is not itself a kind of one");
    wider.clear();
  }
}

void read_systems(const TomlTable& root, Taxonomy& taxonomy, Mistakes& mistakes) {
  for (const auto& [name, system] : root.named_tables("systems")) {
    system.only({"vendor", "versions", "kernel", "kind_of"});
    System& entry = taxonomy.systems[name.text];
    entry.vendor = read_name(system, "vendor", Level::vendor, taxonomy, mistakes);
    for (const auto& version : system.optional_texts("versions")) {
      entry.versions.push_back(version.text);
    }
  }
}

Release read_release(const TomlTable& table, Mistakes& mistakes) {
  table.only({"released", "supported_until"});
  table.require("released");
  Release release{table.date("released").value_or(std::chrono::year_month_day{}),
                  table.date("supported_until")};
  if (release.supported_until && *release.supported_until < release.released) {
    mistakes.add(table.place(), "'supported_until' is before 'released'");
  }
  return release;
}

void read_releases(const TomlTable& root, Taxonomy& taxonomy, Mistakes& mistakes) {
  for (const auto& [name, versions] : root.named_tables("releases")) {
    const auto system = taxonomy.systems.find(name.text);
    if (system == taxonomy.systems.end()) {
      mistakes.add(name.place, unknown_name(Level::os, name.text, taxonomy));
      continue;
    }
    for (const auto& [version, dates] : versions.named_tables()) {
      if (!taxonomy.declares_version(name.text, version.text)) {
        mistakes.add(version.place, "the taxonomy declares no version '" + version.text + "' of '" +
                                        name.text + "'");
      }
      system->second.releases[version.text] = read_release(dates, mistakes);
    }
  }
}

void read_families(const TomlTable& root, Taxonomy& taxonomy, Mistakes& mistakes) {
  for (const auto& [name, family] : root.named_tables("families")) {
    family.only({"vendor", "type", "os"});
    family.require("vendor");
    taxonomy.families[name.text] = {
        read_name(family, "vendor", Level::vendor, taxonomy, mistakes),
        read_name(family, "type", Level::type, taxonomy, mistakes),
        read_name(family, "os", Level::os, taxonomy, mistakes),
    };
  }
}

void read_models(const TomlTable& root, Taxonomy& taxonomy, Mistakes& mistakes) {
  for (const auto& [name, model] : root.named_tables("models")) {
    model.only({"family"});
    model.require("family");
    taxonomy.models[name.text] = {read_name(model, "family", Level::family, taxonomy, mistakes)};
  }
}

void read_applications(const TomlTable& root, Taxonomy& taxonomy) {
  for (const auto& [name, application] : root.named_tables("applications")) {
    application.only({"covers", "pretends"});
    application.require("covers");
    const auto covers = application.text("covers");
    taxonomy.applications[name.text] = {covers ? covers->text : "", application.flag("pretends")};
  }
}

}  // namespace

void read_vendor_lines(std::string_view content, std::uint32_t file, Taxonomy& taxonomy,
                       Mistakes& mistakes) {
  CodeList::for_each_line(content, [&](std::uint32_t number, std::string_view line) {
    const std::size_t tab = std::min(line.find('\t'), line.size());
    const std::string_view name = line.substr(0, tab);
    const std::string_view country = tab == line.size() ? "" : line.substr(tab + 1);
    if (name.empty() || (!country.empty() && !is_country(country))) {
      mistakes.add({file, number, 1},
                   "a line is a vendor, a tab, and two capital letters (ISO 3166-1) or nothing");
    } else if (!taxonomy.vendors.emplace(name, Vendor{std::string{country}}).second) {
      mistakes.add({file, number, 1}, "the vendor '" + std::string{name} + "' is declared already");
    }
  });
}

void read_organization_lines(std::string_view content, std::uint32_t file, Taxonomy& taxonomy,
                             Mistakes& mistakes) {
  CodeList::for_each_line(content, [&](std::uint32_t number, std::string_view line) {
    const std::size_t tab = line.find('\t');
    const std::string_view vendor = tab == line.npos ? "" : line.substr(tab + 1);
    const Place place{file, number, 1};
    if (tab == 0 || vendor.empty()) {
      mistakes.add(place,
                   "a line is how an organization's name begins, a tab, and a vendor or '-'");
    } else if (vendor != "-" && !taxonomy.declares(Level::vendor, vendor)) {
      mistakes.add(place, "the vendor '" + std::string{vendor} + "' is not declared");
    } else if (!taxonomy.organizations.emplace(line.substr(0, tab), vendor == "-" ? "" : vendor)
                    .second) {
      mistakes.add(place, "'" + std::string{line.substr(0, tab)} + "' stands here already");
    }
  });
}

Taxonomy read_taxonomy(const TomlTable& root, Mistakes& mistakes) {
  root.only({"vendors", "systems", "releases", "families", "models", "applications"});
  Taxonomy taxonomy;
  read_vendors(root, taxonomy, mistakes);
  read_systems(root, taxonomy, mistakes);
  read_releases(root, taxonomy, mistakes);
  relate_systems(root, taxonomy, mistakes);
  read_families(root, taxonomy, mistakes);
  read_models(root, taxonomy, mistakes);
  read_applications(root, taxonomy);
  return taxonomy;
}

}  // namespace tapcensus
