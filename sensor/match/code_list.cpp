#include "match/code_list.hpp"

#include <algorithm>
#include <bit>
#include <functional>

#include "base/hash.hpp"
#include "match/code_key.hpp"

namespace tapcensus {
namespace {

using Holds = CodeList::Holds;

// The key without its star, and what the star says.
Holds take_star(std::string_view& key) {
  if (!key.ends_with('*')) return Holds::whole;
  key.remove_suffix(1);
  return key.ends_with(' ') ? Holds::first_words : Holds::beginning;
}

}  // namespace

CodeList::Asked::Asked(std::string_view key, Holds how)
    : folded{key}, holds{how}, hash{hash_of(key, static_cast<std::uint64_t>(how) + 1)} {}

bool CodeList::is_key(std::string_view key) {
  thread_local std::string folded;
  fold_code_into(folded, key);
  return !folded.empty() && folded.size() <= kMostKey;
}

std::optional<CodeList::Row> CodeList::split(std::string_view line,
                                             const std::vector<Column>& columns) {
  Row row;
  for (const Column column : columns) {
    const std::size_t tab = line.find('\t');
    row.cells[static_cast<std::size_t>(column)] = line.substr(0, tab);
    line = tab == line.npos ? std::string_view{} : line.substr(tab + 1);
  }
  if (!line.empty()) return std::nullopt;
  return row;
}

void CodeList::take(std::string_view file) {
  own_text_.assign(file.begin(), file.end());
  const auto lines = static_cast<std::size_t>(std::ranges::count(file, '\n')) + 1;
  own_slots_.resize(std::bit_ceil(2 * lines + 1));
  text_ = {own_text_.data(), own_text_.size()};
  slots_ = own_slots_;
}

void CodeList::index(std::size_t line_at, std::string_view key) {
  const Holds holds = take_star(key);
  kinds_.beginnings = kinds_.beginnings || holds == Holds::beginning;
  kinds_.first_words = kinds_.first_words || holds == Holds::first_words;
  thread_local std::string folded;
  if (is_scheme(key)) {
    kinds_.schemes = true;
    folded = shape_of(key, true);
  } else {
    fold_code_into(folded, key);
  }
  const std::uint64_t hash = Asked{folded, holds}.hash;
  std::size_t at = hash & (own_slots_.size() - 1);
  while (own_slots_[at].line != 0) at = (at + 1) & (own_slots_.size() - 1);
  own_slots_[at] = {static_cast<std::uint32_t>(line_at + 1),
                    static_cast<std::uint32_t>(hash >> 32)};
}

std::optional<CodeList> CodeList::over(std::string_view text, std::span<const Slot> slots,
                                       std::vector<Column> columns, Kinds kinds) {
  CodeList list;
  list.text_ = text;
  list.slots_ = slots;
  list.columns_ = std::move(columns);
  list.kinds_ = kinds;
  const auto free = [](const Slot& slot) { return slot.line == 0; };
  if (!std::has_single_bit(slots.size()) || std::ranges::none_of(slots, free)) return std::nullopt;
  if (std::ranges::any_of(slots, [&](const Slot& slot) { return slot.line > text.size(); })) {
    return std::nullopt;
  }
  return list;
}

CodeList::Row CodeList::row_at(std::size_t line_at) const {
  std::string_view line = text_.substr(line_at);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return split(line, columns_).value_or(Row{});
}

bool CodeList::has(Holds holds) const noexcept {
  switch (holds) {
    case Holds::whole: return true;
    case Holds::beginning: return kinds_.beginnings;
    case Holds::first_words: return kinds_.first_words;
  }
  return false;
}

void CodeList::look_up(const Asked& asked, std::vector<Row>& rows) const {
  if (!has(asked.holds)) return;
  for (std::size_t at = asked.hash & (slots_.size() - 1); slots_[at].line != 0;
       at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].hash != static_cast<std::uint32_t>(asked.hash >> 32)) continue;
    const Row row = row_at(slots_[at].line - 1);
    std::string_view key = row.at(Column::key);
    if (take_star(key) == asked.holds && fold_key(key) == asked.folded) rows.push_back(row);
  }
}

void CodeList::look_up_schemes(const Asked& shape, std::string_view code,
                               std::vector<Row>& rows) const {
  if (!kinds_.schemes) return;
  std::vector<Row> found;
  look_up(shape, found);
  for (Row& row : found) {
    if (!is_scheme(row.at(Column::key))) continue;
    const auto digits = digits_for(row.at(Column::key), code);
    if (!digits) continue;
    row.model = with_digits(row.at(Column::model), *digits);
    rows.push_back(std::move(row));
  }
}

std::optional<CodeList::Line> CodeList::line_of(const Row& row) const {
  const std::string_view key = row.at(Column::key);
  const std::less<const char*> before;
  const char* const end = text_.data() + text_.size();
  if (before(key.data(), text_.data()) || !before(key.data(), end)) return std::nullopt;
  const auto at = static_cast<std::size_t>(key.data() - text_.data());
  const std::size_t begin = text_.substr(0, at).rfind('\n') + 1;  // npos + 1 is the first line's
  const std::string_view line = text_.substr(begin);
  return Line{static_cast<std::uint32_t>(std::ranges::count(text_.substr(0, at), '\n')) + 1,
              line.substr(0, line.find_first_of("\r\n"))};
}

}  // namespace tapcensus
