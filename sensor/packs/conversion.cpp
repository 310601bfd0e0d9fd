#include "packs/conversion.hpp"

#include <algorithm>

#include "packs/importers.hpp"

namespace tapcensus {
namespace {

// A prefix names the vendor of the interface, mostly that of the device, as in rules/link.toml; who
// was matched by name only is a little less sure.
constexpr std::uint8_t kPrefixWeight = 68;

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

void import(PackFormat format, const PackInput& input, const Names& names, PackWriter& pack) {
  switch (format) {
    case PackFormat::ieee:
    case PackFormat::nmap_mac_prefixes: return import_prefixes(input, names, pack);
    case PackFormat::dhcp: return import_dhcp_list(input, names, pack);
    case PackFormat::p0f: return import_p0f(input, names, pack);
    case PackFormat::recog: return import_recog(input, names, pack);
    case PackFormat::satori: return import_satori(input, names, pack);
    case PackFormat::uap_core: return import_uap_core(input, names, pack);
  }
}

}  // namespace

std::optional<PackFormat> pack_format_of(std::string_view name) {
  const auto known = std::ranges::find(kPackFormats, name, &PackFormatRow::name);
  if (known == kPackFormats.end()) return std::nullopt;
  return static_cast<PackFormat>(known - kPackFormats.begin());
}

Conversion convert(PackFormat format, std::span<const PackInput> inputs, const PackHead& head,
                   const Taxonomy& taxonomy) {
  PackWriter pack{head, taxonomy};
  const Names names{taxonomy};
  for (const PackInput& input : inputs) {
    if (input.content.size() > kMostBytes) {
      pack.not_converted({input.name}, "the file is larger than 64 MiB");
    } else {
      import(format, input, names, pack);
    }
  }
  return pack.finish(kPrefixWeight);
}

}  // namespace tapcensus
