#include "app/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace tapcensus {

std::uint64_t memory_of_worker(const CensusChoices& choices) {
  constexpr std::uint64_t kUsual = 256 * 1024 * 1024;
  return choices.memory == 0 ? kUsual : choices.memory;
}

// Three quarters go to flows, which is what runs out first; the rest to the bytes being read.
ShardSize shard_size(std::uint64_t bytes, std::uint32_t depth) {
  constexpr std::uint64_t kFlowBytes = 320;  // an entry with its tag, rounded up
  ShardSize size;
  size.depth = depth;
  size.flows = std::bit_floor(std::max<std::uint64_t>(bytes * 3 / 4 / kFlowBytes, 64));
  const std::uint64_t blocks = bytes / 4;
  size.small_blocks = std::max<std::uint64_t>(blocks / 4 / Blocks::kSmall, 8);
  size.large_blocks = std::max<std::uint64_t>(blocks * 3 / 4 / depth, 4);
  size.holes = std::clamp<std::uint64_t>(size.flows / 64, 64, Holes::kMostLists);
  size.recent = std::clamp<std::uint64_t>(size.flows / 16, 1024, 16384);
  size.clocks = size.recent;
  size.numberings = size.recent;
  size.repeats = std::clamp<std::uint64_t>(size.flows, 1024, 65536);
  return size;
}

// A sixteenth: an entry of a flow is smaller than what is reckoned for it, so there is room.
StreamRoom stream_room(std::uint64_t bytes, std::size_t shards) {
  return {.lanes = shards, .lane_bytes = bytes / 16};
}

std::string describe(const ShardSize& size, const FragmentsSize& fragments) {
  return fmt::format(
      "{} flows, {} blocks of {} bytes, {} of {}; and {} fragmented packets in {} KiB", size.flows,
      size.small_blocks, Blocks::kSmall, size.large_blocks, size.depth, fragments.packets,
      Fragments::memory(fragments) >> 10);
}

std::string describe_streams(const RuleSet& rules) {
  if (rules.stream_bytes() == 0) return {};
  return fmt::format(", {} streams of {} bytes", rules.streams_each_lane(), rules.stream_bytes());
}

}  // namespace tapcensus
