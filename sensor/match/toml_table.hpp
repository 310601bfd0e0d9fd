// A TOML table read by the names of its keys, every mistake noted with its place.
#pragma once

#include <toml++/toml.h>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "match/device.hpp"
#include "match/mistakes.hpp"

namespace tapcensus {

// The file's root table, or nothing and a mistake.
std::optional<toml::table> parse_toml(std::string_view content, std::uint32_t file,
                                      Mistakes& mistakes);

class TomlTable {
 public:
  // `table` and `mistakes` must outlive it.
  TomlTable(const toml::table& table, std::uint32_t file, Mistakes& mistakes)
      : table_{table}, file_{file}, mistakes_{mistakes} {}

  Place place() const { return place_of(table_); }
  Place place_of(const toml::node& node) const;
  bool has(std::string_view key) const { return table_.contains(key); }

  // Any other key is a mistake.
  void only(std::initializer_list<std::string_view> keys) const;

  // A string, or an array of at least one. None when the key is missing or wrong.
  std::vector<PlacedText> texts(std::string_view key) const;
  // The same, but the array may be empty.
  std::vector<PlacedText> optional_texts(std::string_view key) const;
  // A string that is not empty.
  std::optional<PlacedText> text(std::string_view key) const;
  std::optional<std::int64_t> number(std::string_view key, std::int64_t least,
                                     std::int64_t most) const;
  // A whole number, or an array of at least one.
  std::vector<std::int64_t> numbers(std::string_view key, std::int64_t least,
                                    std::int64_t most) const;
  // False when the key is missing or wrong.
  bool flag(std::string_view key) const;
  std::optional<std::chrono::year_month_day> date(std::string_view key) const;
  std::optional<TomlTable> table(std::string_view key) const;
  // The tables of an array [[key]].
  std::vector<TomlTable> tables(std::string_view key) const;
  // Each key with the table under it; or each key of the table under `key`.
  std::vector<std::pair<PlacedText, TomlTable>> named_tables() const;
  std::vector<std::pair<PlacedText, TomlTable>> named_tables(std::string_view key) const;

  // Notes that the key must be there.
  void require(std::string_view key) const;

 private:
  void complain(const toml::node& node, std::string_view key, std::string_view must) const;

  const toml::table& table_;
  std::uint32_t file_;
  Mistakes& mistakes_;
};

}  // namespace tapcensus
