// Frames on their way from the worker that polls a queue to the worker they belong to.
//
// Where a tap has fewer queues than there are workers, who polls a queue keeps the frames of its
// own address pairs and hands the others over: one ring for each pair of workers, one producer and
// one consumer. A ring holds fewer frames than there are buffers, so a worker that is slow loses
// its own frames and nobody else's. Seen only by the room itself.
#pragma once

#include <rte_mbuf.h>
#include <rte_ring.h>

#include <array>
#include <cstddef>

#include "base/counter.hpp"
#include "intake/burst.hpp"

namespace tapcensus {

// From one worker to another one.
struct Outbox {
  rte_ring* ring = nullptr;                    // none: nothing is ever handed over there
  std::array<rte_mbuf*, Burst::kMost> frames;  // that have not gone yet; the first `size`
  unsigned size = 0;
  Counter lost;

  // As many as there is room for; true when all have gone.
  bool send() noexcept;
  // When nobody uses the ring any more: fetches frames back from it; false when there are none.
  bool take_back() noexcept;
  // Gives up those that have not gone; how many these were.
  unsigned lose() noexcept;
};

}  // namespace tapcensus
