#include "flow/stream.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tapcensus {
namespace {

using Block = Blocks::Block;
using Run = Blocks::Run;

std::uint32_t held_from_start(const Block& block) noexcept {
  return block.runs_size > 0 && block.runs[0].from == 0 ? block.runs[0].to : 0;
}

std::uint32_t held_end(const Block& block) noexcept {
  return block.runs_size > 0 ? block.runs[block.runs_size - 1].to : 0;
}

// Copies what is not there yet of `bytes`, which begin at `from`, and joins the runs. False when
// there are too many runs: then nothing was copied.
bool store(Block& block, std::uint32_t from, ByteView bytes) noexcept {
  const std::uint32_t to = from + static_cast<std::uint32_t>(bytes.size());
  std::array<Run, Blocks::kMostRuns + 1> merged;
  std::size_t size = 0;
  Run mine{from, to};
  bool placed = false;
  for (std::uint32_t i = 0; i < block.runs_size; ++i) {
    const Run run = block.runs[i];
    if (run.to < mine.from) {
      merged[size++] = run;
    } else if (run.from > mine.to) {
      if (!placed) merged[size++] = mine;
      placed = true;
      merged[size++] = run;
    } else {
      mine = {std::min(mine.from, run.from), std::max(mine.to, run.to)};
    }
  }
  if (!placed) merged[size++] = mine;
  if (size > Blocks::kMostRuns) return false;

  std::uint32_t at = from;
  for (std::uint32_t i = 0; i < block.runs_size && at < to; ++i) {
    const Run run = block.runs[i];
    if (run.to <= at) continue;
    if (run.from > at) {
      const std::uint32_t end = std::min(run.from, to);
      std::memcpy(block.bytes + at, bytes.data() + (at - from), end - at);
    }
    at = std::max(at, run.to);
  }
  if (at < to) std::memcpy(block.bytes + at, bytes.data() + (at - from), to - at);

  std::copy_n(merged.begin(), size, block.runs.begin());
  block.runs_size = static_cast<std::uint32_t>(size);
  return true;
}

}  // namespace

bool Stream::anchor(std::uint32_t first, Blocks& blocks) noexcept {
  if (anchored_ && first != first_) return false;
  if (!begun_) {
    base_ = first;
  } else if (!anchored_ && base_ != first) {
    const auto before = static_cast<std::int32_t>(base_ - first);
    if (before < 0 || !move_back(static_cast<std::uint32_t>(before), blocks)) return false;
  }
  begun_ = anchored_ = true;
  first_ = first;
  return true;
}

Stream::Taken Stream::accept(std::uint32_t sequence, ByteView segment, Blocks& blocks) noexcept {
  if (!begun_) {
    base_ = sequence;
    begun_ = true;
  }
  const auto distance = static_cast<std::int32_t>(sequence - base_);
  std::uint32_t from = 0;
  if (distance >= 0) {
    from = static_cast<std::uint32_t>(distance);
  } else {
    const std::uint32_t before = base_ - sequence;
    if (anchored_ || !move_back(before, blocks)) {
      if (segment.size() <= before) return {Arrival::old, {}};
      segment = segment.subspan(before);
    }
  }
  if (from >= blocks.most()) return {Arrival::far, {}};
  if (from == 0 && blocks.get(block_) == nullptr) {
    return {Arrival::in_order, segment, 0, std::exchange(moved_, false)};
  }
  segment = segment.first(std::min<std::size_t>(segment.size(), blocks.most() - from));
  Block* const block = room_for(from + static_cast<std::uint32_t>(segment.size()), blocks);
  if (block == nullptr) return {Arrival::far, {}};
  const std::uint32_t before = held_from_start(*block);
  if (!store(*block, from, segment)) return {Arrival::far, {}};
  const std::uint32_t now = held_from_start(*block);
  if (now == before) return {from < before ? Arrival::old : Arrival::held, {}};
  return {Arrival::in_order, {block->bytes, now}, before, std::exchange(moved_, false)};
}

ByteView Stream::held(Blocks& blocks) const noexcept {
  const Block* const block = blocks.get(block_);
  return block == nullptr ? ByteView{} : ByteView{block->bytes, held_from_start(*block)};
}

ByteView Stream::held_behind(std::size_t gap, Blocks& blocks) const noexcept {
  const Block* const block = blocks.get(block_);
  if (block == nullptr) return {};
  const std::size_t at = gap + (held_from_start(*block) > 0 ? 1 : 0);
  if (at >= block->runs_size) return {};
  const Run run = block->runs[at];
  return {block->bytes + run.from, run.to - run.from};
}

bool Stream::complete(std::uint32_t end, Blocks& blocks) const noexcept {
  return begun_ && static_cast<std::int32_t>(end - base_ -
                                             static_cast<std::uint32_t>(held(blocks).size())) <= 0;
}

void Stream::keep(ByteView run, Blocks& blocks) noexcept {
  if (blocks.get(block_) != nullptr || run.empty()) return;
  const ByteView bytes = run.first(std::min<std::size_t>(run.size(), blocks.most()));
  Block* const block = room_for(static_cast<std::uint32_t>(bytes.size()), blocks);
  if (block != nullptr) store(*block, 0, bytes);
}

ByteView Stream::skip(ByteView run, std::uint32_t count, Blocks& blocks) noexcept {
  if (!anchored_) first_ = base_;
  base_ += count;
  anchored_ = begun_ = true;
  moved_ = false;
  Block* const block = blocks.get(block_);
  if (block == nullptr) return run.subspan(std::min<std::size_t>(count, run.size()));
  if (held_end(*block) <= count) {
    blocks.release(block_);
    return {};
  }
  std::memmove(block->bytes, block->bytes + count, held_end(*block) - count);
  std::uint32_t size = 0;
  for (std::uint32_t i = 0; i < block->runs_size; ++i) {
    const Run run = block->runs[i];
    if (run.to <= count) continue;
    block->runs[size++] = {run.from > count ? run.from - count : 0, run.to - count};
  }
  block->runs_size = size;
  return {block->bytes, held_from_start(*block)};
}

bool Stream::skip_gap(Blocks& blocks) noexcept {
  const Block* const block = blocks.get(block_);
  for (std::uint32_t i = 0; block != nullptr && i < block->runs_size; ++i) {
    if (block->runs[i].from == 0) continue;
    skip({}, block->runs[i].from, blocks);
    return true;
  }
  return false;
}

void Stream::restart(std::uint32_t sequence, Blocks& blocks) noexcept {
  blocks.release(block_);
  if (!anchored_) first_ = sequence;
  base_ = sequence;
  begun_ = anchored_ = true;
  moved_ = false;
}

bool Stream::append_datagram(ByteView datagram, Blocks& blocks) noexcept {
  const auto from = static_cast<std::uint32_t>(held(blocks).size());
  if (datagram.size() > 0xffff) return false;
  const auto size = static_cast<std::uint32_t>(datagram.size());
  Block* const block = room_for(from + 2 + size, blocks);
  if (block == nullptr) return false;
  const std::array<std::byte, 2> length{std::byte(size >> 8), std::byte(size)};
  return store(*block, from, length) && store(*block, from + 2, datagram);
}

void Stream::reset(Blocks& blocks) noexcept {
  blocks.release(block_);
  *this = Stream{};
}

// The message began earlier than was thought: makes room before what is held.
bool Stream::move_back(std::uint32_t count, Blocks& blocks) noexcept {
  Block* block = blocks.get(block_);
  if (block == nullptr) {
    if (count > blocks.most()) return false;
  } else {
    const std::uint32_t end = held_end(*block);
    if (count > blocks.most() - end) return false;
    block = room_for(end + count, blocks);
    if (block == nullptr) return false;
    std::memmove(block->bytes + count, block->bytes, end);
    for (std::uint32_t i = 0; i < block->runs_size; ++i) {
      block->runs[i] = {block->runs[i].from + count, block->runs[i].to + count};
    }
  }
  base_ -= count;
  moved_ = moved_ || count > 0;
  return true;
}

// The stream's block, with room up to `end`: a new one, or a larger one with the same content.
Blocks::Block* Stream::room_for(std::uint32_t end, Blocks& blocks) noexcept {
  if (end > blocks.most()) return nullptr;
  Block* const block = blocks.get(block_);
  if (block != nullptr && end <= block->capacity) return block;
  const BlockRef larger = blocks.acquire(end);
  Block* const fresh = blocks.get(larger);
  // The acquisition may have taken the very block that is to be copied only when it is of the same
  // pool, and a larger block never is.
  if (block != nullptr) {
    std::memcpy(fresh->bytes, block->bytes, held_end(*block));
    fresh->runs = block->runs;
    fresh->runs_size = block->runs_size;
    blocks.release(block_);
  }
  block_ = larger;
  return fresh;
}

}  // namespace tapcensus
