// Whole texts to rules, by hash: what `is`, `domain` and tables of facts ask.
//
// Laid out once, at load; find() allocates nothing. Open addressing, at most half full, so a text
// that is not there costs about one look. The longest text of a field bounds what is hashed.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/evidence.hpp"
#include "facts/field.hpp"

namespace tapcensus {

class TextIndex {
 public:
  struct Entry {
    Field field;
    std::string text;
    RuleId rule;
    friend auto operator<=>(const Entry&, const Entry&) = default;
  };

  TextIndex() = default;
  explicit TextIndex(std::vector<Entry> entries);

  // Puts ids[i] in the place of number i.
  void renumber(std::span<const RuleId> ids);

  // The rules of this very text, each once.
  std::span<const RuleId> find(Field field, std::string_view text) const noexcept;

  // Of the texts of the field; 0 when it has none.
  std::size_t longest(Field field) const noexcept {
    return longest_[static_cast<std::size_t>(field)];
  }
  // The most rules that one text of the field has.
  std::size_t most_rules(Field field) const noexcept {
    return most_rules_[static_cast<std::size_t>(field)];
  }

 private:
  struct Slot {
    std::uint64_t hash;
    std::uint32_t text_at;
    std::uint32_t text_size;
    std::uint32_t first_rule;
    std::uint32_t rules;  // 0: the slot is free
    Field field;
  };

  Slot* slot_of(std::uint64_t hash);

  std::vector<Slot> slots_;  // a power of two
  std::string texts_;
  std::vector<RuleId> rules_;
  std::array<std::size_t, kFields> longest_{};
  std::array<std::size_t, kFields> most_rules_{};
};

}  // namespace tapcensus
