#include "match/device.hpp"

#include <algorithm>

namespace tapcensus {
namespace {

bool names(const std::vector<PlacedText>& texts, std::string_view name) {
  return std::ranges::find(texts, name, &PlacedText::text) != texts.end();
}

template <class Entry>
std::vector<std::string_view> names_in(const std::map<std::string, Entry, std::less<>>& entries) {
  std::vector<std::string_view> names;
  for (const auto& [name, entry] : entries) names.push_back(name);
  return names;
}

void give(NamedClaim& device, Level level, Place place, const std::string& name) {
  if (device.at(level).empty() && !name.empty()) device.at(level).push_back({place, name});
}

void check_declared(const NamedClaim& device, const Taxonomy& taxonomy, Mistakes& mistakes) {
  for (const Level level : {Level::vendor, Level::family, Level::model, Level::type, Level::os}) {
    for (const auto& [place, name] : device.at(level)) {
      if (!taxonomy.declares(level, name)) {
        mistakes.add(place, unknown_name(level, name, taxonomy));
      }
    }
  }
}

void settle_families(NamedClaim& device, const Taxonomy& taxonomy, Mistakes& mistakes) {
  for (const auto& [place, name] : device.at(Level::model)) {
    const auto model = taxonomy.models.find(name);
    if (model == taxonomy.models.end()) continue;
    if (device.at(Level::model).size() == 1) {
      give(device, Level::family, place, model->second.family);
    }
    const auto& families = device.at(Level::family);
    if (!families.empty() && !names(families, model->second.family)) {
      mistakes.add(place, "the model '" + name + "' is of the family '" + model->second.family +
                              "', not '" + families.front().text + "'");
    }
  }
}

void settle_vendors(NamedClaim& device, const Taxonomy& taxonomy, Mistakes& mistakes) {
  for (const auto& [place, name] : device.at(Level::family)) {
    const auto family = taxonomy.families.find(name);
    if (family == taxonomy.families.end()) continue;
    if (device.at(Level::family).size() == 1) {
      give(device, Level::vendor, place, family->second.vendor);
      give(device, Level::type, place, family->second.type);
      give(device, Level::os, place, family->second.os);
    }
    const auto& vendors = device.at(Level::vendor);
    if (!vendors.empty() && !names(vendors, family->second.vendor)) {
      mistakes.add(place, "the family '" + name + "' is of the vendor '" + family->second.vendor +
                              "', not '" + vendors.front().text + "'");
    }
  }
}

void check_versions(const NamedClaim& device, const Taxonomy& taxonomy, Mistakes& mistakes) {
  const auto& systems = device.at(Level::os);
  for (const PlacedText& version : device.at(Level::os_version)) {
    if (systems.empty()) {
      mistakes.add(version.place, "'os_version' needs an 'os'");
      continue;
    }
    const bool declared = std::ranges::any_of(systems, [&](const PlacedText& system) {
      return taxonomy.declares_version(system.text, version.text);
    });
    if (!declared) {
      mistakes.add(version.place, "the taxonomy declares no version '" + version.text + "' of '" +
                                      systems.front().text + "'");
    }
  }
}

}  // namespace

std::string unknown_name(Level level, std::string_view name, const Taxonomy& taxonomy) {
  const auto near = [&]() -> std::string {
    switch (level) {
      case Level::vendor: return suggestion(name, names_in(taxonomy.vendors));
      case Level::family: return suggestion(name, names_in(taxonomy.families));
      case Level::model: return suggestion(name, names_in(taxonomy.models));
      case Level::type: return suggestion(name, kDeviceTypes);
      case Level::os: return suggestion(name, names_in(taxonomy.systems));
      default: return {};
    }
  };
  return "unknown " + std::string{name_of(level)} + " '" + std::string{name} + "'" + near();
}

void settle(NamedClaim& device, const Taxonomy& taxonomy, Mistakes& mistakes) {
  check_declared(device, taxonomy, mistakes);
  settle_families(device, taxonomy, mistakes);
  settle_vendors(device, taxonomy, mistakes);
  check_versions(device, taxonomy, mistakes);
}

}  // namespace tapcensus
