// What a group of an expression can capture, where that is one of a few plain texts.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapcensus {

struct GroupName {
  std::string text;        // what the group captures: "iOS"
  std::string expression;  // the whole, with only that in the group
};

// Of "(Android|iOS) (\d+)", 1: "Android" and "iOS". Nothing when the group does not exist, may be
// repeated or missing, or captures anything but plain texts, or too many of them.
std::optional<std::vector<GroupName>> group_names(std::string_view expression, std::size_t group);

}  // namespace tapcensus
