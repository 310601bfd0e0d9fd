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

TextIndex::TextIndex(std::vector<Entry> entries) {
  std::ranges::sort(entries);
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  slots_.resize(std::bit_ceil(2 * entries.size() + 1));

  for (auto first = entries.begin(); first != entries.end();) {
    const auto end = std::find_if(first, entries.end(), [&](const Entry& entry) {
      return entry.field != first->field || entry.text != first->text;
    });
    const auto count = static_cast<std::size_t>(end - first);
    const auto field = static_cast<std::size_t>(first->field);
    const std::uint64_t hash = hash_in(first->field, first->text);
    *slot_of(hash) = {hash,
                      static_cast<std::uint32_t>(texts_.size()),
                      static_cast<std::uint32_t>(first->text.size()),
                      static_cast<std::uint32_t>(rules_.size()),
                      static_cast<std::uint32_t>(count),
                      first->field};
    texts_ += first->text;
    longest_[field] = std::max(longest_[field], first->text.size());
    most_rules_[field] = std::max(most_rules_[field], count);
    for (; first != end; ++first) rules_.push_back(first->rule);
  }
}

void TextIndex::renumber(std::span<const RuleId> ids) {
  for (RuleId& rule : rules_) rule = ids[static_cast<std::size_t>(rule)];
}

TextIndex::Slot* TextIndex::slot_of(std::uint64_t hash) {
  std::size_t at = hash & (slots_.size() - 1);
  while (slots_[at].rules != 0) at = (at + 1) & (slots_.size() - 1);
  return &slots_[at];
}

std::span<const RuleId> TextIndex::find(Field field, std::string_view text) const noexcept {
  if (text.size() > longest(field) || longest(field) == 0) return {};
  const std::uint64_t hash = hash_in(field, text);
  for (std::size_t at = hash & (slots_.size() - 1); slots_[at].rules != 0;
       at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (slot.hash == hash && slot.field == field &&
        std::string_view{texts_}.substr(slot.text_at, slot.text_size) == text) {
      return {rules_.data() + slot.first_rule, slot.rules};
    }
  }
  return {};
}

}  // namespace tapcensus
