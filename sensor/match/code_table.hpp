// What codes stand for, by the lists that a [[table]] names.
//
// Asked on the control thread. A key is compared folded: lower case, letters and digits only ('+'
// is "plus"), so "SM-G930F", "sm-g930f" and "SM G930F" are one. `SM-G930*` stands for all codes
// that begin so, the longest first, and `DIR-*` for those whose word ends there, with a sign or a
// digit: not for a directory; `Blackview *` for all whose first words are these, and what follows
// is looked up again among the lines of that vendor. In `BV####`, each # is a digit, and the digits
// stand in the line's model again: a scheme is as many names, in one line. A model that ends in `*`
// has there what the code goes on with, behind the key: a name as the device says it, for makers
// whose codes are their names. All else that is answered the lines spell out.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "match/code_list.hpp"

namespace tapcensus {

class CodeTable {
 public:
  using Column = CodeList::Column;
  using Row = CodeList::Row;

  // Tables may share lists.
  explicit CodeTable(std::vector<std::shared_ptr<const CodeList>> lists);

  const std::vector<std::shared_ptr<const CodeList>>& lists() const noexcept { return lists_; }

  // All rows of the code; none when it is not known.
  std::vector<Row> find(std::string_view code) const;

  // Where a row of find() stands.
  struct Place {
    std::size_t list;  // of lists()
    CodeList::Line line;
  };
  Place place_of(const Row& row) const;

 private:
  using Holds = CodeList::Holds;
  struct Beginning {
    std::vector<Row> rows;
    std::size_t size = 0;
  };

  void look_up(std::string_view folded, Holds holds, std::vector<Row>& rows) const;
  void look_up_schemes(std::string_view shape, Holds holds, std::string_view code,
                       std::vector<Row>& rows) const;
  void keep(std::vector<Row>& rows, std::string_view vendor) const;
  std::vector<Row> find_by_first_words(std::string_view code, std::string_view vendor) const;
  std::vector<Row> find_of_maker(std::string_view code, std::string_view rest,
                                 std::string_view vendor) const;
  std::vector<Row> find_whole(std::string_view code, std::string_view vendor) const;
  std::vector<Row> find_by_beginning(std::string_view code, std::string_view vendor) const;
  Beginning longest_beginning(std::string_view code, std::string_view vendor) const;
  Beginning longest_scheme(std::string_view code, std::string_view vendor) const;

  std::vector<std::shared_ptr<const CodeList>> lists_;
  CodeList::Kinds kinds_;  // in any of them
};

}  // namespace tapcensus
