// What an Intake counts.
#include <rte_mempool.h>

#include <algorithm>

#include "intake/intake_state.hpp"

namespace tapcensus {

TapStats Intake::State::count(std::uint16_t tap) {
  TapStats all;
  all.tap = names[tap];
  for (const Queue& queue : queues) {
    all.handed += queue.handed(tap);
    all.cut += queue.cut(tap);
  }
  for (const Source* source : sources) {
    if (source->tap != tap) continue;
    all.missed += source->lost.value();
    all.jumps += source->jumps.value();
    all.latest = std::max(all.latest, Tick{source->latest.load(std::memory_order_relaxed)});
  }
  for (Member& member : taps[tap].members) {
    const PortCounts counts = member.port.counts();
    all.received += counts.delivered + counts.missed + counts.errors;
    all.missed += counts.missed;
    all.errors += counts.errors;
    all.no_mbufs += counts.no_mbufs;
    all.ports.push_back({member.port.plan().label, member.state.up, member.state.bytes_per_second});
  }
  return all;
}

std::vector<HandoverStats> Intake::State::count_handovers() const {
  if (std::ranges::none_of(sources, &Source::spread)) return {};
  std::vector<HandoverStats> all(queues.size());
  for (const Queue& queue : queues) {
    const Queue::State& state = *queue.state_;
    all[state.index].arrived = state.events[QueueEvent::handed_over].value();
    for (std::size_t to = 0; to < state.outboxes.size(); ++to) {
      if (state.outboxes[to]) all[to].lost += state.outboxes[to]->lost.value();
    }
  }
  return all;
}

IntakeStats Intake::State::count() {
  IntakeStats all;
  for (std::size_t tap = 0; tap < taps.size(); ++tap) {
    all.taps.push_back(count(static_cast<std::uint16_t>(tap)));
  }
  all.handovers = count_handovers();
  for (const rte_mempool* pool : pools) {
    all.pools.push_back({pool->name, rte_mempool_in_use_count(pool), pool->size});
  }
  return all;
}

}  // namespace tapcensus
