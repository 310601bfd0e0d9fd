#include "match/code_table.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "base/letters.hpp"
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

// Lists may share lines.
void leave_one_of_each(std::vector<CodeTable::Row>& rows) {
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    const auto same = [&](const CodeTable::Row& row) { return row.cells == rows[i].cells; };
    rows.erase(std::remove_if(rows.begin() + static_cast<std::ptrdiff_t>(i) + 1, rows.end(), same),
               rows.end());
  }
}

// Whether a key that ends in a sign before its star, `DIR-*`, holds for a code of whose beginning
// `size` bytes are left when it is folded: its word stands there as one, and ends. Others do.
bool holds_as_a_word(std::string_view key, std::string_view code, std::size_t size) {
  const std::string_view stem = key.substr(0, key.size() - 2);
  if (!fold_code(key.substr(stem.size())).empty()) return true;
  const std::string_view rest = rest_behind(code, size);
  const std::string_view part = code.substr(0, code.size() - rest.size());
  const bool one_word = fold_code(stem).size() == stem.size();
  if (one_word && part.size() != size) return false;
  return rest.empty() || !is_letter(rest.front()) || !is_letter(part.back());
}

bool name_a_model(const std::vector<CodeTable::Row>& rows) {
  return std::ranges::any_of(
      rows, [](const auto& row) { return !row.at(CodeTable::Column::model).empty(); });
}

}  // namespace

CodeTable::CodeTable(std::vector<std::shared_ptr<const CodeList>> lists)
    : lists_{std::move(lists)} {
  for (const auto& list : lists_) {
    kinds_.beginnings = kinds_.beginnings || list->kinds().beginnings;
    kinds_.first_words = kinds_.first_words || list->kinds().first_words;
    kinds_.schemes = kinds_.schemes || list->kinds().schemes;
  }
}

void CodeTable::look_up(std::string_view folded, Holds holds, std::vector<Row>& rows) const {
  const CodeList::Asked asked{folded, holds};
  for (const auto& list : lists_) list->look_up(asked, rows);
}

void CodeTable::look_up_schemes(std::string_view shape, Holds holds, std::string_view code,
                                std::vector<Row>& rows) const {
  const CodeList::Asked asked{shape, holds};
  for (const auto& list : lists_) list->look_up_schemes(asked, code, rows);
}

// Only those of the vendor, where one is asked for.
void CodeTable::keep(std::vector<Row>& rows, std::string_view vendor) const {
  if (vendor.empty()) return;
  std::erase_if(rows, [&](const Row& row) { return row.at(Column::vendor) != vendor; });
}

CodeTable::Beginning CodeTable::longest_beginning(std::string_view code,
                                                  std::string_view vendor) const {
  Beginning found;
  const std::string folded = fold_code(code);
  for (std::size_t size = folded.size(); size >= kLeastBeginning && found.rows.empty(); --size) {
    look_up(std::string_view{folded}.substr(0, size), Holds::beginning, found.rows);
    keep(found.rows, vendor);
    std::erase_if(found.rows, [&](const Row& row) {
      return !holds_as_a_word(row.at(Column::key), code, size);
    });
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
  Beginning literal = longest_beginning(code, vendor);
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
  if (name_a_model(rows)) return rows;
  // A line may have the maker's name in its key, for what only this maker calls so.
  std::vector<Row> with_maker = find_by_beginning(code, vendor);
  if (rows.empty() || name_a_model(with_maker)) rows = std::move(with_maker);
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
  leave_one_of_each(found);
  say_rest(found, rest);
  if (found.size() != 1 || !vendor.empty()) return found;
  const Row& maker = found.front();
  std::vector<Row> known = find_of_maker(code, rest, maker.at(Column::vendor));
  if (known.empty()) return found;
  // What only knows whose the code is leaves its name to the maker's line.
  if (!name_a_model(known) && name_a_model(found)) {
    known.resize(1);
    known.front().model = maker.at(Column::model);
    known.front().said = maker.said;
  }
  return known;
}

CodeTable::Place CodeTable::place_of(const Row& row) const {
  std::size_t list = 0;
  std::optional<CodeList::Line> line;
  while (!(line = lists_[list]->line_of(row))) ++list;
  return {list, *line};
}

std::vector<CodeTable::Row> CodeTable::find(std::string_view code) const {
  const std::string folded = fold_code(code);
  if (folded.empty() || folded.size() > CodeList::kMostKey) return {};
  std::vector<Row> rows = find_whole(code, {});
  if (rows.empty() && kinds_.first_words) rows = find_by_first_words(code, {});
  if (rows.empty() && kinds_.beginnings) rows = find_by_beginning(code, {});
  return rows;
}

}  // namespace tapcensus
