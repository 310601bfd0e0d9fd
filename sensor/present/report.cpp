#include "present/report.hpp"

#include <algorithm>
#include <chrono>
#include <map>

namespace tapcensus {
namespace {

// "iOS", "10 or 11", "a, b or c"
template <class Name>
std::string one_of(const std::vector<Name>& names) {
  std::string words;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) words += i + 1 == names.size() ? " or " : ", ";
    words += names[i];
  }
  return words;
}

}  // namespace

// UTF-8 continuation bytes take none.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

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

std::string NamedVerdict::words(Level level) const { return one_of(remaining(level)); }

std::string NamedVerdict::words_within(Level level, std::size_t width) const {
  std::string words = this->words(level);
  if (width_of(words) <= width) return words;
  if (level == Level::os) {
    std::string shorter = one_of(by_kernel());
    if (width_of(shorter) <= width) return shorter;
  }
  const std::size_t all = remaining(level).size();
  if (all < 3) return words;
  return std::string{first(level)} + " or " + std::to_string(all - 1) + " others";
}

// The systems that remain; those of one kernel together, where they are more than one, and first.
std::vector<std::string> NamedVerdict::by_kernel() const {
  std::map<std::string_view, std::vector<std::string_view>> kernels;
  for (const std::string_view os : remaining(Level::os)) {
    const auto system = catalog_.taxonomy.systems.find(os);
    const bool own = system == catalog_.taxonomy.systems.end() || system->second.kernel.empty();
    kernels[own ? os : std::string_view{system->second.kernel}].push_back(os);
  }
  std::vector<std::string> together;
  std::vector<std::string> alone;
  for (const auto& [kernel, systems] : kernels) {
    if (systems.size() > 1) {
      together.push_back(std::string{kernel} + " kernel");
    } else {
      alone.emplace_back(systems.front());
    }
  }
  together.insert(together.end(), alone.begin(), alone.end());
  return together;
}

// The likeliest; of those that are alike, the one whose kernel others have.
std::string_view NamedVerdict::first(Level level) const {
  const auto at = static_cast<std::size_t>(level);
  std::vector<std::string_view> names;
  for (const ValueId id : verdict_.likeliest[at]) names.push_back(catalog_.name(id));
  if (names.empty()) names = remaining(level);
  if (level != Level::os) return names.front();
  for (const std::string_view os : names) {
    const auto system = catalog_.taxonomy.systems.find(os);
    if (system == catalog_.taxonomy.systems.end()) continue;
    const auto kernel = std::ranges::find(names, std::string_view{system->second.kernel});
    if (kernel != names.end()) return *kernel;
  }
  return names.front();
}

std::vector<std::string_view> NamedVerdict::remaining(Level level) const {
  if (verdict_.at(level)) return {at(level)};
  return ambiguous(level);
}

std::string NamedVerdict::past_support(Tick when) const {
  using std::chrono::floor;
  const std::string_view os = at(Level::os);
  const auto versions = remaining(Level::os_version);
  const auto day = floor<std::chrono::days>(std::chrono::sys_time<std::chrono::nanoseconds>{
      std::chrono::nanoseconds{static_cast<std::int64_t>(when.ns)}});
  const bool past = std::ranges::all_of(versions, [&](std::string_view version) {
    const Release* release = catalog_.taxonomy.release_of(os, version);
    return release != nullptr && release->supported_until && *release->supported_until < day;
  });
  if (versions.empty() || !past) return {};
  return std::string{os} + ' ' + one_of(versions);
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
