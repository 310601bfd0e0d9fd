// The regular expressions of rules: the syntax that Hyperscan and RE2 have in common.
//
// Hyperscan finds (packet path), RE2 captures (control thread), so both must mean the same. Texts
// are bytes, not characters; `.` is any byte; `$` is the very end. What the two engines read
// differently is either translated for Hyperscan or refused:
//   translated: `$` (Hyperscan's would also match before a final newline), \s and \S (its would
//   include the vertical tab);
//   refused: multi-line and ungreedy modes, \v, \Q, \p, \C, back-references, octal escapes, and
//   (?i) beside bytes that are not ASCII (RE2 would fold them as Latin-1).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace re2 {
class RE2;
}

namespace tapcensus {

struct Pattern {
  std::string hyperscan;   // the same expression, spelt for Hyperscan
  std::size_t groups = 0;  // capturing ones
  bool anchored = false;   // somewhere it asks for the very beginning
};

// Nothing but the common syntax passes. Cheap: compiles nothing. On a mistake: a sentence.
Result<Pattern> read_pattern(std::string_view expression);

// RE2 as the control thread uses it. Ask ok() of it.
std::unique_ptr<re2::RE2> make_re2(std::string_view expression);

}  // namespace tapcensus
