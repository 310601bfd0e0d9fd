// How the memory that a user allows is laid out over flows and blocks.
#pragma once

#include <cstdint>
#include <string>

#include "match/rule_set.hpp"
#include "worker/shard.hpp"

namespace tapcensus {

// What is taken when the user does not say: by `read` in all, by `run` for each worker.
inline constexpr std::uint64_t kReadMemory = 144 * 1024 * 1024;
inline constexpr std::uint64_t kRunMemory = 256 * 1024 * 1024;

// For one shard, from the bytes it may take.
ShardSize shard_size(std::uint64_t bytes, std::uint32_t depth);

// For the streams of so many shards that take `bytes` each.
StreamRoom stream_room(std::uint64_t bytes, std::size_t shards);

// What that comes to, for people: "65,536 flows, 1,024 blocks of 2 KiB, 512 of 16 KiB".
std::string describe(const ShardSize& size);

}  // namespace tapcensus
