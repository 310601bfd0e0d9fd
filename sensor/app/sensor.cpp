#include "app/sensor.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <thread>

#include "app/layout.hpp"
#include "app/limits.hpp"
#include "app/say.hpp"
#include "app/wall_clock.hpp"
#include "base/cycles.hpp"

namespace tapcensus {
namespace {

using namespace std::chrono_literals;

}  // namespace

Sensor::Sensor(const RunChoices& choices, Exporter& exporter, Questions& questions,
               ReloadRequests& reloads, Intake& intake, std::unique_ptr<Desk> desk)
    : exporter_{exporter},
      questions_{questions},
      intake_{&intake},
      desk_{std::move(desk)},
      reloads_{reloads},
      reload_{reloads, *desk_},
      started_{wall_seconds()} {
  const std::uint64_t memory = memory_of_worker(choices.census);
  const ShardSize size = shard_size(memory, choices.census.depth);
  say("memory: {} MiB a worker: {}{}\n", memory >> 20, describe(size, FragmentsSize{}),
      describe_streams(desk_->rules().newest()));
  for (std::size_t i = 0; i < intake_->queues(); ++i) {
    lanes_.push_back(std::make_unique<Lane>(WorkerOptions{.index = i,
                                                          .shard = size,
                                                          .seed = cycles(),
                                                          .make_room = {},
                                                          .filter = choices.census.filter},
                                            desk_->rules().published()));
  }
  ledgers_.resize(intake_->taps().size());
}

// The packet loop. A queue that stays empty is polled less often, so that an idle tap costs little.
void Sensor::poll(std::size_t index) {
  Lane& lane = *lanes_[index];
  Queue& queue = intake_->queue(index);
  Burst burst;
  unsigned empty = 0;
  Clock::time_point silent_since = Clock::now();
  std::uint64_t before = cycles();
  while (!stopping_.load(std::memory_order_relaxed)) {
    const bool worked = queue.receive(burst);
    lane.worker.polled(queue.backlog());
    const std::span<const Packet> packets = burst.packets();
    if (packets.empty()) {
      lane.worker.rest();
    } else {
      process(lane, queue, packets);
    }
    if (worked) {
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

void Sensor::process(Lane& lane, const Queue& queue, std::span<const Packet> packets) {
  lane.worker.process(packets);
  lane.ledger.publish(
      intake_->taps().size(),
      [&](std::size_t tap) { return queue.handed(static_cast<std::uint16_t>(tap)); },
      lane.worker.tallies());
  lane.latest.store(packets.back().at.ns, std::memory_order_relaxed);
}

// What workers have handed to each other and not taken when they ended.
void Sensor::work_off() {
  for (bool more = true; more;) {
    more = false;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      Burst burst;
      while (intake_->queue(i).receive_handed_over(burst)) {
        if (!burst.packets().empty()) process(*lanes_[i], intake_->queue(i), burst.packets());
        more = true;
      }
    }
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
  service_.ready();
  Clock::time_point shown = Clock::now();
  bool asked = false;
  while (true) {
    const bool busy = reload_.busy();
    const timespec wait{.tv_sec = 0, .tv_nsec = asked ? 0 : busy ? 1'000'000 : 50'000'000};
    const int signal = sigtimedwait(&signals, nullptr, &wait);
    if (signal == SIGHUP) {
      reloads_.ask();
    } else if (signal > 0) {
      return signal;
    }
    collect();
    for (const std::string& sentence : intake_->news()) say("{}\n", sentence);
    if (reload_.step()) {
      show();
      reload_.answer();
      service_.ready();
    } else if (!busy && reload_.busy()) {
      service_.reloading();
    }
    asked = answer();
    if (Clock::now() - shown < 1s) continue;
    shown = Clock::now();
    show();
    tell_statistics();
    if (!any_stalled_) service_.alive();
  }
}

void Sensor::empty_rings() {
  for (const auto& lane : lanes_) desk_->collect(lane->worker.outbox());
}

void Sensor::collect() {
  empty_rings();
  desk_->note_collected();
}

// True when clients wait for more.
bool Sensor::answer() {
  return questions_.work(
      *desk_, [this] { empty_rings(); }, [this] { return standing(); });
}

Standing Sensor::standing() const {
  Standing now;
  for (const TapLedger& ledger : ledgers_) {
    now.ledger.received += ledger.received;
    for (std::size_t i = 0; i < ledger.outcomes.size(); ++i) {
      now.ledger.outcomes[i] += ledger.outcomes[i];
    }
  }
  std::vector<const Worker*> workers;
  for (const auto& lane : lanes_) workers.push_back(&lane->worker);
  now.signatures = desk_->signatures().all();
  now.limits = limits(desk_->census(), workers);
  return now;
}

// To the terminal, and to whoever asks the service manager.
void Sensor::tell_statistics() {
  const auto now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - told_).count();
  std::uint64_t packets = 0, lost = 0;
  for (const TapLedger& ledger : ledgers_) {
    packets += ledger.received;
    for (const Outcome outcome : {Outcome::missed, Outcome::errors, Outcome::shed}) {
      lost += ledger.outcomes[static_cast<std::size_t>(outcome)];
    }
  }
  const std::string sentence = fmt::format(
      "{:.0f} packets/s, {:.1f} Mbit/s, {} addresses, {} packets, {} lost",
      static_cast<double>(packets - told_packets_) / seconds,
      static_cast<double>(bytes_ - told_bytes_) * 8 / seconds / 1e6, devices_, packets, lost);
  service_.status(sentence);
  if (isatty(STDERR_FILENO)) {
    say("\r\x1b[K{}", sentence);
    std::fflush(stderr);
  }
  told_ = now;
  told_packets_ = packets;
  told_bytes_ = bytes_;
}

// The queues are closed before the last counts are taken; then received equals its parts for good.
void Sensor::finish() {
  service_.stopping();
  reload_.stop();
  stopping_ = true;
  intake_->join();
  work_off();
  for (const auto& lane : lanes_) lane->worker.close();
  collect();
  intake_->stop();
  Scrape nobody_asks;  // the ledger is wanted, the census would take its time
  show_intake(nobody_asks, intake_->stats());
  if (isatty(STDERR_FILENO)) say("\r\x1b[K");
  for (std::size_t tap = 0; tap < ledgers_.size(); ++tap) {
    say("{}: received {}", intake_->taps()[tap], ledgers_[tap].received);
    for (std::size_t i = 0; i < ledgers_[tap].outcomes.size(); ++i) {
      if (ledgers_[tap].outcomes[i] > 0) {
        say(", {} {}", kOutcomeNames[i], ledgers_[tap].outcomes[i]);
      }
    }
    say("\n");
  }
}

}  // namespace tapcensus
