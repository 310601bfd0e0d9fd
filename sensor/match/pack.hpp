// Packs: rules from elsewhere, beside ours and under a name of their own.
//
// A pack is a directory (tapcensus rules import writes them), or the same files made in memory of a
// list that is installed:
//
//   pack.toml     [pack]: name, version, licence, source
//   vendors.tsv   vendors that only the pack knows, as ours; those that are declared already pass
//   *.toml, *.tsv rules and tables, as ours; examples may be left out, and rules may stand in a
//                 `list`, of which only the first rule that matches speaks
//
// What a table of ours says of a key counts; rows of packs for that key are left out.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "facts/taxonomy.hpp"
#include "match/inputs.hpp"

namespace tapcensus {

inline constexpr std::string_view kOwnPack = "own";
inline constexpr std::size_t kMostPacks = 8;
inline constexpr std::size_t kMostLists = 4;             // of a pack
inline constexpr std::size_t kMostPackVendors = 20'000;  // of a pack, that only it knows

// Digits of the blocks of addresses that the IEEE gives away, the smallest block first.
inline constexpr std::array<std::size_t, 3> kPrefixDigits{9, 7, 6};

struct PackHead {
  std::string name;  // a-z, 0-9 and '-'
  std::string version;
  std::string licence;
  std::string source;  // where it comes from
};

struct PackFile {
  std::string name;  // "pack.toml"
  std::string content;
};

// Where the files of a pack are.
struct PackHome {
  std::filesystem::path path;   // their directory, or what stands before their names
  std::vector<PackFile> files;  // those that were made in memory; none: they are in the directory
};

// A list made into the files of a pack.
struct ConvertedPack {
  std::vector<PackFile> files;
  std::vector<Input> inputs;  // all that was read, or looked for; else a change is not noticed
};

struct PackSource {
  std::string name;                 // what its files are called by, in mistakes
  std::filesystem::path directory;  // where there is no `convert`
  // Given what our taxonomy declares.
  std::function<ConvertedPack(const Taxonomy&)> convert{};
};

// All that a set of rules is made of.
struct RuleSources {
  std::filesystem::path directory;  // of our rules
  std::vector<PackSource> packs{};

  // Of paths and texts only, so no copy or move comes here.
  template <class Path>
  requires std::constructible_from<std::filesystem::path, Path>
  // NOLINTNEXTLINE(bugprone-forwarding-reference-overload)
  RuleSources(Path&& path, std::vector<PackSource> more = {})
      : directory{std::forward<Path>(path)}, packs{std::move(more)} {}
};

}  // namespace tapcensus
