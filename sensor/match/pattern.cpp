#include "match/pattern.hpp"

#include <re2/re2.h>

#include <optional>

#include "base/letters.hpp"

namespace tapcensus {
namespace {

constexpr std::string_view kSpaces = R"(\x20\x0c\x0d\x09-\x0a)";
constexpr std::string_view kNotSpaces = R"(\x00-\x08\x0b\x0e-\x1f\x21-\xff)";

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// Walks an expression once, left to right.
class Reader {
 public:
  explicit Reader(std::string_view expression) : left_{expression} {}

  Result<Pattern> read() {
    while (!left_.empty() && mistake_.empty()) step();
    if (mistake_.empty() && folds_ && beyond_ascii_) {
      mistake_ = "(?i) and bytes beyond ASCII do not go together in one expression";
    }
    if (!mistake_.empty()) return Error{"", mistake_};
    return std::move(pattern_);
  }

 private:
  void step() {
    switch (left_.front()) {
      case '\\': escape(false); break;
      case '[': character_class(); break;
      case '(': group(); break;
      case '^':
        pattern_.anchored = true;
        copy(1);
        break;
      case '$':
        pattern_.hyperscan += "\\z";
        left_.remove_prefix(1);
        break;
      default: copy(1);
    }
  }

  void copy(std::size_t count) {
    for (const char c : left_.substr(0, count)) {
      if (c == '\0') mistake_ = "a NUL byte in an expression is written \\x00";
      if (!is_ascii(c)) beyond_ascii_ = true;
    }
    pattern_.hyperscan += left_.substr(0, count);
    left_.remove_prefix(count);
  }

  void escape(bool in_class) {
    const char what = left_.size() > 1 ? left_[1] : '\0';
    constexpr std::string_view kEverywhere = "dDwWfnrt";
    constexpr std::string_view kOutside = "bBAz";
    if (what == 's' || what == 'S') {
      const std::string_view set = what == 's' ? kSpaces : kNotSpaces;
      pattern_.hyperscan += in_class ? std::string{set} : '[' + std::string{set} + ']';
      left_.remove_prefix(2);
    } else if (what == 'x') {
      hexadecimal();
    } else if (kEverywhere.find(what) != kEverywhere.npos ||
               (!in_class && kOutside.find(what) != kOutside.npos) ||
               (what >= ' ' && what < 0x7f && !is_letter_or_digit(what))) {
      if (what == 'A') pattern_.anchored = true;
      copy(2);
    } else {
      mistake_ = what == '\0' ? "an expression may not end in a backslash"
                              : std::string{"'\\"} + what + (in_class ? "' in a class" : "'") +
                                    " is not in the common syntax of Hyperscan and RE2";
    }
  }

  // \xNN or \x{N...}
  void hexadecimal() {
    const bool braces = left_.size() > 2 && left_[2] == '{';
    const std::size_t end = braces ? left_.find('}') : 3;
    if (end == left_.npos || end >= left_.size()) {
      mistake_ = "'\\x' needs two hexadecimal digits";
      return;
    }
    const std::string_view digits = braces ? left_.substr(3, end - 3) : left_.substr(2, 2);
    if (digits.size() != 2 || digits.find_first_not_of("0123456789abcdefABCDEF") != digits.npos) {
      mistake_ = "'\\x' needs two hexadecimal digits: texts are bytes";
      return;
    }
    if (digits[0] >= '8') beyond_ascii_ = true;
    copy(end + 1);
  }

  void character_class() {
    copy(left_.starts_with("[^") ? 2 : 1);
    if (left_.starts_with("]")) copy(1);
    while (!left_.empty() && left_.front() != ']' && mistake_.empty()) {
      const std::size_t posix_end = left_.starts_with("[:") ? left_.find(":]") : left_.npos;
      if (left_.front() == '\\') {
        escape(true);
      } else {
        copy(posix_end == left_.npos ? 1 : posix_end + 2);
      }
    }
    if (left_.empty() && mistake_.empty()) {
      mistake_ = "a '[' is not closed";
    } else if (mistake_.empty()) {
      copy(1);
    }
  }

  void group() {
    if (!left_.starts_with("(?")) {
      ++pattern_.groups;
      copy(1);
    } else if (left_.starts_with("(?P<")) {
      ++pattern_.groups;
      copy(4);
    } else {
      flags();
    }
  }

  // (?:...), (?i), (?is-i:...)
  void flags() {
    const std::size_t end = left_.find_first_of(":)");
    const std::string_view flags = end == left_.npos ? left_ : left_.substr(2, end - 2);
    if (end == left_.npos || flags.find_first_not_of("is-") != flags.npos) {
      mistake_ = "'" + std::string{left_.substr(0, 4)} +
                 "' is not in the common syntax of Hyperscan and RE2";
      return;
    }
    if (flags.find('i') != flags.npos) folds_ = true;
    copy(end + 1);
  }

  std::string_view left_;
  Pattern pattern_;
  std::string mistake_;
  bool folds_ = false;
  bool beyond_ascii_ = false;
};

}  // namespace

Result<Pattern> read_pattern(std::string_view expression) { return Reader{expression}.read(); }

std::unique_ptr<re2::RE2> make_re2(std::string_view expression) {
  re2::RE2::Options options;
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_dot_nl(true);
  options.set_log_errors(false);
  return std::make_unique<re2::RE2>(re2::StringPiece{expression.data(), expression.size()},
                                    options);
}

}  // namespace tapcensus
