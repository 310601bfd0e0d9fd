// The live sensor: queues to workers, workers to the census, the census to whoever scrapes.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include "app/commands.hpp"
#include "app/desk.hpp"
#include "app/layout.hpp"
#include "app/places.hpp"
#include "app/progress.hpp"
#include "app/scrape.hpp"
#include "base/cycles.hpp"
#include "exporter/exporter.hpp"
#include "exporter/process.hpp"
#include "intake/intake.hpp"
#include "intake/version.hpp"
#include "serve/http_server.hpp"
#include "serve/landing_page.hpp"

namespace tapcensus {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::uint64_t kDefaultMemory = 256 * 1024 * 1024;

// One worker with its queue, and what it tells about itself.
struct Lane {
  explicit Lane(const WorkerOptions& options, const RuleSet& rules) : worker{options, rules} {}

  Worker worker;
  PublishedLedger ledger;
  Counter busy_cycles;
  Counter all_cycles;
  std::atomic<std::uint64_t> latest{0};  // time of the last packet, in nanoseconds
};

// Signals are taken by the control thread alone.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM}) sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return set;
}

class Sensor {
 public:
  Sensor(const RunChoices& choices, Exporter& exporter, std::unique_ptr<Intake> intake,
         std::unique_ptr<Desk> desk);

  // Works until a signal comes; gives its number.
  int work(const sigset_t& signals, std::atomic<bool>& ready);
  void finish();

 private:
  void poll(std::size_t index);
  void silent(Lane& lane, Clock::time_point since);
  void collect();
  void show();
  void show_intake(Scrape& scrape, const IntakeStats& stats);
  void print_statistics();

  Exporter& exporter_;
  const std::unique_ptr<Intake> intake_;
  const std::unique_ptr<Desk> desk_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::atomic<bool> stopping_{false};
  std::vector<TapLedger> ledgers_;  // by tap, as last shown
  std::size_t devices_ = 0;
  std::uint64_t bytes_ = 0;
  const double started_;
  Clock::time_point printed_ = Clock::now();
  std::uint64_t printed_packets_ = 0;
  std::uint64_t printed_bytes_ = 0;
};

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Sensor::Sensor(const RunChoices& choices, Exporter& exporter, std::unique_ptr<Intake> intake,
               std::unique_ptr<Desk> desk)
    : exporter_{exporter},
      intake_{std::move(intake)},
      desk_{std::move(desk)},
      started_{wall_seconds()} {
  const std::uint64_t memory = choices.census.memory == 0 ? kDefaultMemory : choices.census.memory;
  const ShardSize size = shard_size(memory, choices.census.depth);
  fmt::print(stderr, "memory: {} MiB a worker: {}\n", memory >> 20, describe(size));
  for (std::size_t i = 0; i < intake_->queues(); ++i) {
    lanes_.push_back(std::make_unique<Lane>(
        WorkerOptions{.index = i, .shard = size, .seed = cycles(), .make_room = {}},
        desk_->rules()));
  }
  ledgers_.resize(intake_->taps().size());
}

// The packet loop. A queue that stays empty is polled less often, so that an idle tap costs little.
void Sensor::poll(std::size_t index) {
  Lane& lane = *lanes_[index];
  Queue& queue = intake_->queue(index);
  const std::size_t taps = intake_->taps().size();
  Burst burst;
  unsigned empty = 0;
  Clock::time_point silent_since = Clock::now();
  std::uint64_t before = cycles();
  while (!stopping_.load(std::memory_order_relaxed)) {
    queue.receive(burst);
    const std::span<const Packet> packets = burst.packets();
    if (!packets.empty()) {
      lane.worker.process(packets);
      lane.ledger.publish(
          taps, [&](std::size_t tap) { return queue.handed(static_cast<std::uint16_t>(tap)); },
          lane.worker.tallies());
      lane.latest.store(packets.back().at.ns, std::memory_order_relaxed);
      empty = 0;
    } else if (++empty % 1024 == 0) {
      std::this_thread::sleep_for(50us);
      silent(lane, silent_since);
    }
    const std::uint64_t now = cycles();
    if (empty == 0) {
      lane.busy_cycles.add(now - before);
      silent_since = {};
    } else if (silent_since == Clock::time_point{}) {
      silent_since = Clock::now();
    }
    lane.all_cycles.add(now - before);
    before = now;
  }
}

// Nothing comes: time goes on by the monotonic clock, so that flows end and hand over.
void Sensor::silent(Lane& lane, Clock::time_point since) {
  const std::uint64_t latest = lane.latest.load(std::memory_order_relaxed);
  const auto silence = Clock::now() - since;
  if (latest == 0 || silence < 1s) return;
  lane.worker.advance(
      Tick{latest + static_cast<std::uint64_t>(
                        std::chrono::duration_cast<std::chrono::nanoseconds>(silence).count())});
}

int Sensor::work(const sigset_t& signals, std::atomic<bool>& ready) {
  intake_->launch([this](std::size_t worker) { poll(worker); });
  intake_->use_control_cpus();
  show();
  ready = true;
  Clock::time_point shown = Clock::now();
  while (true) {
    const timespec wait{.tv_sec = 0, .tv_nsec = 50'000'000};
    const int signal = sigtimedwait(&signals, nullptr, &wait);
    if (signal > 0) return signal;
    collect();
    if (Clock::now() - shown < 1s) continue;
    shown = Clock::now();
    show();
    print_statistics();
  }
}

void Sensor::collect() {
  for (const auto& lane : lanes_) desk_->collect(lane->worker.outbox());
  desk_->note_collected();
}

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
  show_census(scrape, *desk_, Tick{latest});
  show_workers(scrape, workers);
  show_intake(scrape, intake_->stats());
  set_process_metrics(scrape);
  scrape.set<Metric::start_time_seconds>(started_);
  scrape.set<Metric::scrape_duration_seconds>(
      std::chrono::duration<double>(Clock::now() - begin).count());
  devices_ = desk_->census().atoms();
  exporter_.show(std::move(scrape));
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
      scrape.set<Metric::rx_packets_total>({counts.tap, name}, queue.handed(index));
      const std::uint64_t bytes = queue.handed_bytes(index);
      scrape.set<Metric::rx_bytes_total>({counts.tap, name}, bytes);
      bytes_ += bytes;
    }
    sum.received += counts.missed + counts.errors;
    sum.outcomes[static_cast<std::size_t>(Outcome::missed)] = counts.missed;
    sum.outcomes[static_cast<std::size_t>(Outcome::errors)] = counts.errors;
    show_ledger(scrape, counts.tap, sum);
    ledgers_[tap] = sum;
    std::uint64_t latest = 0;
    for (const auto& lane : lanes_) {
      latest = std::max(latest, lane->latest.load(std::memory_order_relaxed));
    }
    scrape.set<Metric::tap_last_packet_timestamp_seconds>({counts.tap}, Tick{latest}.seconds());
  }
  for (const PoolStats& pool : stats.pools) {
    scrape.set<Metric::mempool_in_use>({pool.pool}, std::uint64_t{pool.in_use});
    scrape.set<Metric::mempool_capacity>({pool.pool}, std::uint64_t{pool.capacity});
  }
}

void Sensor::print_statistics() {
  if (!isatty(STDERR_FILENO)) return;
  const auto now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - printed_).count();
  std::uint64_t packets = 0, lost = 0;
  for (const TapLedger& ledger : ledgers_) {
    packets += ledger.received;
    for (const Outcome outcome : {Outcome::missed, Outcome::errors, Outcome::shed}) {
      lost += ledger.outcomes[static_cast<std::size_t>(outcome)];
    }
  }
  fmt::print(stderr, "\r\x1b[K{:.0f} packets/s, {:.1f} Mbit/s, {} addresses, {} packets, {} lost",
             static_cast<double>(packets - printed_packets_) / seconds,
             static_cast<double>(bytes_ - printed_bytes_) * 8 / seconds / 1e6, devices_, packets,
             lost);
  std::fflush(stderr);
  printed_ = now;
  printed_packets_ = packets;
  printed_bytes_ = bytes_;
}

// The queues are closed before the last counts are taken; then received equals its parts for good.
void Sensor::finish() {
  stopping_ = true;
  intake_->join();
  for (const auto& lane : lanes_) lane->worker.close();
  collect();
  intake_->stop();
  show();
  if (isatty(STDERR_FILENO)) fmt::print(stderr, "\r\x1b[K");
  for (std::size_t tap = 0; tap < ledgers_.size(); ++tap) {
    fmt::print(stderr, "{}: received {}", intake_->taps()[tap], ledgers_[tap].received);
    for (std::size_t i = 0; i < ledgers_[tap].outcomes.size(); ++i) {
      if (ledgers_[tap].outcomes[i] > 0) {
        fmt::print(stderr, ", {} {}", kOutcomeNames[i], ledgers_[tap].outcomes[i]);
      }
    }
    fmt::print(stderr, "\n");
  }
}

std::vector<Route> routes(const Exporter& exporter, const std::atomic<bool>& ready) {
  static constexpr PageLink kLinks[] = {{"/metrics", "metrics, for Prometheus"},
                                        {"/-/healthy", "whether the process lives"},
                                        {"/-/ready", "whether rules are loaded and taps are up"}};
  return {
      {"GET", "/metrics",
       [&] {
         return Response{.content_type = "text/plain; version=0.0.4; charset=utf-8",
                         .body = exporter.text()};
       }},
      {"GET", "/-/healthy", [] { return Response{.body = "tapcensus is healthy.\n"}; }},
      {"GET", "/-/ready",
       [&] {
         return ready ? Response{.body = "tapcensus is ready.\n"}
                      : Response{.status = 503, .body = "Rules are being compiled.\n"};
       }},
      {"GET", "/",
       [] {
         return Response{.content_type = std::string{kHtml},
                         .body = landing_page("tapcensus", kLinks)};
       }},
  };
}

}  // namespace

int run_live(const RunChoices& choices) {
  const sigset_t signals = block_signals();
  Exporter exporter;
  std::atomic<bool> ready{false};
  const auto server = HttpServer::start(choices.listen, routes(exporter, ready));
  if (!server) {
    print_errors(server.errors());
    return kBadUsage;
  }
  IntakeOptions options{.vdevs = choices.vdevs, .replay = {}, .workers = choices.census.workers};
  if (!choices.replay.empty()) {
    options.replay = ReplayOptions{.file = choices.replay, .rate = choices.replay_rate};
  }
  auto intake = Intake::start(options);
  if (!intake) {
    print_errors(intake.errors());
    return kBadUsage;
  }
  auto desk = Desk::open(choices.census, intake.value()->queues(), installation_key());
  if (!desk) {
    print_errors(desk.errors());
    return kBadUsage;
  }
  fmt::print(stderr, "taps: {}; workers: {}; rules: {}\n", fmt::join(intake.value()->taps(), ", "),
             intake.value()->queues(), desk.value()->rules().rows().size());
  Sensor sensor{choices, exporter, std::move(intake).value(), std::move(desk).value()};
  fmt::print(stderr, "metrics: http://{}/metrics; Ctrl-C ends the sensor\n",
             server.value()->address());
  const int signal = sensor.work(signals, ready);
  sensor.finish();
  return signal == SIGINT ? kInterrupted : kTerminated;
}

}  // namespace tapcensus
