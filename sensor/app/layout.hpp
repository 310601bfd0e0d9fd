// How the memory that a user allows is laid out over flows, blocks and streams.
#pragma once

#include <cstdint>
#include <string>

#include "app/options.hpp"
#include "match/rule_set.hpp"
#include "worker/shard.hpp"

namespace tapcensus {

// What each worker of a live sensor may take.
std::uint64_t memory_of_worker(const CensusChoices& choices);

// For one shard, from the bytes it may take.
ShardSize shard_size(std::uint64_t bytes, std::uint32_t depth);

// For the streams of as many shards, from the same bytes of each.
StreamRoom stream_room(std::uint64_t bytes, std::size_t shards);

// What that comes to, for people: "65536 flows, 1024 blocks of 2048 bytes, 512 of 16384; ...".
// Fragments are beside it.
std::string describe(const ShardSize& size, const FragmentsSize& fragments);
// ", 65536 streams of 81 bytes"; empty without rules that need any.
std::string describe_streams(const RuleSet& rules);

}  // namespace tapcensus
