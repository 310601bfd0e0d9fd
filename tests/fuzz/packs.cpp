// Lists of fingerprints that others keep. The first byte of the input says which format, the others
// are the list. What was converted is never more than what there was, and is plain text.
#include <algorithm>
#include <cstdlib>

#include "packs/conversion.hpp"
#include "packs/pack_writer.hpp"

namespace tapcensus {
namespace {

Taxonomy names() {
  Taxonomy taxonomy;
  taxonomy.vendors = {{"Acme", {}}, {"Apple", {}}, {"Cisco", {}}, {"HP", {}}};
  taxonomy.systems = {{"Linux", {{}, {"2.6", "3"}}}, {"Windows", {{}, {"XP", "7"}}}};
  taxonomy.families = {{"iPad", {"Apple", "tablet", {}}}};
  return taxonomy;
}

}  // namespace
}  // namespace tapcensus

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  static const Taxonomy kNames = names();
  if (size == 0) return 0;
  const auto format = static_cast<PackFormat>((data[0] + 1) % kPackFormats.size());
  const PackInput input{"list", {reinterpret_cast<const char*>(data) + 1, size - 1}};
  const Conversion made = convert(format, {&input, 1}, {"fuzz", "1", "none", "here"}, kNames);
  if (made.converted > made.rows) std::abort();
  for (const PackFile& file : made.files) {
    if (!is_plain_text(file.content)) std::abort();
  }
  return 0;
}
