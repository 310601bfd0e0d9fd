#include "match/text_index.hpp"

#include <algorithm>
#include <bit>

#include "base/hash.hpp"

namespace tapcensus {
namespace {

std::uint64_t hash_in(Field field, std::string_view text) noexcept {
  return hash_of(text, static_cast<std::uint64_t>(field) + 1);
}

}  // namespace

TextIndex::Layout TextIndex::lay_out(std::vector<Entry> entries) {
  std::ranges::sort(entries);
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  Layout layout;
  layout.slots.resize(std::bit_ceil(2 * entries.size() + 1));
  const std::size_t mask = layout.slots.size() - 1;

  for (auto first = entries.begin(); first != entries.end();) {
    const auto end = std::find_if(first, entries.end(), [&](const Entry& entry) {
      return entry.field != first->field || entry.text != first->text;
    });
    const std::uint64_t hash = hash_in(first->field, first->text);
    std::size_t at = hash & mask;
    while (layout.slots[at].rules != 0) at = (at + 1) & mask;
    layout.slots[at] = {hash,
                        static_cast<std::uint32_t>(layout.texts.size()),
                        static_cast<std::uint32_t>(first->text.size()),
                        static_cast<std::uint32_t>(layout.rules.size()),
                        static_cast<std::uint32_t>(end - first),
                        first->field};
    layout.texts += first->text;
    for (; first != end; ++first) layout.rules.push_back(first->rule);
  }
  return layout;
}

std::optional<TextIndex> TextIndex::over(std::span<const Slot> slots, std::string_view texts,
                                         std::vector<RuleId> rules) {
  TextIndex index;
  index.slots_ = slots;
  index.texts_ = texts;
  index.rules_ = std::move(rules);
  const auto free = [](const Slot& slot) { return slot.rules == 0; };
  if (!std::has_single_bit(slots.size()) || std::ranges::none_of(slots, free)) return std::nullopt;
  for (const Slot& slot : slots) {
    if (!free(slot) && !index.note(slot)) return std::nullopt;
  }
  return index;
}

// Whether it points to what is there.
bool TextIndex::note(const Slot& slot) {
  const auto field = static_cast<std::size_t>(slot.field);
  if (field >= kFields || std::uint64_t{slot.text_at} + slot.text_size > texts_.size() ||
      std::uint64_t{slot.first_rule} + slot.rules > rules_.size()) {
    return false;
  }
  longest_[field] = std::max<std::size_t>(longest_[field], slot.text_size);
  most_rules_[field] = std::max<std::size_t>(most_rules_[field], slot.rules);
  return true;
}

void TextIndex::renumber(std::span<const RuleId> ids) {
  for (RuleId& rule : rules_) rule = ids[static_cast<std::size_t>(rule)];
}

std::span<const RuleId> TextIndex::find(Field field, std::string_view text) const noexcept {
  if (text.size() > longest(field) || longest(field) == 0) return {};
  const std::uint64_t hash = hash_in(field, text);
  for (std::size_t at = hash & (slots_.size() - 1); slots_[at].rules != 0;
       at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (slot.hash == hash && slot.field == field &&
        texts_.substr(slot.text_at, slot.text_size) == text) {
      return {rules_.data() + slot.first_rule, slot.rules};
    }
  }
  return {};
}

}  // namespace tapcensus
