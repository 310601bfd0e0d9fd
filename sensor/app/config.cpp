#include "app/config.hpp"

#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>

#include "match/toml_table.hpp"

namespace tapcensus {
namespace {

void read_scope(const TomlTable& file, RunChoices& choices, Mistakes& mistakes) {
  if (file.has("scope")) choices.census.scope.clear();
  for (const PlacedText& text : file.texts("scope")) {
    if (const auto prefix = Prefix::parse(text.text)) {
      choices.census.scope.push_back(*prefix);
    } else {
      mistakes.add(text.place,
                   "'" + text.text + "' is no prefix; write 10.0.0.0/8 or 2001:db8::/32");
    }
  }
}

void read_memory(const TomlTable& file, RunChoices& choices, Mistakes& mistakes) {
  const auto text = file.text("memory");
  if (!text) return;
  if (const auto size = parse_size(text->text)) {
    choices.census.memory = *size;
  } else {
    mistakes.add(text->place, "'" + text->text + "' is no size; write 512M or 2G");
  }
}

void read_filter(const TomlTable& file, RunChoices& choices, Mistakes& mistakes) {
  const auto text = file.text("filter");
  if (!text) return;
  if (auto filter = Filter::compile(text->text)) {
    choices.census.filter = std::move(*filter);
  } else {
    mistakes.add(text->place, filter.errors().front().what);
  }
}

void read_choices(const TomlTable& file, RunChoices& choices, Mistakes& mistakes) {
  file.only({"listen", "interface", "port", "vdev", "replay", "replay_rate", "workers", "depth",
             "memory", "rules", "packs", "scope", "min_sources", "filter"});
  if (const auto text = file.text("listen")) choices.listen = text->text;
  if (file.has("interface")) choices.interfaces.clear();
  for (const PlacedText& text : file.texts("interface")) choices.interfaces.push_back(text.text);
  if (file.has("port")) choices.ports.clear();
  for (const PlacedText& text : file.texts("port")) choices.ports.push_back(text.text);
  if (file.has("vdev")) choices.vdevs.clear();
  for (const PlacedText& text : file.texts("vdev")) choices.vdevs.push_back(text.text);
  if (const auto text = file.text("replay")) choices.replay = text->text;
  if (const auto number = file.number("replay_rate", 0, 1'000'000'000)) {
    choices.replay_rate = static_cast<double>(*number);
  }
  if (const auto number = file.number("workers", 1, 256)) {
    choices.census.workers = static_cast<std::size_t>(*number);
  }
  if (const auto number = file.number("depth", 2048, 65536)) {
    choices.census.depth = static_cast<std::uint32_t>(*number);
  }
  if (const auto text = file.text("rules")) choices.census.rules = text->text;
  if (file.has("packs")) choices.census.packs.clear();
  for (const PlacedText& text : file.optional_texts("packs")) {
    choices.census.packs.push_back(text.text);
  }
  if (const auto number = file.number("min_sources", 0, 11)) {
    choices.census.min_sources = static_cast<unsigned>(*number);
  }
  read_memory(file, choices, mistakes);
  read_scope(file, choices, mistakes);
  read_filter(file, choices, mistakes);
}

}  // namespace

Errors read_config(const std::string& path, RunChoices& choices) {
  std::ifstream stream{path};
  if (!stream) return {Error{path, std::string{"cannot be read: "} + std::strerror(errno)}};
  const std::string content{std::istreambuf_iterator<char>{stream}, {}};
  Mistakes mistakes;
  const std::uint32_t number = mistakes.add_file(path);
  if (const auto root = parse_toml(content, number, mistakes)) {
    read_choices(TomlTable{*root, number, mistakes}, choices, mistakes);
  }
  return mistakes.sorted();
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  unsigned shift = 0;
  if (unit == "K" || unit == "KiB")
    shift = 10;
  else if (unit == "M" || unit == "MiB")
    shift = 20;
  else if (unit == "G" || unit == "GiB")
    shift = 30;
  else if (!unit.empty())
    return std::nullopt;
  if (number > (~std::uint64_t{0} >> shift)) return std::nullopt;
  return number << shift;
}

}  // namespace tapcensus
