// The engine that finds patterns, by its own word.
#pragma once

#include <string_view>

namespace tapcensus {

// "5.4.0 2021-01-26"
std::string_view hyperscan_version() noexcept;

}  // namespace tapcensus
