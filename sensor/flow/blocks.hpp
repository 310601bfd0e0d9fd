// Memory for the bytes of streams: a fixed number of small and of large blocks.
//
// When none is free, the block that was given out longest ago changes hands: its former owner finds
// out by the stamp. So a flood of half-open streams cannot keep honest ones from being read.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/arena.hpp"
#include "base/bytes.hpp"

namespace tapcensus {

// Which block, and whether it is still the caller's.
struct BlockRef {
  std::uint32_t index = 0;  // from 1; 0 means none. The highest bit is set for large blocks
  std::uint32_t stamp = 0;

  bool none() const noexcept { return index == 0; }
};

class Blocks {
 public:
  static constexpr std::uint32_t kSmall = 2 * 1024;
  static constexpr std::uint32_t kMostRuns = 8;

  // Bytes [from, to) of the stream are there.
  struct Run {
    std::uint32_t from;
    std::uint32_t to;
  };

  // One block: which runs of the stream it holds, sorted, apart from each other; and the bytes.
  struct Block {
    std::uint32_t stamp = 0;  // 0: free
    std::uint32_t runs_size = 0;
    std::array<Run, kMostRuns> runs{};
    std::byte* bytes = nullptr;
    std::uint32_t capacity = 0;
  };

  // `large_bytes` is the depth of inspection. `arena` outlives the blocks.
  Blocks(std::size_t small, std::size_t large, std::uint32_t large_bytes, Arena& arena);

  // Never fails: takes the oldest block when none is free. `capacity` up to the size of large ones.
  BlockRef acquire(std::uint32_t capacity) noexcept;
  // Nothing when the block has changed hands.
  Block* get(BlockRef ref) noexcept;
  void release(BlockRef& ref) noexcept;

  std::uint32_t most() const noexcept { return large_.capacity; }
  // How many streams have lost their block to another.
  std::uint64_t lost() const noexcept { return lost_; }

 private:
  struct Pool {
    Pool(std::size_t count, std::uint32_t capacity, Arena& arena);
    std::uint32_t capacity;
    std::span<Block> blocks;
    std::span<std::uint32_t> free;  // a stack of indices
    std::size_t size;
    std::size_t free_size;
    std::size_t oldest = 0;
  };

  Pool small_;
  Pool large_;
  std::uint32_t stamp_ = 0;
  std::uint64_t lost_ = 0;
};

}  // namespace tapcensus
