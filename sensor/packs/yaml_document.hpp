// YAML as far as lists of fingerprints have it: sequences of mappings of texts, with places.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapcensus {

struct YamlText {
  std::string text;
  std::uint64_t line = 1, column = 1;
};

struct YamlEntry {
  std::uint64_t line = 1, column = 1;
  std::vector<std::pair<std::string, YamlText>> values;  // nothing but plain values

  const YamlText* find(std::string_view key) const;
};

struct YamlList {
  std::string name;
  std::vector<YamlEntry> entries;
};

struct YamlFault {
  std::uint64_t line = 1, column = 1;
  std::string what;
};

// The lists under the names at the top, in their order; what has another shape is left out. Where
// the file is no YAML: `fault`, and nothing else.
std::vector<YamlList> read_yaml_lists(std::string_view content, std::optional<YamlFault>& fault);

}  // namespace tapcensus
