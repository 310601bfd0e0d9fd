// pack.toml: what a pack is called, whose it is, and under which licence.
#include <algorithm>

#include "match/rule_readers.hpp"

namespace tapcensus {
namespace {

constexpr std::size_t kMostName = 32;
constexpr std::size_t kMostText = 200;

bool is_pack_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return name.size() <= kMostName && name != kOwnPack && std::ranges::all_of(name, fits);
}

// One line, so that it can stand in a list.
std::string read_line(const TomlTable& head, std::string_view key, Mistakes& mistakes) {
  head.require(key);
  const auto text = head.text(key);
  if (!text) return {};
  const bool plain =
      std::ranges::none_of(text->text, [](char c) { return static_cast<unsigned char>(c) < ' '; });
  if (plain && text->text.size() <= kMostText) return text->text;
  mistakes.add(text->place, "'" + std::string{key} + "' is one line of at most " +
                                std::to_string(kMostText) + " characters");
  return {};
}

}  // namespace

std::optional<PackHead> read_pack_head(RuleDirectory& directory, Mistakes& mistakes) {
  const auto file = directory.read(kPackHeadName);
  if (!file.content) return std::nullopt;
  const auto parsed = parse_toml(*file.content, file.number, mistakes);
  if (!parsed) return std::nullopt;
  const TomlTable root{*parsed, file.number, mistakes};
  root.only({"pack"});
  root.require("pack");
  const auto head = root.table("pack");
  if (!head) return std::nullopt;
  head->only({"name", "version", "licence", "source"});
  head->require("name");
  const auto name = head->text("name");
  if (!name) return std::nullopt;
  if (!is_pack_name(name->text)) {
    mistakes.add(name->place,
                 "the name of a pack has at most 32 of a-z, 0-9 and '-', and is not '" +
                     std::string{kOwnPack} + "'");
    return std::nullopt;
  }
  return PackHead{name->text, read_line(*head, "version", mistakes),
                  read_line(*head, "licence", mistakes), read_line(*head, "source", mistakes)};
}

void read_pack_vendors(std::string_view content, std::uint32_t file, Taxonomy& taxonomy,
                       Mistakes& mistakes) {
  Taxonomy more;
  read_vendor_lines(content, file, more, mistakes);
  if (more.vendors.size() > kMostPackVendors) {
    mistakes.add({file, 1, 1}, "a pack declares at most " + std::to_string(kMostPackVendors) +
                                   " vendors; this one has " + std::to_string(more.vendors.size()));
    return;
  }
  taxonomy.vendors.merge(more.vendors);
}

}  // namespace tapcensus
