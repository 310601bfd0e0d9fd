// Whole texts to rules, by hash: what `is`, `domain` and tables of facts ask.
//
// Laid out once, when rules are compiled, and used where it lies; find() allocates nothing. Open
// addressing, at most half full, so a text that is not there costs about one look. The longest text
// of a field bounds what is hashed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
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

  struct Slot {
    std::uint64_t hash;
    std::uint32_t text_at;
    std::uint32_t text_size;
    std::uint32_t first_rule;
    std::uint32_t rules;  // 0: the slot is free
    Field field;
    std::array<std::uint8_t, 6> unused{};
  };

  struct Layout {
    std::vector<Slot> slots;  // a power of two
    std::string texts;
    std::vector<RuleId> rules;
  };
  static Layout lay_out(std::vector<Entry> entries);

  TextIndex() = default;
  // Of what was laid out; slots and texts outlive it. Nothing when they do not fit together.
  static std::optional<TextIndex> over(std::span<const Slot> slots, std::string_view texts,
                                       std::vector<RuleId> rules);

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
  bool note(const Slot& slot);

  std::span<const Slot> slots_;
  std::string_view texts_;
  std::vector<RuleId> rules_;
  std::array<std::size_t, kFields> longest_{};
  std::array<std::size_t, kFields> most_rules_{};
};

}  // namespace tapcensus
