// How the memory that a user allows is laid out over flows and blocks.
#pragma once

#include <cstdint>
#include <string>

#include "worker/shard.hpp"

namespace tapcensus {

// For one shard, from the bytes it may take.
ShardSize shard_size(std::uint64_t bytes, std::uint32_t depth);

// What that comes to, for people: "65,536 flows, 1,024 blocks of 2 KiB, 512 of 16 KiB".
std::string describe(const ShardSize& size);

}  // namespace tapcensus
