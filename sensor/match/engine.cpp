#include "match/engine.hpp"

#include <hs.h>

namespace tapcensus {

std::string_view hyperscan_version() noexcept { return hs_version(); }

}  // namespace tapcensus
