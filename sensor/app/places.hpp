// Where things lie that nobody named: the rules that came with the program, the cache.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace tapcensus {

// `chosen`, or the rules beside the program (as built) or in its share directory (as installed).
Result<std::filesystem::path> rules_directory(const std::string& chosen);

// $XDG_CACHE_HOME/tapcensus or ~/.cache/tapcensus; empty when the user has no home.
std::filesystem::path cache_directory();

// The key of device ids in `run`: made once for each installation, kept in
// $XDG_STATE_HOME/tapcensus or ~/.local/state/tapcensus. Where it cannot be kept, it lasts as long
// as the process.
std::array<std::byte, 16> installation_key();

}  // namespace tapcensus
