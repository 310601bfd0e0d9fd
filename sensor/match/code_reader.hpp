// A [[table]] whose key is read out of the text: expressions, and the codes they look for.
#pragma once

#include <string_view>
#include <vector>

#include "facts/catalog.hpp"
#include "match/code_table.hpp"
#include "match/expressions.hpp"

namespace tapcensus {

// What a hyphen stands for: host names have no blanks (Redmi-Note-13).
enum class Hyphens : bool { are_signs, are_blanks };

class CodeReader {
 public:
  CodeReader(std::vector<std::string> expressions, CodeTable codes, Hyphens hyphens)
      : expressions_{std::move(expressions)}, codes_{std::move(codes)}, hyphens_{hyphens} {}

  // What the table says of the text, entered into the catalogue; an empty claim when none of the
  // expressions captures a code that the table knows. Names that the rows of a code share are
  // certain, names that differ are a set, and a name that one of them lacks is not claimed.
  Claim read(std::string_view text, Catalog& catalog);

 private:
  Expressions expressions_;
  CodeTable codes_;
  Hyphens hyphens_;
};

}  // namespace tapcensus
