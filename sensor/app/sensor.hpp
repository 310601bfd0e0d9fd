// The live sensor: queues to workers, workers to the census, the census to whoever scrapes.
//
// Each worker loops on a core of its own; the control thread, which calls work(), collects what
// they say, shows it once a second and takes the signals.
#pragma once

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "app/desk.hpp"
#include "app/health.hpp"
#include "app/notify.hpp"
#include "app/options.hpp"
#include "app/questions.hpp"
#include "app/reload.hpp"
#include "base/counter.hpp"
#include "exporter/exporter.hpp"
#include "intake/intake.hpp"
#include "worker/ledger.hpp"
#include "worker/worker.hpp"

namespace tapcensus {

// One worker with its queue, and what it tells about itself.
struct Lane {
  Lane(const WorkerOptions& options, Published<RuleSet>& rules) : worker{options, rules} {}

  Worker worker;
  PublishedLedger ledger;
  Counter busy_cycles;
  Counter all_cycles;
  std::atomic<std::uint64_t> latest{0};  // time of the last packet, in nanoseconds
  Heartbeat heartbeat;                   // the control thread's
};

class Sensor {
 public:
  // `exporter`, `questions` and `reloads` outlive the sensor. Lays the workers out, and says how on
  // standard error.
  Sensor(const RunChoices& choices, Exporter& exporter, Questions& questions,
         ReloadRequests& reloads, Intake& intake, std::unique_ptr<Desk> desk);

  // Works until a signal comes that ends it; gives its number.
  int work(const sigset_t& signals, std::atomic<bool>& ready);
  // Ends the workers, closes the taps and prints the final ledger.
  void finish();
  // Shows census and counts to whoever scrapes, as they are now.
  void show();

 private:
  using Clock = std::chrono::steady_clock;

  void poll(std::size_t index);
  void process(Lane& lane, const Queue& queue, std::span<const Packet> packets);
  void work_off();
  void silent(Lane& lane, Clock::time_point since);
  void collect();
  void empty_rings();
  bool answer();
  Standing standing() const;
  void show_intake(Scrape& scrape, const IntakeStats& stats);
  void show_health(Scrape& scrape, const IntakeStats& stats,
                   const std::vector<const Worker*>& workers);
  static void show_tap(Scrape& scrape, const TapStats& counts);
  void tell_statistics();

  Exporter& exporter_;
  Questions& questions_;
  Intake* const intake_;
  const std::unique_ptr<Desk> desk_;
  const Notifier service_ = Notifier::from_environment();
  ReloadRequests& reloads_;
  Reload reload_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::atomic<bool> stopping_{false};
  std::vector<TapLedger> ledgers_;  // by tap, as last shown
  bool any_stalled_ = false;        // worker, as last shown
  std::size_t devices_ = 0;
  std::uint64_t bytes_ = 0;
  const double started_;  // seconds since 1970
  Clock::time_point told_ = Clock::now();
  std::uint64_t told_packets_ = 0;
  std::uint64_t told_bytes_ = 0;
};

}  // namespace tapcensus
