// One for each format; used by conversion.cpp alone. Each tells the writer of every row it meets.
#pragma once

#include "packs/names.hpp"
#include "packs/pack_writer.hpp"

namespace tapcensus {

void import_dhcp_list(const PackInput& input, const Names& names, PackWriter& pack);
void import_p0f(const PackInput& input, const Names& names, PackWriter& pack);
void import_recog(const PackInput& input, const Names& names, PackWriter& pack);
void import_satori(const PackInput& input, const Names& names, PackWriter& pack);
void import_uap_core(const PackInput& input, const Names& names, PackWriter& pack);
void import_prefixes(const PackInput& input, const Names& names, PackWriter& pack);

}  // namespace tapcensus
