// What is wrong with the rules, all of it, in the order of the files and lines.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace tapcensus {

// A point in one of the rule files.
struct Place {
  std::uint32_t file = 0;    // as numbered by Mistakes::add_file
  std::uint32_t line = 0;    // 0: the file as a whole
  std::uint32_t column = 0;  // from 1
  friend auto operator<=>(const Place&, const Place&) = default;
};

class Mistakes {
 public:
  // Files are numbered in the order in which they are added.
  std::uint32_t add_file(std::string path);
  void add(Place place, std::string sentence);

  // "rules/apple.toml:12:1"
  std::string name_of(Place place) const;
  bool none() const { return mistakes_.empty(); }
  Errors sorted() const;

 private:
  std::vector<std::string> files_;
  std::vector<std::pair<Place, std::string>> mistakes_;
};

// "; did you mean 'dhcp.vendor_class'?" when one of `known` is near to `wrong`, else nothing.
std::string suggestion(std::string_view wrong, std::span<const std::string_view> known);

// How many insertions, deletions, replacements and swaps of neighbours lead from one to the other;
// case does not count.
std::size_t edit_distance(std::string_view from, std::string_view to);

}  // namespace tapcensus
