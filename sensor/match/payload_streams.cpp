#include "match/payload_streams.hpp"

#include <hs.h>

#include <algorithm>

namespace tapcensus {
namespace {

constexpr std::size_t kWordBits = 64;

std::size_t words_for(std::size_t rules) { return (rules + kWordBits - 1) / kWordBits; }

}  // namespace

std::size_t StreamPool::bytes_each(const PayloadRules& rules) {
  return stream_size(rules.database) + sizeof(Slot) +
         words_for(rules.rules.size()) * sizeof(std::uint64_t);
}

std::size_t StreamPool::fitting(const PayloadRules& rules, std::size_t bytes) {
  return std::clamp(bytes / bytes_each(rules), kFewest, kMost);
}

StreamPool::StreamPool(const PayloadRules& rules,
                       std::span<const std::unique_ptr<WorkerSpace>> workers, std::size_t streams)
    : rules_{rules},
      workers_{workers},
      words_{words_for(rules.rules.size())},
      slots_(streams + 1),
      told_((streams + 1) * words_) {
  for (std::size_t index = streams; index > 0; --index) {
    slots_[index].stream = open_stream(rules.database);
    slots_[index].newer = free_;
    free_ = static_cast<Index>(index);
  }
}

PayloadStreams::Index StreamPool::acquire(const void* owner) noexcept {
  Index index = free_;
  if (index != 0) {
    free_ = slots_[index].newer;
    ++in_use_;
  } else {
    index = slots_[0].newer;
    unlink(slots_[index]);
    forget(slots_[index]);
    ++lost_;
  }
  Slot& slot = slots_[index];
  slot.owner = owner;
  slot.scanned = 0;
  slot.begun = 0;
  slot.behind_gap = false;
  std::ranges::fill(told(index), 0);
  slot.older = slots_[0].older;
  slot.newer = 0;
  slots_[slot.older].newer = index;
  slots_[0].older = index;
  return index;
}

bool StreamPool::owns(Index index, const void* owner) const noexcept {
  return index != 0 && index < slots_.size() && owner != nullptr && slots_[index].owner == owner;
}

PayloadHits StreamPool::scan(Index index, ByteView bytes, const PayloadPlace& place,
                             std::size_t worker) noexcept {
  return scan(index, bytes, &place, *workers_[worker]);
}
PayloadHits StreamPool::scan_anywhere(Index index, ByteView bytes, std::size_t worker) noexcept {
  return scan(index, bytes, nullptr, *workers_[worker]);
}
PayloadHits StreamPool::close(Index index, const PayloadPlace& place, std::size_t worker) noexcept {
  return close(index, &place, *workers_[worker]);
}
PayloadHits StreamPool::close_anywhere(Index index, std::size_t worker) noexcept {
  return close(index, nullptr, *workers_[worker]);
}

PayloadHits StreamPool::scan(Index index, ByteView bytes, const PayloadPlace* place,
                             WorkerSpace& space) noexcept {
  Slot& slot = slots_[index];
  space.payload.begin(slot.begun);
  while (!bytes.empty()) {
    const std::string_view piece = space.padded(as_text(bytes));
    if (hs_scan_stream(slot.stream.get(), piece.data(), static_cast<unsigned>(piece.size()), 0,
                       space.scratch.get(), PayloadScan::note_match,
                       &space.payload) != HS_SUCCESS) {
      space.scan_errors.add();
    }
    slot.scanned += piece.size();
    bytes = bytes.subspan(piece.size());
  }
  return tell(index, place, space);
}

PayloadHits StreamPool::close(Index index, const PayloadPlace* place, WorkerSpace& space) noexcept {
  Slot& slot = slots_[index];
  space.payload.begin(slot.begun);
  if (slot.scanned > slot.begun &&
      hs_reset_stream(slot.stream.get(), 0, space.scratch.get(), PayloadScan::note_match,
                      &space.payload) != HS_SUCCESS) {
    space.scan_errors.add();
  }
  slot.begun = slot.scanned;
  const PayloadHits hits = tell(index, place, space);
  release(index);
  return hits;
}

PayloadHits StreamPool::tell(Index index, const PayloadPlace* place, WorkerSpace& space) noexcept {
  return space.payload.tell(rules_, place, slots_[index].behind_gap, [&](std::uint32_t rule) {
    std::uint64_t& word = told(index)[rule / kWordBits];
    const std::uint64_t bit = std::uint64_t{1} << rule % kWordBits;
    const bool first = (word & bit) == 0;
    word |= bit;
    return first;
  });
}

void StreamPool::drop(Index index) noexcept {
  forget(slots_[index]);
  release(index);
}

void StreamPool::restart(Index index, Restart where) noexcept {
  Slot& slot = slots_[index];
  forget(slot);
  slot.behind_gap = where == Restart::behind_gap;
}

// The stream begins anew, and nothing is told of what it held.
void StreamPool::forget(Slot& slot) noexcept {
  if (slot.scanned > slot.begun) {
    hs_reset_stream(slot.stream.get(), 0, nullptr, nullptr, nullptr);
  }
  slot.begun = slot.scanned;
}

void StreamPool::release(Index index) noexcept {
  Slot& slot = slots_[index];
  unlink(slot);
  slot.owner = nullptr;
  slot.newer = free_;
  free_ = index;
  --in_use_;
}

void StreamPool::unlink(const Slot& slot) noexcept {
  slots_[slot.older].newer = slot.newer;
  slots_[slot.newer].older = slot.older;
}

}  // namespace tapcensus
