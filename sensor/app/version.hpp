// The version of this program; set by CMake.
#pragma once

#include <string_view>

namespace tapcensus {

inline constexpr std::string_view kVersion = TAPCENSUS_VERSION;

}  // namespace tapcensus
