// Codes and the names they stand for: tens of thousands of lines, kept as the text of their files
// with an index beside it; made once, when rules are compiled, and then used where it lies.
//
// Asked on the control thread. A key is compared folded: lower case, letters and digits only ('+'
// is "plus"), so "SM-G930F", "sm-g930f" and "SM G930F" are one. `SM-G930*` stands for all codes
// that begin so, the longest first; `Blackview *` for all whose first words are these, and what
// follows is looked up again among the lines of that vendor. In `BV####`, each # is a digit, and
// the digits stand in the line's model again: a scheme is as many names, in one line. A model that
// ends in `*` has there what the code goes on with, behind the key: a name as the device says it,
// for makers whose codes are their names. All else that is answered the lines spell out.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tapcensus {

class CodeTable {
 public:
  static constexpr std::size_t kMostKey = 96;  // bytes, folded
  static constexpr std::array<std::string_view, 5> kColumnNames{"key", "vendor", "family", "model",
                                                                "type"};
  enum class Column : std::uint8_t { key, vendor, family, model, type };

  // What stands in the columns of a line, by Column; views into the table, but for a model that has
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

  // Of the files, lines that are empty or begin with '#' are no rows. Calls
  // check(file, number, line, row) for every other line, in one pass; a line with too many cells
  // gives no row, and is not asked again.
  template <class Check>
  CodeTable(const std::vector<std::string>& files, std::vector<Column> columns, Check&& check)
      : columns_{std::move(columns)} {
    take(files);
    for (std::size_t file = 0; file < files.size(); ++file) {
      for_each_line(files[file], [&](std::uint32_t number, std::string_view line) {
        const std::optional<Row> row = split(line, columns_);
        check(file, number, line, row);
        const auto within = static_cast<std::size_t>(line.data() - files[file].data());
        if (row) index(starts_[file] + within, row->at(Column::key));
      });
    }
  }
  // Of what was made before; both outlive it. Nothing when they do not fit together.
  static std::optional<CodeTable> over(std::string_view text, std::span<const Slot> slots,
                                       std::vector<Column> columns, Kinds kinds);
  CodeTable(CodeTable&&) = default;

  // All files, each with the end of its last line; and the index.
  std::string_view text() const noexcept { return text_; }
  std::span<const Slot> slots() const noexcept { return slots_; }
  Kinds kinds() const noexcept { return kinds_; }
  const std::vector<Column>& columns() const noexcept { return columns_; }

  // All rows of the code; none when it is not known.
  std::vector<Row> find(std::string_view code) const;

  // Where a row stands, of a table that was made of files.
  struct Line {
    std::size_t file;
    std::uint32_t number;  // from 1
    std::string_view text;
  };
  Line line_of(const Row& row) const;

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
  // How a key holds for a code.
  enum class Holds : std::uint8_t { whole, beginning, first_words };
  struct Beginning {
    std::vector<Row> rows;
    std::size_t size = 0;
  };

  CodeTable() = default;
  void take(const std::vector<std::string>& files);
  void index(std::size_t line_at, std::string_view key);
  void look_up(std::string_view folded, Holds holds, std::vector<Row>& rows) const;
  void look_up_schemes(std::string_view shape, Holds holds, std::string_view code,
                       std::vector<Row>& rows) const;
  void keep(std::vector<Row>& rows, std::string_view vendor) const;
  std::vector<Row> find_by_first_words(std::string_view code, std::string_view vendor) const;
  std::vector<Row> find_of_maker(std::string_view code, std::string_view rest,
                                 std::string_view vendor) const;
  std::vector<Row> find_whole(std::string_view code, std::string_view vendor) const;
  std::vector<Row> find_by_beginning(std::string_view code, std::string_view vendor) const;
  Beginning longest_beginning(std::string_view folded, std::string_view vendor) const;
  Beginning longest_scheme(std::string_view code, std::string_view vendor) const;
  Row row_at(std::size_t line_at) const;

  std::vector<char> own_text_;       // where it was made here
  std::vector<std::size_t> starts_;  // of each file in it
  std::vector<Slot> own_slots_;
  std::string_view text_;
  std::span<const Slot> slots_;  // a power of two, at most half of them taken
  std::vector<Column> columns_;
  Kinds kinds_;
};

}  // namespace tapcensus
