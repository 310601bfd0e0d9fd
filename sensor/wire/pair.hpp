// Which packets belong together, whichever way they go.
#pragma once

#include <cstdint>

#include "wire/layers.hpp"

namespace tapcensus {

// The same for both directions of a flow, and for all flows of a pair of addresses; for frames
// without IP, of a pair of MAC addresses. A worker or shard is chosen by it.
std::uint64_t pair_hash(const Layers& layers) noexcept;

}  // namespace tapcensus
