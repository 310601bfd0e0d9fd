// What the census lacks because a bound was hit, in sentences that say what to do.
#pragma once

#include <string>
#include <vector>

#include "census/census.hpp"
#include "worker/worker.hpp"

namespace tapcensus {

std::vector<std::string> limits(const Census& census, const std::vector<const Worker*>& workers);

}  // namespace tapcensus
