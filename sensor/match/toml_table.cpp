#include "match/toml_table.hpp"

#include <algorithm>

namespace tapcensus {
namespace {

Place place_at(std::uint32_t file, const toml::source_position& position) {
  return {file, position.line, position.column};
}

}  // namespace

std::optional<toml::table> parse_toml(std::string_view content, std::uint32_t file,
                                      Mistakes& mistakes) {
  try {
    return toml::parse(content);
  } catch (const toml::parse_error& error) {
    mistakes.add(place_at(file, error.source().begin), std::string{error.description()});
    return std::nullopt;
  }
}

Place TomlTable::place_of(const toml::node& node) const {
  return place_at(file_, node.source().begin);
}

void TomlTable::only(std::initializer_list<std::string_view> keys) const {
  for (const auto& [key, node] : table_) {
    if (std::ranges::find(keys, key.str()) != keys.end()) continue;
    mistakes_.add(place_at(file_, key.source().begin),
                  "unknown key '" + std::string{key.str()} + "'" +
                      suggestion(key.str(), {keys.begin(), keys.size()}));
  }
}

std::vector<PlacedText> TomlTable::texts(std::string_view key) const {
  const toml::node* const node = table_.get(key);
  if (node == nullptr) return {};
  if (node->is_string()) return {{place_of(*node), node->as_string()->get()}};
  const toml::array* const array = node->as_array();
  if (array == nullptr || array->empty() || !array->is_homogeneous<std::string>()) {
    complain(*node, key, "a string, or an array of strings that is not empty");
    return {};
  }
  std::vector<PlacedText> texts;
  for (const toml::node& element : *array) {
    texts.push_back({place_of(element), element.as_string()->get()});
  }
  return texts;
}

std::vector<PlacedText> TomlTable::optional_texts(std::string_view key) const {
  const toml::node* const node = table_.get(key);
  if (node != nullptr && node->is_array() && node->as_array()->empty()) return {};
  return texts(key);
}

std::optional<PlacedText> TomlTable::text(std::string_view key) const {
  const toml::node* const node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (node->is_string() && !node->as_string()->get().empty()) {
    return PlacedText{place_of(*node), node->as_string()->get()};
  }
  complain(*node, key, "a string that is not empty");
  return std::nullopt;
}

std::optional<std::int64_t> TomlTable::number(std::string_view key, std::int64_t least,
                                              std::int64_t most) const {
  const toml::node* const node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (node->is_integer() && node->as_integer()->get() >= least &&
      node->as_integer()->get() <= most) {
    return node->as_integer()->get();
  }
  complain(*node, key,
           "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

bool TomlTable::flag(std::string_view key) const {
  const toml::node* const node = table_.get(key);
  if (node == nullptr) return false;
  if (node->is_boolean()) return node->as_boolean()->get();
  complain(*node, key, "true or false");
  return false;
}

std::vector<std::int64_t> TomlTable::numbers(std::string_view key, std::int64_t least,
                                             std::int64_t most) const {
  const toml::node* const node = table_.get(key);
  if (node == nullptr) return {};
  const auto fits = [&](const toml::node& element) {
    return element.is_integer() && element.as_integer()->get() >= least &&
           element.as_integer()->get() <= most;
  };
  if (fits(*node)) return {node->as_integer()->get()};
  const toml::array* const array = node->as_array();
  if (array == nullptr || array->empty() || !std::ranges::all_of(*array, fits)) {
    complain(*node, key,
             "a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
                 ", or an array of them that is not empty");
    return {};
  }
  std::vector<std::int64_t> numbers;
  for (const toml::node& element : *array) numbers.push_back(element.as_integer()->get());
  return numbers;
}

std::optional<std::chrono::year_month_day> TomlTable::date(std::string_view key) const {
  const toml::node* const node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (node->is_date()) {
    const toml::date date = node->as_date()->get();
    return std::chrono::year{date.year} / date.month / date.day;
  }
  complain(*node, key, "a date, such as 2009-10-22");
  return std::nullopt;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) const {
  const toml::node* const node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (node->is_table()) return TomlTable{*node->as_table(), file_, mistakes_};
  complain(*node, key, "a table");
  return std::nullopt;
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) const {
  const toml::node* const node = table_.get(key);
  if (node == nullptr) return {};
  const toml::array* const array = node->as_array();
  if (array == nullptr || !array->is_homogeneous<toml::table>()) {
    complain(*node, key, "written [[" + std::string{key} + "]]");
    return {};
  }
  std::vector<TomlTable> tables;
  for (const toml::node& element : *array) {
    tables.emplace_back(*element.as_table(), file_, mistakes_);
  }
  return tables;
}

std::vector<std::pair<PlacedText, TomlTable>> TomlTable::named_tables() const {
  std::vector<std::pair<PlacedText, TomlTable>> children;
  for (const auto& [name, node] : table_) {
    if (const auto child = table(name.str())) {
      children.emplace_back(
          PlacedText{place_at(file_, name.source().begin), std::string{name.str()}}, *child);
    }
  }
  return children;
}

std::vector<std::pair<PlacedText, TomlTable>> TomlTable::named_tables(std::string_view key) const {
  const auto parent = table(key);
  if (!parent) return {};
  return parent->named_tables();
}

void TomlTable::require(std::string_view key) const {
  if (!has(key)) mistakes_.add(place(), "'" + std::string{key} + "' is missing");
}

void TomlTable::complain(const toml::node& node, std::string_view key,
                         std::string_view must) const {
  mistakes_.add(place_of(node), "'" + std::string{key} + "' must be " + std::string{must});
}

}  // namespace tapcensus
