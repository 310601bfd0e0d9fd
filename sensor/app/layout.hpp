// How the memory that a user allows is laid out over flows and blocks.
#pragma once

#include <cstdint>
#include <string>

#include "worker/shard.hpp"

namespace tapcensus {

// For one shard, from the bytes it may take.
ShardSize shard_size(std::uint64_t bytes, std::uint32_t depth);

// What that comes to, for people: "65536 flows, 1024 blocks of 2048 bytes, 512 of 16384; ...".
// Fragments are beside it.
std::string describe(const ShardSize& size, const FragmentsSize& fragments);

}  // namespace tapcensus
