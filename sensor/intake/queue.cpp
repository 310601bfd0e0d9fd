#include <rte_pause.h>
#include <sched.h>
#include <time.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "intake/queue_state.hpp"

namespace tapcensus {
namespace {

std::uint64_t clock_ns(clockid_t clock) noexcept {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * kSecond + static_cast<std::uint64_t>(now.tv_nsec);
}

// Copies as much of the segments as fits; returns how much that was.
std::size_t join(const rte_mbuf& frame, std::span<std::byte> into) noexcept {
  std::size_t filled = 0;
  for (const rte_mbuf* part = &frame; part != nullptr; part = part->next) {
    const std::size_t count = std::min<std::size_t>(part->data_len, into.size() - filled);
    std::memcpy(into.data() + filled, rte_pktmbuf_mtod(part, const void*), count);
    filled += count;
  }
  return filled;
}

}  // namespace

Queue::Queue(std::unique_ptr<State> state) noexcept : state_{std::move(state)} {
  state_->wall_offset = clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_MONOTONIC);
}
Queue::Queue(Queue&&) noexcept = default;
Queue::~Queue() = default;

const Tally<QueueEvent>& Queue::events() const noexcept { return state_->events; }

bool Queue::backlog() const noexcept {
  return std::ranges::any_of(state_->sources, [](const std::unique_ptr<Source>& source) {
    return source->full && !source->waits;
  });
}

std::uint64_t Queue::handed(std::uint16_t tap) const noexcept {
  std::uint64_t sum = 0;
  for (const auto& source : state_->sources) {
    if (source->tap == tap) sum += source->handed.value();
  }
  return sum;
}

std::uint64_t Queue::handed_bytes(std::uint16_t tap) const noexcept {
  std::uint64_t sum = 0;
  for (const auto& source : state_->sources) {
    if (source->tap == tap) sum += source->bytes.value();
  }
  return sum;
}

// The first source, from the one whose turn it is, that has something.
std::uint16_t Queue::State::poll(rte_mbuf** frames, Source*& from) noexcept {
  for (std::size_t tried = 0; tried < sources.size(); ++tried) {
    Source& source = *sources[turn];
    turn = turn + 1 == sources.size() ? 0 : turn + 1;
    const std::uint16_t count = rte_eth_rx_burst(source.port, source.queue, frames, Burst::kMost);
    source.full = count == Burst::kMost;
    if (count == 0) continue;
    source.handed.add(count);
    from = &source;
    return count;
  }
  return 0;
}

ByteView Queue::State::whole(const rte_mbuf& frame, std::size_t slot) noexcept {
  events[QueueEvent::joined].add();
  Joined& buffer = (*joined)[slot];
  const std::size_t filled = join(frame, buffer);
  if (filled < frame.pkt_len) events[QueueEvent::cut].add();
  return {buffer.data(), filled};
}

inline Tick Queue::State::at(const rte_mbuf& frame, Clock clock, Tick host) noexcept {
  if (clock == Clock::host || (frame.ol_flags & time.flag) == 0) return stamp.settle(host, host);
  const std::uint64_t written =
      *RTE_MBUF_DYNFIELD(&frame, time.offset, const rte_mbuf_timestamp_t*);
  return stamp.settle({clock == Clock::microseconds ? written * 1000 : written}, host);
}

void Queue::receive(Burst& burst) noexcept {
  burst.give_back();
  State& state = *state_;
  state.events[QueueEvent::polls].add();
  Source* source = nullptr;
  auto** frames = reinterpret_cast<rte_mbuf**>(burst.frames_.data());
  const std::uint16_t count = state.poll(frames, source);
  if (count == 0) {
    state.events[QueueEvent::empty_polls].add();
    if (state.shares_cpu) {
      sched_yield();
    } else {
      rte_pause();
    }
    return;
  }
  const Tick host{clock_ns(CLOCK_MONOTONIC) + state.wall_offset};
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const rte_mbuf& frame = *frames[i];
    const ByteView seen = frame.nb_segs == 1
                              ? ByteView{rte_pktmbuf_mtod(&frame, const std::byte*), frame.data_len}
                              : state.whole(frame, i);
    bytes += seen.size();
    const Tick at = state.at(frame, source->clock, host);
    // In place: a Packet that is made elsewhere and copied stalls on its own stores.
    new (&burst.packets_[i]) Packet{.bytes = seen,
                                    .wire_length = source->replay ? frame.hash.usr : frame.pkt_len,
                                    .tap = source->tap,
                                    .queue = state.index,
                                    .link = Link::ethernet,
                                    .at = at,
                                    .number = ++state.number};
  }
  burst.size_ = count;
  source->bytes.add(bytes);
  state.events[QueueEvent::packets].add(count);
  state.events[QueueEvent::bytes].add(bytes);
}

}  // namespace tapcensus
