// Packs that Debian installs: lists that are converted anew when they have changed, so that an
// update of the package is all it takes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/pack.hpp"
#include "packs/conversion.hpp"

namespace tapcensus {

struct InstalledPack {
  std::string_view name;  // of the pack and of the package
  PackFormat format;
  std::vector<std::string_view> files;  // under the root; those that are missing are passed over
};
const std::vector<InstalledPack>& installed_packs();

// The files of the pack that are there, under `root`; none: it is not installed.
std::vector<std::filesystem::path> files_of(const InstalledPack& pack,
                                            const std::filesystem::path& root = "/");

// As RuleSources wants it. Reads nothing before it is asked for.
PackSource source_of(const InstalledPack& pack, const std::filesystem::path& root = "/");

// Nothing when the file cannot be read; it is added to `noted` either way.
std::optional<PackInput> read_input(const std::filesystem::path& path, std::vector<Input>& noted);

// The day on which a file was last written: "2022-08-27".
std::string day_of(const std::filesystem::path& path);

}  // namespace tapcensus
