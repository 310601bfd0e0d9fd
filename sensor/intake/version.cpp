#include "intake/version.hpp"

#include <rte_version.h>

namespace tapcensus {

std::string_view dpdk_version() noexcept { return rte_version(); }

}  // namespace tapcensus
