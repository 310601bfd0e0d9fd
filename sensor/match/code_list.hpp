// Codes and the names they stand for, as one file has them: tens of thousands of lines, kept as the
// text of the file with an index beside it; made once, when rules are compiled, and then used where
// it lies.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapcensus {

class CodeList {
 public:
  static constexpr std::size_t kMostKey = 96;  // bytes, folded
  static constexpr std::array<std::string_view, 5> kColumnNames{"key", "vendor", "family", "model",
                                                                "type"};
  enum class Column : std::uint8_t { key, vendor, family, model, type };

  // What stands in the columns of a line, by Column; views into the list, but for a model that has
  // digits or the end of the code that was asked for.
  struct Row {
    std::array<std::string_view, kColumnNames.size()> cells;
    std::string model;
    bool said = false;  // the model is a name that the device said and nobody declared
    std::string_view at(Column column) const {
      if (column == Column::model && !model.empty()) return model;
      return cells[static_cast<std::size_t>(column)];
    }
  };

  struct Slot {
    std::uint32_t line = 0;  // where it begins, plus one; 0: the slot is free
    std::uint32_t hash = 0;  // its upper half
  };

  // Which kinds of keys there are, beside whole ones.
  struct Kinds {
    bool beginnings = false;
    bool first_words = false;
    bool schemes = false;
  };
  // How a key holds for a code.
  enum class Holds : std::uint8_t { whole, beginning, first_words };
  // What is asked of one list after the other.
  struct Asked {
    Asked(std::string_view folded, Holds holds);
    std::string_view folded;
    Holds holds;
    std::uint64_t hash;
  };

  // Lines of the file that are empty or begin with '#' are no rows. Calls check(number, line, row)
  // for every other line, in one pass; a line with too many cells gives no row, and is not asked
  // again.
  template <class Check>
  CodeList(std::string_view file, std::vector<Column> columns, Check&& check)
      : columns_{std::move(columns)} {
    take(file);
    for_each_line(text_, [&](std::uint32_t number, std::string_view line) {
      const std::optional<Row> row = split(line, columns_);
      check(number, line, row);
      if (row) index(static_cast<std::size_t>(line.data() - text_.data()), row->at(Column::key));
    });
  }
  // Of what was made before; both outlive it. Nothing when they do not fit together.
  static std::optional<CodeList> over(std::string_view text, std::span<const Slot> slots,
                                      std::vector<Column> columns, Kinds kinds);
  CodeList(CodeList&&) = default;

  // The file, and the index.
  std::string_view text() const noexcept { return text_; }
  std::span<const Slot> slots() const noexcept { return slots_; }
  Kinds kinds() const noexcept { return kinds_; }
  const std::vector<Column>& columns() const noexcept { return columns_; }

  // Adds the rows whose keys fold so and hold so.
  void look_up(const Asked& asked, std::vector<Row>& rows) const;
  // Adds the rows of schemes of this shape, with the digits of the code in their models.
  void look_up_schemes(const Asked& shape, std::string_view code, std::vector<Row>& rows) const;

  struct Line {
    std::uint32_t number;  // from 1
    std::string_view text;
  };
  // Where the row stands; nothing when it is another list's.
  std::optional<Line> line_of(const Row& row) const;

  template <class Say>
  void for_each_row(Say&& say) const {
    for_each_line(text_, [&](std::uint32_t, std::string_view line) {
      if (const std::optional<Row> row = split(line, columns_)) say(*row);
    });
  }

  // Every line that is a row: its number from 1, and its text. The same for whoever checks them.
  template <class Say>
  static void for_each_line(std::string_view content, Say&& say) {
    std::uint32_t number = 0;
    for (std::size_t at = 0; at < content.size();) {
      const std::size_t end = std::min(content.find('\n', at), content.size());
      std::string_view line = content.substr(at, end - at);
      at = end + 1;
      ++number;
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (!line.empty() && line.front() != '#') say(number, line);
    }
  }

  // As many cells as there are columns; nothing when the line has more.
  static std::optional<Row> split(std::string_view line, const std::vector<Column>& columns);
  // Whether something of the key is left when it is folded, and not too much.
  static bool is_key(std::string_view key);

 private:
  CodeList() = default;
  void take(std::string_view file);
  void index(std::size_t line_at, std::string_view key);
  bool has(Holds holds) const noexcept;
  Row row_at(std::size_t line_at) const;

  std::vector<char> own_text_;  // where it was made here
  std::vector<Slot> own_slots_;
  std::string_view text_;
  std::span<const Slot> slots_;  // a power of two, at most half of them taken
  std::vector<Column> columns_;
  Kinds kinds_;
};

}  // namespace tapcensus
