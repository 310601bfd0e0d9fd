#include "facts/taxonomy.hpp"

#include <algorithm>

namespace tapcensus {
namespace {

bool is_version_number(std::string_view text) {
  std::size_t parts = 1;
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == '.') {
      if (digits == 0 || ++parts > 4) return false;
      digits = 0;
    } else if (c < '0' || c > '9' || ++digits > 5) {
      return false;
    }
  }
  return digits > 0;
}

// "10.0.19041" continues "10.0" and "10".
bool continues(std::string_view version, std::string_view known) {
  return version.size() > known.size() && version.starts_with(known) &&
         version[known.size()] == '.' && is_version_number(version);
}

}  // namespace

bool Taxonomy::declares(Level level, std::string_view name) const {
  switch (level) {
    case Level::vendor: return vendors.contains(name);
    case Level::family: return families.contains(name);
    case Level::model: return models.contains(name);
    case Level::type: return std::ranges::find(kDeviceTypes, name) != kDeviceTypes.end();
    case Level::os: return systems.contains(name);
    case Level::os_version:
    case Level::end_: return false;
  }
  return false;
}

bool Taxonomy::declares_version(std::string_view os, std::string_view version) const {
  const auto system = systems.find(os);
  if (system == systems.end()) return false;
  return std::ranges::any_of(system->second.versions, [&](const std::string& known) {
    return version == known || continues(version, known);
  });
}

bool Taxonomy::is_kind(std::string_view os, std::string_view wider) const {
  const auto system = systems.find(os);
  return system != systems.end() && !wider.empty() && system->second.kind_of == wider;
}

const Release* Taxonomy::release_of(std::string_view os, std::string_view version) const {
  const auto system = systems.find(os);
  if (system == systems.end()) return nullptr;
  const Release* nearest = nullptr;
  std::size_t length = 0;
  for (const auto& [known, release] : system->second.releases) {
    if (version != known && !continues(version, known)) continue;
    if (nearest != nullptr && known.size() < length) continue;
    nearest = &release;
    length = known.size();
  }
  return nearest;
}

}  // namespace tapcensus
