#include "flow/blocks.hpp"

#include <algorithm>

namespace tapcensus {
namespace {

constexpr std::uint32_t kLarge = 0x8000'0000;

}  // namespace

Blocks::Pool::Pool(std::size_t count, std::uint32_t bytes_each, Arena& arena)
    : capacity{bytes_each},
      blocks{arena.take<Block>(count)},
      free{arena.take<std::uint32_t>(count)},
      size{count},
      free_size{count} {
  const std::span<std::byte> bytes = arena.take<std::byte>(count * (capacity + kScanSlack));
  for (std::size_t i = 0; i < count; ++i) {
    blocks[i].bytes = &bytes[i * (capacity + kScanSlack)];
    blocks[i].capacity = capacity;
    free[i] = static_cast<std::uint32_t>(count - 1 - i);
  }
}

Blocks::Blocks(std::size_t small, std::size_t large, std::uint32_t large_bytes, Arena& arena)
    : small_{std::max<std::size_t>(small, 1), kSmall, arena},
      large_{std::max<std::size_t>(large, 1), std::max(large_bytes, kSmall), arena} {}

BlockRef Blocks::acquire(std::uint32_t capacity) noexcept {
  const bool is_large = capacity > kSmall;
  Pool& pool = is_large ? large_ : small_;
  std::uint32_t index;
  if (pool.free_size > 0) {
    index = pool.free[--pool.free_size];
  } else {
    index = static_cast<std::uint32_t>(pool.oldest);
    pool.oldest = (pool.oldest + 1) % pool.size;
    ++lost_;
  }
  if (++stamp_ == 0) ++stamp_;
  Block& block = pool.blocks[index];
  block.stamp = stamp_;
  block.runs_size = 0;
  return {(index + 1) | (is_large ? kLarge : 0), stamp_};
}

Blocks::Block* Blocks::get(BlockRef ref) noexcept {
  if (ref.none()) return nullptr;
  Pool& pool = (ref.index & kLarge) != 0 ? large_ : small_;
  Block& block = pool.blocks[(ref.index & ~kLarge) - 1];
  return block.stamp == ref.stamp ? &block : nullptr;
}

void Blocks::release(BlockRef& ref) noexcept {
  if (Block* const block = get(ref)) {
    Pool& pool = (ref.index & kLarge) != 0 ? large_ : small_;
    block->stamp = 0;
    pool.free[pool.free_size++] = (ref.index & ~kLarge) - 1;
  }
  ref = {};
}

}  // namespace tapcensus
