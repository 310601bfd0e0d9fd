// Collects what an importer could convert, and what not, and writes the files of the pack.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/field.hpp"
#include "packs/conversion.hpp"

namespace tapcensus {

// Where a row stands in the list that is imported.
struct RowPlace {
  std::string_view file;
  std::uint64_t line = 1;
  std::uint64_t column = 1;
};

// Names by level, as in a rule; all empty: says nothing.
using DeviceNames = std::array<std::vector<std::string>, kLevels>;
inline std::vector<std::string>& at(DeviceNames& names, Level level) {
  return names[static_cast<std::size_t>(level)];
}
inline const std::vector<std::string>& at(const DeviceNames& names, Level level) {
  return names[static_cast<std::size_t>(level)];
}
bool is_silent(const DeviceNames& names);

struct ImportedRule {
  DeviceNames device;
  Field field = Field::end_;
  std::string matches;  // an expression, or else
  std::string is;       // a text
  std::string list;     // of which the first that matches speaks
  std::uint8_t weight = 1;
};

class PackWriter {
 public:
  static constexpr std::size_t kMostRules = 20'000;
  static constexpr std::size_t kMostPrefixes = 100'000;
  static constexpr std::size_t kMostText = 4096;  // bytes of an expression or a text

  PackWriter(const PackHead& head, const Taxonomy& taxonomy);

  const Taxonomy& taxonomy() const noexcept { return taxonomy_; }

  // A row of the list was met.
  void row() { ++conversion_.rows; }
  void converted() { ++conversion_.converted; }
  void not_converted(const RowPlace& place, std::string why);

  // Nothing, or why the rule cannot be taken. One that says nothing is worth taking in a list only.
  std::optional<std::string> add(const RowPlace& place, const ImportedRule& rule);

  // An address prefix of 6, 7 or 9 digits; `vendor` may be one that only this pack knows. Nothing,
  // or why it cannot be taken.
  std::optional<std::string> add_prefix(std::string prefix, const std::string& vendor);

  Conversion finish(std::uint8_t prefix_weight);

 private:
  const PackHead& head_;
  const Taxonomy& taxonomy_;
  Conversion conversion_;
  std::string rules_;
  std::size_t count_ = 0;
  std::map<std::string, std::string> prefixes_;
  std::map<std::string, bool> vendors_;  // that only the pack knows
};

// As it stands in TOML.
std::string toml_text(std::string_view text);

// Whether it is UTF-8, without zero bytes.
bool is_plain_text(std::string_view text);

}  // namespace tapcensus
