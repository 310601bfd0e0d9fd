// Lists of fingerprints that others keep, made into packs of rules (match/pack.hpp).
//
// A list may be written by anybody: it is read within bounds, and nothing it holds throws. What
// cannot be said as a rule is left out and told, row by row, with the reason. Names are those of
// our taxonomy: a row whose system it does not declare says nothing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "facts/taxonomy.hpp"
#include "match/pack.hpp"

namespace tapcensus {

enum class PackFormat : std::uint8_t {
  dhcp,
  ieee,
  nmap_mac_prefixes,
  p0f,
  recog,
  satori,
  uap_core
};

struct PackFormatRow {
  std::string_view name;     // as `rules import` has it
  std::string_view licence;  // of the list as its authors give it away
  std::string_view source;
};
inline constexpr std::array<PackFormatRow, 7> kPackFormats{{
    {"dhcp", "see its authors", "a list of DHCP fingerprints"},
    {"ieee", "no copyright asserted (IEEE)", "standards.ieee.org, public listing of the IEEE RA"},
    {"nmap-mac-prefixes", "NPSL", "nmap.org"},
    {"p0f", "LGPL-2.1", "lcamtuf.coredump.cx/p0f3"},
    {"recog", "BSD-2-Clause", "github.com/rapid7/recog"},
    {"satori", "GPL-2.0", "github.com/xnih/satori"},
    {"uap-core", "Apache-2.0", "github.com/ua-parser/uap-core"},
}};
constexpr const PackFormatRow& row_of(PackFormat format) {
  return kPackFormats[static_cast<std::size_t>(format)];
}
std::optional<PackFormat> pack_format_of(std::string_view name);

struct PackInput {
  std::string name;  // for messages
  std::string content;
};

struct Conversion {
  static constexpr std::size_t kMostTold = 100'000;

  std::vector<PackFile> files;  // the pack
  std::size_t rows = 0;         // that the list has
  std::size_t converted = 0;
  Errors not_converted;  // "file:line:column" and why; the first kMostTold
};

Conversion convert(PackFormat format, std::span<const PackInput> inputs, const PackHead& head,
                   const Taxonomy& taxonomy);

}  // namespace tapcensus
