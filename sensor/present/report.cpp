#include "present/report.hpp"

#include <algorithm>

namespace tapcensus {

std::string_view NamedVerdict::at(Level level) const {
  const std::optional<ValueId>& value = verdict_.at(level);
  return value ? catalog_.name(*value) : std::string_view{};
}

std::vector<std::string_view> NamedVerdict::ambiguous(Level level) const {
  std::vector<std::string_view> names;
  for (const ValueId id : verdict_.ambiguous[static_cast<std::size_t>(level)]) {
    names.push_back(catalog_.name(id));
  }
  return names;
}

std::string NamedVerdict::words(Level level) const {
  const std::vector<std::string_view> names = remaining(level);
  std::string words;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) words += i + 1 == names.size() ? " or " : ", ";
    words += names[i];
  }
  return words;
}

std::vector<std::string_view> NamedVerdict::remaining(Level level) const {
  if (verdict_.at(level)) return {at(level)};
  return ambiguous(level);
}

std::string_view NamedVerdict::os_vendor() const {
  std::string_view common;
  for (const std::string_view os : remaining(Level::os)) {
    const auto system = catalog_.taxonomy.systems.find(os);
    if (system == catalog_.taxonomy.systems.end()) return {};
    if (!common.empty() && common != system->second.vendor) return {};
    common = system->second.vendor;
    if (common.empty()) return {};
  }
  return common;
}

std::string_view NamedVerdict::country(std::string_view vendor) const {
  const auto entry = catalog_.taxonomy.vendors.find(vendor);
  return entry == catalog_.taxonomy.vendors.end() ? std::string_view{} : entry->second.country;
}

std::string_view NamedVerdict::origin() const { return country(at(Level::vendor)); }

std::string_view NamedVerdict::os_origin() const { return country(os_vendor()); }

bool unknown(const Verdict& verdict) {
  return std::ranges::all_of(std::array{Level::vendor, Level::os}, [&](Level level) {
    return !verdict.at(level) && verdict.ambiguous[static_cast<std::size_t>(level)].empty();
  });
}

std::vector<std::string_view> source_names(const Verdict& verdict) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < kSources; ++i) {
    if (verdict.sources[i]) names.push_back(kSourceNames[i]);
  }
  return names;
}

std::vector<std::string_view> contradiction_names(const Verdict& verdict) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < kLevels; ++i) {
    if (verdict.contradictions[i]) names.push_back(kLevelNames[i]);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace tapcensus
