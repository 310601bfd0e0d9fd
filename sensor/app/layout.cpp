#include "app/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace tapcensus {

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
  size.repeats = std::clamp<std::uint64_t>(size.flows, 1024, 65536);
  return size;
}

std::string describe(const ShardSize& size, const FragmentsSize& fragments) {
  return fmt::format(
      "{} flows, {} blocks of {} bytes, {} of {}; and {} fragmented packets in {} KiB", size.flows,
      size.small_blocks, Blocks::kSmall, size.large_blocks, size.depth, fragments.packets,
      Fragments::memory(fragments) >> 10);
}

}  // namespace tapcensus
