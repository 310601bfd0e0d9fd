// Keys of code tables as they are compared: folded to lower case, letters and digits only ('+' is
// "plus"), or, of a scheme such as `BV####`, to a shape in which each digit is #.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tapcensus {

// A digit, in the key of a scheme and in its model.
inline constexpr char kAnyDigit = '#';

// Into `folded`, which is emptied before.
void fold_code_into(std::string& folded, std::string_view text);
std::string fold_code(std::string_view text);

bool is_scheme(std::string_view key);
// Digits as the schemes have them: each is #, and numbers that were apart stay apart. In a key, #
// stands for one already; in a text it is a sign like others.
std::string shape_of(std::string_view text, bool is_key = false);
// A scheme's shape, or what else it folds to.
std::string fold_key(std::string_view key);

// The text's digits where the key has #; nothing where another digit of the key differs.
std::optional<std::string> digits_for(std::string_view key, std::string_view text);
// The name with these in the place of its #.
std::string with_digits(std::string_view name, std::string_view digits);

// What follows the part of the text that folds to `size` bytes.
std::string_view rest_behind(std::string_view text, std::size_t size);

}  // namespace tapcensus
