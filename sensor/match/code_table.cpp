#include "match/code_table.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/hash.hpp"

namespace tapcensus {
namespace {

// No maker has a longer name.
constexpr std::size_t kMostWords = 4;
// One letter tells nothing.
constexpr std::size_t kLeastBeginning = 2;

bool parts_words(char c) { return c == ' ' || c == '-' || c == '_'; }

constexpr char kDropped = 0;
constexpr char kPlus = '+';

// What each byte becomes.
constexpr std::array<char, 256> kFolded = [] {
  std::array<char, 256> folded{};
  for (std::size_t byte = 0; byte < folded.size(); ++byte) {
    const auto c = static_cast<char>(byte);
    const bool capital = c >= 'A' && c <= 'Z';
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80;
    folded[byte] = capital ? static_cast<char>(c - 'A' + 'a') : kept || c == kPlus ? c : kDropped;
  }
  return folded;
}();

void fold_into(std::string& folded, std::string_view text) {
  folded.clear();
  for (const char c : text) {
    const char kept = kFolded[static_cast<unsigned char>(c)];
    if (kept == kPlus) {
      folded += "plus";
    } else if (kept != kDropped) {
      folded += kept;
    }
  }
}

std::string fold(std::string_view text) {
  std::string folded;
  fold_into(folded, text);
  return folded;
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
  const bool something = std::ranges::any_of(
      key, [](char c) { return kFolded[static_cast<unsigned char>(c)] != kDropped; });
  return something && (key.size() <= kMostKey / 4 || fold(key).size() <= kMostKey);
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

std::vector<std::size_t> CodeTable::take(const std::vector<std::string>& files) {
  std::vector<std::size_t> starts;
  std::size_t lines = 0;
  for (const std::string& file : files) {
    starts.push_back(own_text_.size());
    own_text_.insert(own_text_.end(), file.begin(), file.end());
    own_text_.push_back('\n');
    lines += static_cast<std::size_t>(std::ranges::count(file, '\n')) + 1;
  }
  own_slots_.resize(std::bit_ceil(2 * lines + 1));
  text_ = {own_text_.data(), own_text_.size()};
  slots_ = own_slots_;
  return starts;
}

void CodeTable::index(std::size_t line_at, std::string_view key) {
  const auto holds = take_star<Holds>(key);
  kinds_.beginnings = kinds_.beginnings || holds == Holds::beginning;
  kinds_.first_words = kinds_.first_words || holds == Holds::first_words;
  thread_local std::string folded;
  fold_into(folded, key);
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
    if (take_star<Holds>(key) == holds && fold(key) == folded) rows.push_back(row);
  }
}

// Only those of the vendor, where one is asked for.
void CodeTable::keep(std::vector<Row>& rows, std::string_view vendor) const {
  if (vendor.empty()) return;
  std::erase_if(rows, [&](const Row& row) { return row.at(Column::vendor) != vendor; });
}

std::vector<CodeTable::Row> CodeTable::find_by_beginning(std::string_view folded,
                                                         std::string_view vendor) const {
  std::vector<Row> rows;
  for (std::size_t size = folded.size(); size >= kLeastBeginning && rows.empty(); --size) {
    look_up(folded.substr(0, size), Holds::beginning, rows);
    keep(rows, vendor);
  }
  return rows;
}

std::vector<CodeTable::Row> CodeTable::find_by_first_words(std::string_view code) const {
  std::vector<std::size_t> ends;
  for (std::size_t at = 1; at <= code.size() && ends.size() < kMostWords; ++at) {
    if (at == code.size() || (parts_words(code[at]) && !parts_words(code[at - 1]))) {
      ends.push_back(at);
    }
  }
  std::vector<Row> makers;
  for (; !ends.empty() && makers.empty(); ends.pop_back()) {
    look_up(fold(code.substr(0, ends.back())), Holds::first_words, makers);
    if (makers.size() != 1) continue;
    const std::string rest = fold(code.substr(ends.back()));
    const std::string_view vendor = makers.front().at(Column::vendor);
    std::vector<Row> rows;
    if (!rest.empty()) look_up(rest, Holds::whole, rows);
    keep(rows, vendor);
    if (rows.empty()) rows = find_by_beginning(rest, vendor);
    if (!rows.empty()) return rows;
  }
  return makers;
}

std::vector<CodeTable::Row> CodeTable::find(std::string_view code) const {
  std::vector<Row> rows;
  const std::string folded = fold(code);
  if (folded.empty() || folded.size() > kMostKey) return rows;
  look_up(folded, Holds::whole, rows);
  if (rows.empty() && kinds_.first_words) rows = find_by_first_words(code);
  if (rows.empty() && kinds_.beginnings) rows = find_by_beginning(folded, {});
  return rows;
}

}  // namespace tapcensus
