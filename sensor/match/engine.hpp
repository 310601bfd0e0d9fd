// The engine that finds patterns, by its own word.
#pragma once

#include <string_view>

namespace tapcensus {

// "5.4.0 2021-01-26"
std::string_view hyperscan_version() noexcept;

// The widest instructions of this CPU that it can use: "AVX-512", "AVX2" or "SSSE3"; empty when it
// cannot run here.
std::string_view hyperscan_instructions() noexcept;

}  // namespace tapcensus
