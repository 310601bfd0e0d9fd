// Whether an expression may stand in a rule, for whoever writes rules by program.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tapcensus {

// What is wrong with it, as `rules check` would say; nothing when a rule may have it.
std::optional<std::string> objection_to(std::string_view expression);

}  // namespace tapcensus
