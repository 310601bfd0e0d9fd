// What a scrape shows of the running sensor.
#include <algorithm>
#include <string>

#include "app/scrape.hpp"
#include "app/sensor.hpp"
#include "exporter/process.hpp"
#include "intake/version.hpp"

namespace tapcensus {

void Sensor::show() {
  const auto begin = Clock::now();
  Scrape scrape;
  std::uint64_t latest = desk_->latest().ns;
  std::vector<const Worker*> workers;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const Lane& lane = *lanes_[i];
    const std::string name = std::to_string(i);
    latest = std::max(latest, lane.latest.load(std::memory_order_relaxed));
    workers.push_back(&lane.worker);
    scrape.set<Metric::worker_busy_cycles_total>({name}, lane.busy_cycles.value());
    scrape.set<Metric::worker_cycles_total>({name}, lane.all_cycles.value());
    scrape.set<Metric::worker_empty_polls_total>(
        {name}, intake_->queue(i).events()[QueueEvent::empty_polls].value());
  }
  show_build(scrape, *desk_, dpdk_version());
  reload_.show(scrape);
  show_census(scrape, *desk_, Tick{latest});
  show_workers(scrape, workers);
  show_streams(scrape, desk_->rules().newest(), desk_->streams(), workers);
  const IntakeStats stats = intake_->stats();
  show_intake(scrape, stats);
  show_health(scrape, stats, workers);
  set_process_metrics(scrape);
  scrape.set<Metric::start_time_seconds>(started_);
  scrape.set<Metric::scrape_duration_seconds>(
      std::chrono::duration<double>(Clock::now() - begin).count());
  devices_ = desk_->census().atoms();
  exporter_.show(std::move(scrape));
}

void Sensor::show_health(Scrape& scrape, const IntakeStats& stats,
                         const std::vector<const Worker*>& workers) {
  Lost lost{.evidence = evidence_lost(workers),
            .devices = desk_->census().evicted(),
            .reload_cut = streams_cut(workers)};
  for (std::size_t tap = 0; tap < stats.taps.size(); ++tap) {
    show_sanity(scrape, stats.taps[tap].tap, tap, workers);
    lost.missed += stats.taps[tap].missed;
    lost.shed += ledgers_[tap].outcomes[static_cast<std::size_t>(Outcome::shed)];
  }
  show_incomplete(scrape, lost);
  any_stalled_ = false;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const bool stalled = lanes_[i]->heartbeat.stalled(lanes_[i]->all_cycles.value(), Clock::now());
    scrape.set<Metric::worker_stalled>({std::to_string(i)}, stalled ? 1u : 0u);
    any_stalled_ = any_stalled_ || stalled;
  }
}

// What its ports say.
void Sensor::show_tap(Scrape& scrape, const TapStats& counts) {
  const std::string& tap = counts.tap;
  scrape.set<Metric::rx_missed_packets_total>({tap}, counts.missed);
  scrape.set<Metric::rx_errors_total>({tap}, counts.errors);
  scrape.set<Metric::rx_nombuf_total>({tap}, counts.no_mbufs);
  scrape.set<Metric::rx_truncated_packets_total>({tap, "segmented"}, counts.cut);
  scrape.set<Metric::timestamp_jumps_total>({tap}, counts.jumps);
  scrape.set<Metric::tap_last_packet_timestamp_seconds>({tap}, counts.latest.seconds());
  for (const PortStats& port : counts.ports) {
    scrape.set<Metric::port_up>({tap, port.port}, port.up ? 1u : 0u);
    scrape.set<Metric::port_speed_bytes_per_second>({tap, port.port}, port.bytes_per_second);
  }
}

// Received is what queues had handed over when their workers last published, and what the port
// lost.
void Sensor::show_intake(Scrape& scrape, const IntakeStats& stats) {
  std::vector<TapLedgers> published;
  for (const auto& lane : lanes_) published.push_back(lane->ledger.read());
  bytes_ = 0;
  for (std::size_t tap = 0; tap < stats.taps.size(); ++tap) {
    const TapStats& counts = stats.taps[tap];
    TapLedger sum;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      const TapLedger& mine = published[i][tap];
      const Queue& queue = intake_->queue(i);
      const std::string name = std::to_string(i);
      sum.received += mine.received;
      for (std::size_t o = 0; o < sum.outcomes.size(); ++o) sum.outcomes[o] += mine.outcomes[o];
      const auto index = static_cast<std::uint16_t>(tap);
      scrape.set<Metric::rx_packets_total>({counts.tap, name}, queue.taken(index));
      const std::uint64_t bytes = queue.taken_bytes(index);
      scrape.set<Metric::rx_bytes_total>({counts.tap, name}, bytes);
      bytes_ += bytes;
    }
    sum.received += counts.missed + counts.errors;
    sum.outcomes[static_cast<std::size_t>(Outcome::missed)] = counts.missed;
    sum.outcomes[static_cast<std::size_t>(Outcome::errors)] = counts.errors;
    show_ledger(scrape, counts.tap, sum);
    ledgers_[tap] = sum;
    show_tap(scrape, counts);
  }
  for (std::size_t worker = 0; worker < stats.handovers.size(); ++worker) {
    const std::string name = std::to_string(worker);
    scrape.set<Metric::handover_packets_total>({name}, stats.handovers[worker].arrived);
    scrape.set<Metric::handover_lost_total>({name}, stats.handovers[worker].lost);
  }
  for (const PoolStats& pool : stats.pools) {
    scrape.set<Metric::mempool_in_use>({pool.pool}, std::uint64_t{pool.in_use});
    scrape.set<Metric::mempool_capacity>({pool.pool}, std::uint64_t{pool.capacity});
  }
}

}  // namespace tapcensus
