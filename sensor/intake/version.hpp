// The library that packets come through, by its own word.
#pragma once

#include <string_view>

namespace tapcensus {

// "DPDK 22.11.11"
std::string_view dpdk_version() noexcept;

}  // namespace tapcensus
