// A rule directory made for one test, gone with it; and short words to load it and ask it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "facts/catalog.hpp"
#include "match/rule_set.hpp"

namespace tapcensus {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    static std::atomic<int> made{0};
    path_ = std::filesystem::temp_directory_path() /
            ("tapcensus-match-" + std::to_string(::getpid()) + "-" + std::to_string(++made));
    std::filesystem::create_directories(path_);
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  TemporaryDirectory& write(const std::string& name, std::string_view content) {
    std::ofstream{path_ / name, std::ios::binary} << content;
    return *this;
  }
  std::string in(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline constexpr std::string_view kTaxonomy = R"(
[vendors]
Apple = { country = "US" }
Samsung = { country = "KR" }
[systems]
iOS = { vendor = "Apple", versions = ["15", "16", "17"] }
Android = { versions = ["13", "14"] }
[families]
iPhone = { vendor = "Apple", type = "phone", os = "iOS" }
Galaxy = { vendor = "Samsung", os = "Android" }
[models]
"iPhone X" = { family = "iPhone" }
SM-G991B = { family = "Galaxy" }
[applications]
Chromium = { covers = "Chrome and its like" }
)";

// A rule for Apple devices: `matcher` is such as "is = 'x'". Its examples are not proven by load.
inline std::string rule(std::string_view when, std::string_view matcher,
                        std::string_view device = "vendor = 'Apple'") {
  std::string text{"[[rule]]\ndevice = { "};
  ((text += device) += " }\nwhen = '") += when;
  (text += "'\n") += matcher;
  return text + "\nweight = 60\nexamples = ['x']\n";
}

inline std::filesystem::path example_rules() {
  return std::filesystem::path{TAPCENSUS_SOURCE} / "tests/match/rules";
}

// A loaded set with its catalogue.
struct Loaded {
  explicit Loaded(const std::filesystem::path& directory, const std::filesystem::path& cache = {})
      : rules{take(RuleSet::load(directory, catalog, 2, cache))} {}

  static std::unique_ptr<const RuleSet> take(Result<std::unique_ptr<const RuleSet>> result) {
    if (!result) {
      for (const Error& error : result.errors()) ADD_FAILURE() << error.sentence();
      return nullptr;
    }
    return std::move(*result);
  }

  std::vector<RuleId> hits(Field field, std::string_view text) const {
    std::vector<RuleId> ids;
    rules->match({field, text}, 0, [&](RuleId id) { ids.push_back(id); });
    return ids;
  }
  // Names of the rules that hold.
  std::vector<std::string> names(Field field, std::string_view text) const {
    std::vector<std::string> names;
    for (const RuleId id : hits(field, text)) names.push_back(catalog[id].id);
    return names;
  }
  // "vendor=Apple type=phone", of the first rule that holds.
  std::string claim(Field field, std::string_view text) const {
    const auto found = hits(field, text);
    if (found.empty()) return "nothing";
    const Claim& claim = catalog[rules->claim(found.front(), text)];
    std::string said;
    for (std::size_t level = 0; level < kLevels; ++level) {
      for (const ValueId value : claim.levels[level]) {
        said += (said.empty() ? "" : " ") + std::string{kLevelNames[level]} + '=' +
                std::string{catalog.name(value)};
      }
    }
    return said;
  }

  Catalog catalog;
  std::unique_ptr<const RuleSet> rules;
};

// The sentences of all mistakes in the directory, without its own path.
inline std::vector<std::string> mistakes_in(const TemporaryDirectory& directory) {
  Catalog catalog;
  const auto result = RuleSet::load(directory.path(), catalog, 1);
  std::vector<std::string> sentences;
  if (result) return sentences;
  for (const Error& error : result.errors()) {
    std::string sentence = error.sentence();
    const std::string prefix = directory.path().string() + '/';
    if (sentence.starts_with(prefix)) sentence.erase(0, prefix.size());
    sentences.push_back(sentence);
  }
  EXPECT_EQ(catalog.rules(), 0u);
  return sentences;
}

}  // namespace tapcensus
