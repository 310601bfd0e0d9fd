#include "packs/xml_list.hpp"

#include <algorithm>

namespace tapcensus {

XmlList::XmlList(const PackInput& input, PackWriter& pack) : input_{input} {
  const auto result = document_.load_buffer(input.content.data(), input.content.size());
  if (!result) pack.not_converted(place_at(result.offset), result.description());
}

RowPlace XmlList::place_of(const pugi::xml_node& node) const {
  return place_at(node.offset_debug());
}

RowPlace XmlList::place_at(std::ptrdiff_t offset) const {
  const std::string_view text = input_.content;
  const auto at = static_cast<std::size_t>(
      std::clamp<std::ptrdiff_t>(offset, 0, static_cast<std::ptrdiff_t>(text.size())));
  const std::string_view before = text.substr(0, at);
  const std::size_t line = before.rfind('\n');
  return {input_.name, static_cast<std::uint64_t>(std::ranges::count(before, '\n')) + 1,
          at - (line == before.npos ? 0 : line + 1) + 1};
}

std::string as_literal(std::string_view text) {
  std::string expression;
  for (const char c : text) {
    if (std::string_view{".^$|()[]{}*+?\\"}.find(c) != std::string_view::npos) expression += '\\';
    expression += c;
  }
  return expression;
}

}  // namespace tapcensus
