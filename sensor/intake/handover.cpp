#include "intake/handover.hpp"

#include <algorithm>

#include "intake/queue_state.hpp"
#include "wire/layers.hpp"
#include "wire/pair.hpp"

namespace tapcensus {

bool Outbox::send() noexcept {
  if (size == 0) return true;
  const unsigned gone =
      rte_ring_sp_enqueue_burst(ring, reinterpret_cast<void* const*>(frames.data()), size, nullptr);
  std::copy(frames.begin() + gone, frames.begin() + size, frames.begin());
  size -= gone;
  return size == 0;
}

bool Outbox::take_back() noexcept {
  size = rte_ring_sc_dequeue_burst(ring, reinterpret_cast<void**>(frames.data()),
                                   static_cast<unsigned>(frames.size()), nullptr);
  return size > 0;
}

unsigned Outbox::lose() noexcept {
  const unsigned count = size;
  rte_pktmbuf_free_bulk(frames.data(), count);
  lost.add(count);
  size = 0;
  return count;
}

// By the headers in the first segment, which are enough to tell who talks with whom.
std::size_t Queue::State::owner_of(const rte_mbuf& frame, const Source& source) const noexcept {
  const Packet packet{
      .bytes = {rte_pktmbuf_mtod(&frame, const std::byte*), frame.data_len},
      .wire_length = frame.pkt_len,
      .link = source.link,
  };
  Layers layers;
  (void)decode(packet, layers);
  return pair_hash(layers) % outboxes.size();
}

// The frame takes along what its new worker cannot know: its time, and where it came from.
void Queue::State::stage(std::size_t owner, rte_mbuf& frame, const Source& source,
                         Tick at) noexcept {
  frame.port = source.port;
  frame.ol_flags |= time.flag;
  *RTE_MBUF_DYNFIELD(&frame, time.offset, rte_mbuf_timestamp_t*) = at.ns;
  Outbox& outbox = *outboxes[owner];
  outbox.frames[outbox.size++] = &frame;
}

void Queue::State::send_staged(Source& source) noexcept {
  for (const auto& outbox : outboxes) {
    if (!outbox || outbox->send()) continue;
    if (source.waits && !source.endless) {
      waiting = true;
    } else {
      source.lost.add(outbox->lose());
    }
  }
}

bool Queue::State::send_waiting() noexcept {
  waiting = false;
  bool some = false;
  for (const auto& outbox : outboxes) {
    if (!outbox) continue;
    const unsigned before = outbox->size;
    if (!outbox->send()) waiting = true;
    some = some || outbox->size < before;
  }
  return some;
}

std::uint16_t Queue::State::fetch(rte_ring& inbox, rte_mbuf** frames) noexcept {
  const unsigned count =
      rte_ring_sc_dequeue_burst(&inbox, reinterpret_cast<void**>(frames), Burst::kMost, nullptr);
  events[QueueEvent::handed_over].add(count);
  inbox_full = count == Burst::kMost && !of_port[frames[0]->port]->waits;
  return static_cast<std::uint16_t>(count);
}

void Queue::State::fill_handed(Burst& burst, std::size_t count) noexcept {
  for (std::size_t i = 0; i < count; ++i) {
    const rte_mbuf& frame = *static_cast<const rte_mbuf*>(burst.frames_[i]);
    const Source& source = *of_port[frame.port];
    place(burst, i, frame, source,
          Tick{*RTE_MBUF_DYNFIELD(&frame, time.offset, const rte_mbuf_timestamp_t*)});
    counts[source.tap].handed.add();
  }
  burst.size_ = count;
}

bool Queue::receive_handed_over(Burst& burst) noexcept {
  burst.give_back();
  State& state = *state_;
  const bool sent = state.waiting && state.send_waiting();
  auto** frames = reinterpret_cast<rte_mbuf**>(burst.frames_.data());
  for (rte_ring* const inbox : state.inboxes) {
    const std::uint16_t count = state.fetch(*inbox, frames);
    if (count == 0) continue;
    state.fill_handed(burst, count);
    return true;
  }
  return sent;
}

}  // namespace tapcensus
