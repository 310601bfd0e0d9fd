// What devices said and no rule knows, for authors of rules: as rules that lack their device and
// weight, or as JSON. The same values give the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string_view>
#include <vector>

#include "facts/field.hpp"

namespace tapcensus {

struct UnknownValue {
  std::string_view text;
  std::size_t sources;  // addresses that said it
};

struct UnknownField {
  Field field;
  std::vector<UnknownValue> values;  // the most frequent first; of equals, by text
  bool complete = true;              // no value was too long or had no room
};

// Rules for the most frequent values of each field: valid TOML, but `rules check` asks for what is
// to be filled in. Values that TOML cannot hold, as they are no UTF-8, are counted in a comment.
inline constexpr std::size_t kMostStubs = 20;  // of a field
void write_rule_stubs(std::ostream& out, std::span<const UnknownField> fields);

// One document, a field a line, all values: bytes that are not UTF-8 as \xNN.
void write_unknown_json(std::ostream& out, std::span<const UnknownField> fields);

}  // namespace tapcensus
