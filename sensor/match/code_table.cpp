#include "match/code_table.hpp"

#include <algorithm>
#include <bit>
#include <iterator>

#include "base/hash.hpp"
#include "match/code_key.hpp"
#include "match/said_name.hpp"

namespace tapcensus {
namespace {

// No maker has a longer name.
constexpr std::size_t kMostWords = 4;
// One letter tells nothing.
constexpr std::size_t kLeastBeginning = 2;

bool parts_words(char c) { return c == ' ' || c == '-' || c == '_' || c == ';'; }

// Puts what the code goes on with where the model has its star.
void say_rest(std::vector<CodeTable::Row>& rows, std::string_view rest) {
  for (CodeTable::Row& row : rows) {
    auto& model = row.cells[static_cast<std::size_t>(CodeTable::Column::model)];
    if (!model.ends_with('*')) continue;
    row.model = said_name(model.substr(0, model.size() - 1), rest);
    row.said = !row.model.empty();
    model = {};
  }
}

// The key without its star, and what the star says.
template <class Holds>
Holds take_star(std::string_view& key) {
  if (!key.ends_with('*')) return Holds::whole;
  key.remove_suffix(1);
  return key.ends_with(' ') ? Holds::first_words : Holds::beginning;
}

template <class Holds>
std::uint64_t hash_in(std::string_view folded, Holds holds) {
  return hash_of(folded, static_cast<std::uint64_t>(holds) + 1);
}

}  // namespace

bool CodeTable::is_key(std::string_view key) {
  thread_local std::string folded;
  fold_code_into(folded, key);
  return !folded.empty() && folded.size() <= kMostKey;
}

std::optional<CodeTable::Row> CodeTable::split(std::string_view line,
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

void CodeTable::take(const std::vector<std::string>& files) {
  std::size_t lines = 0;
  for (const std::string& file : files) {
    starts_.push_back(own_text_.size());
    own_text_.insert(own_text_.end(), file.begin(), file.end());
    own_text_.push_back('\n');
    lines += static_cast<std::size_t>(std::ranges::count(file, '\n')) + 1;
  }
  own_slots_.resize(std::bit_ceil(2 * lines + 1));
  text_ = {own_text_.data(), own_text_.size()};
  slots_ = own_slots_;
}

void CodeTable::index(std::size_t line_at, std::string_view key) {
  const auto holds = take_star<Holds>(key);
  kinds_.beginnings = kinds_.beginnings || holds == Holds::beginning;
  kinds_.first_words = kinds_.first_words || holds == Holds::first_words;
  thread_local std::string folded;
  if (is_scheme(key)) {
    kinds_.schemes = true;
    folded = shape_of(key, true);
  } else {
    fold_code_into(folded, key);
  }
  const std::uint64_t hash = hash_in(folded, holds);
  std::size_t at = hash & (own_slots_.size() - 1);
  while (own_slots_[at].line != 0) at = (at + 1) & (own_slots_.size() - 1);
  own_slots_[at] = {static_cast<std::uint32_t>(line_at + 1),
                    static_cast<std::uint32_t>(hash >> 32)};
}

std::optional<CodeTable> CodeTable::over(std::string_view text, std::span<const Slot> slots,
                                         std::vector<Column> columns, Kinds kinds) {
  CodeTable table;
  table.text_ = text;
  table.slots_ = slots;
  table.columns_ = std::move(columns);
  table.kinds_ = kinds;
  const auto free = [](const Slot& slot) { return slot.line == 0; };
  if (!std::has_single_bit(slots.size()) || std::ranges::none_of(slots, free)) return std::nullopt;
  if (std::ranges::any_of(slots, [&](const Slot& slot) { return slot.line > text.size(); })) {
    return std::nullopt;
  }
  return table;
}

CodeTable::Row CodeTable::row_at(std::size_t line_at) const {
  std::string_view line = text_.substr(line_at);
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return split(line, columns_).value_or(Row{});
}

void CodeTable::look_up(std::string_view folded, Holds holds, std::vector<Row>& rows) const {
  const std::uint64_t hash = hash_in(folded, holds);
  for (std::size_t at = hash & (slots_.size() - 1); slots_[at].line != 0;
       at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].hash != static_cast<std::uint32_t>(hash >> 32)) continue;
    const Row row = row_at(slots_[at].line - 1);
    std::string_view key = row.at(Column::key);
    if (take_star<Holds>(key) == holds && fold_key(key) == folded) rows.push_back(row);
  }
}

// The lines of schemes that hold for a code of this shape, with its digits in their models.
void CodeTable::look_up_schemes(std::string_view shape, Holds holds, std::string_view code,
                                std::vector<Row>& rows) const {
  look_up(shape, holds, rows);
  std::erase_if(rows, [&](Row& row) {
    const auto digits = digits_for(row.at(Column::key), code);
    if (digits) row.model = with_digits(row.at(Column::model), *digits);
    return !digits;
  });
}

// Only those of the vendor, where one is asked for.
void CodeTable::keep(std::vector<Row>& rows, std::string_view vendor) const {
  if (vendor.empty()) return;
  std::erase_if(rows, [&](const Row& row) { return row.at(Column::vendor) != vendor; });
}

CodeTable::Beginning CodeTable::longest_beginning(std::string_view folded,
                                                  std::string_view vendor) const {
  Beginning found;
  for (std::size_t size = folded.size(); size >= kLeastBeginning && found.rows.empty(); --size) {
    look_up(folded.substr(0, size), Holds::beginning, found.rows);
    keep(found.rows, vendor);
    found.size = size;
  }
  return found;
}

// A scheme does not end inside a number.
CodeTable::Beginning CodeTable::longest_scheme(std::string_view code,
                                               std::string_view vendor) const {
  Beginning found;
  const std::string shape = shape_of(code);
  for (std::size_t size = shape.size(); size >= kLeastBeginning && found.rows.empty(); --size) {
    if (size < shape.size() && shape[size] == kAnyDigit && shape[size - 1] == kAnyDigit) continue;
    look_up_schemes(std::string_view{shape}.substr(0, size), Holds::beginning, code, found.rows);
    keep(found.rows, vendor);
    found.size = size;
  }
  return found;
}

std::vector<CodeTable::Row> CodeTable::find_whole(std::string_view code,
                                                  std::string_view vendor) const {
  std::vector<Row> rows;
  look_up(fold_code(code), Holds::whole, rows);
  keep(rows, vendor);
  if (rows.empty() && kinds_.schemes) look_up_schemes(shape_of(code), Holds::whole, code, rows);
  keep(rows, vendor);
  return rows;
}

std::vector<CodeTable::Row> CodeTable::find_by_beginning(std::string_view code,
                                                         std::string_view vendor) const {
  Beginning literal = longest_beginning(fold_code(code), vendor);
  say_rest(literal.rows, rest_behind(code, literal.size));
  if (!kinds_.schemes) return std::move(literal.rows);
  Beginning scheme = longest_scheme(code, vendor);
  const bool longer = literal.rows.empty() || scheme.size > literal.size;
  return std::move(longer && !scheme.rows.empty() ? scheme.rows : literal.rows);
}

// What the lines of a maker say of a code that began with the maker's name.
std::vector<CodeTable::Row> CodeTable::find_of_maker(std::string_view code, std::string_view rest,
                                                     std::string_view vendor) const {
  std::vector<Row> rows = find_whole(rest, vendor);
  if (rows.empty()) rows = find_by_beginning(rest, vendor);
  // A line may have the maker's name in its key, for what only this maker calls so.
  if (rows.empty()) rows = find_by_beginning(code, vendor);
  if (rows.empty()) rows = find_by_first_words(rest, vendor);
  return rows;
}

std::vector<CodeTable::Row> CodeTable::find_by_first_words(std::string_view code,
                                                           std::string_view vendor) const {
  std::vector<std::size_t> ends;
  for (std::size_t at = 1; at <= code.size() && ends.size() < kMostWords; ++at) {
    if (at == code.size() || (parts_words(code[at]) && !parts_words(code[at - 1]))) {
      ends.push_back(at);
    }
  }
  std::vector<Row> found;
  std::string_view rest;
  for (; !ends.empty() && found.empty(); ends.pop_back()) {
    look_up(fold_code(code.substr(0, ends.back())), Holds::first_words, found);
    keep(found, vendor);
    rest = code.substr(ends.back());
  }
  say_rest(found, rest);
  if (found.size() != 1 || !vendor.empty()) return found;
  const Row& maker = found.front();
  std::vector<Row> known = find_of_maker(code, rest, maker.at(Column::vendor));
  if (known.empty()) return found;
  const auto names = [](const Row& row) { return !row.at(Column::model).empty(); };
  // What only knows whose the code is leaves its name to the maker's line.
  if (std::ranges::none_of(known, names) && names(maker)) {
    known.resize(1);
    known.front().model = maker.at(Column::model);
    known.front().said = maker.said;
  }
  return known;
}

CodeTable::Line CodeTable::line_of(const Row& row) const {
  const auto at = static_cast<std::size_t>(row.at(Column::key).data() - text_.data());
  const auto file = std::prev(std::ranges::upper_bound(starts_, at));
  const std::string_view before = text_.substr(*file, at - *file);
  const std::size_t begin = before.rfind('\n') + 1;  // npos + 1 is the first line's
  std::string_view text = text_.substr(*file + begin);
  text = text.substr(0, text.find_first_of("\r\n"));
  return {static_cast<std::size_t>(file - starts_.begin()),
          static_cast<std::uint32_t>(std::ranges::count(before, '\n')) + 1, text};
}

std::vector<CodeTable::Row> CodeTable::find(std::string_view code) const {
  const std::string folded = fold_code(code);
  if (folded.empty() || folded.size() > kMostKey) return {};
  std::vector<Row> rows = find_whole(code, {});
  if (rows.empty() && kinds_.first_words) rows = find_by_first_words(code, {});
  if (rows.empty() && kinds_.beginnings) rows = find_by_beginning(code, {});
  return rows;
}

}  // namespace tapcensus
