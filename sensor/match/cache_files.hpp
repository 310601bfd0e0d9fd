// The files of a cache, so many of a kind.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace tapcensus {

// Removes the oldest of those with this suffix, so that edits do not fill the disk.
void forget_oldest(const std::filesystem::path& directory, std::string_view suffix,
                   std::size_t most);

}  // namespace tapcensus
