#include <rte_pause.h>
#include <sched.h>
#include <time.h>

#include <algorithm>
#include <cstring>

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
  return state_->inbox_full ||
         std::ranges::any_of(state_->sources, [](const std::unique_ptr<Source>& source) {
           return source->full && !source->waits;
         });
}

std::uint64_t Queue::handed(std::uint16_t tap) const noexcept {
  return state_->counts[tap].handed.value();
}

std::uint64_t Queue::cut(std::uint16_t tap) const noexcept {
  return state_->counts[tap].cut.value();
}

std::uint64_t Queue::taken(std::uint16_t tap) const noexcept {
  std::uint64_t sum = 0;
  for (const auto& source : state_->sources) {
    if (source->tap == tap) sum += source->taken.value();
  }
  return sum;
}

std::uint64_t Queue::taken_bytes(std::uint16_t tap) const noexcept {
  std::uint64_t sum = 0;
  for (const auto& source : state_->sources) {
    if (source->tap == tap) sum += source->bytes.value();
  }
  return sum;
}

// The first input, from the one whose turn it is, that has something; `from` is none when that is
// another worker.
std::uint16_t Queue::State::poll(rte_mbuf** frames, Source*& from) noexcept {
  const std::size_t inputs = sources.size() + inboxes.size();
  for (std::size_t tried = 0; tried < inputs; ++tried) {
    const std::size_t input = turn;
    turn = turn + 1 == inputs ? 0 : turn + 1;
    if (input >= sources.size()) {
      const std::uint16_t count = fetch(*inboxes[input - sources.size()], frames);
      if (count == 0) continue;
      from = nullptr;
      return count;
    }
    Source& source = *sources[input];
    if (source.gone.load(std::memory_order_relaxed) || (waiting && source.spread)) continue;
    const std::uint16_t count = rte_eth_rx_burst(source.port, source.queue, frames, Burst::kMost);
    source.full = count == Burst::kMost;
    if (count == 0) continue;
    source.taken.add(count);
    from = &source;
    return count;
  }
  return 0;
}

// Nothing came. Where frames wait in large buffers, as the kernel's, an idle worker sleeps for a
// while too short to fill them: each poll of such a source is a system call.
void Queue::State::rest() noexcept {
  constexpr unsigned kPatience = 32;
  constexpr timespec kNap{.tv_sec = 0, .tv_nsec = 200'000};
  if (may_sleep && ++empty > kPatience) {
    nanosleep(&kNap, nullptr);
  } else if (shares_cpu) {
    sched_yield();
  } else {
    rte_pause();
  }
}

ByteView Queue::State::whole(const rte_mbuf& frame, std::size_t slot, std::uint16_t tap) noexcept {
  events[QueueEvent::joined].add();
  Joined& buffer = (*joined)[slot];
  const std::size_t filled = join(frame, buffer);
  if (filled < frame.pkt_len) {
    events[QueueEvent::cut].add();
    counts[tap].cut.add();
  }
  return {buffer.data(), filled};
}

inline Tick Queue::State::at(const rte_mbuf& frame, Source& source, Tick host) noexcept {
  if (source.clock == Clock::host || (frame.ol_flags & time.flag) == 0) {
    return stamp.settle(host, host);
  }
  const std::uint64_t written =
      *RTE_MBUF_DYNFIELD(&frame, time.offset, const rte_mbuf_timestamp_t*);
  const Tick said{source.clock == Clock::microseconds ? written * 1000 : written};
  if (Stamp::jumped(source.stamped, said, host)) source.jumps.add();
  source.stamped = said;
  return stamp.settle(said, host);
}

// Keeps this worker's own frames in the burst, in their order.
void Queue::State::fill(Burst& burst, std::size_t count, Source& source) noexcept {
  const Tick host{clock_ns(CLOCK_MONOTONIC) + wall_offset};
  std::uint64_t bytes = 0;
  std::size_t own = 0;
  Tick last;
  for (std::size_t i = 0; i < count; ++i) {
    rte_mbuf& frame = *static_cast<rte_mbuf*>(burst.frames_[i]);
    bytes += std::min<std::size_t>(frame.pkt_len, kMostBytes);
    last = at(frame, source, host);
    if (source.spread) {
      if (const std::size_t owner = owner_of(frame, source); owner != index) {
        stage(owner, frame, source, last);
        continue;
      }
      burst.frames_[own] = &frame;
    }
    place(burst, own++, frame, source, last);
  }
  if (source.spread) send_staged(source);
  burst.size_ = own;
  counts[source.tap].handed.add(own);
  source.bytes.add(bytes);
  source.latest.store(last.ns, std::memory_order_relaxed);
}

bool Queue::receive(Burst& burst) noexcept {
  burst.give_back();
  State& state = *state_;
  state.events[QueueEvent::polls].add();
  if (state.waiting) state.send_waiting();
  Source* source = nullptr;
  const std::uint16_t count =
      state.poll(reinterpret_cast<rte_mbuf**>(burst.frames_.data()), source);
  if (count == 0) {
    state.events[QueueEvent::empty_polls].add();
    state.rest();
    return false;
  }
  state.empty = 0;
  if (source == nullptr) {
    state.fill_handed(burst, count);
  } else {
    state.fill(burst, count, *source);
  }
  state.events[QueueEvent::packets].add(burst.size_);
  return true;
}

}  // namespace tapcensus
