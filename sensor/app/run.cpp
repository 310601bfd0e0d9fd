// `run`: the order in which a live sensor starts and ends.
#include <fmt/format.h>
#include <signal.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "app/commands.hpp"
#include "app/interruptible.hpp"
#include "app/places.hpp"
#include "app/progress.hpp"
#include "app/routes.hpp"
#include "app/sensor.hpp"

namespace tapcensus {
namespace {

// Those that end the sensor.
sigset_t ends() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM}) sigaddset(&set, signal);
  return set;
}

// Signals are taken by the control thread alone.
sigset_t block_signals() {
  sigset_t set = ends();
  sigaddset(&set, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return set;
}

int status_after(int signal) { return signal == SIGINT ? kInterrupted : kTerminated; }

// Rules are still being compiled, so nobody has taken a packet from the taps.
[[noreturn]] void end_before_the_first_packet(Intake& intake, int signal) {
  intake.stop();
  for (const TapStats& tap : intake.stats().taps) {
    fmt::print(stderr, "{}: received {}", tap.tap, tap.received);
    if (tap.missed > 0) fmt::print(stderr, ", missed {}", tap.missed);
    if (tap.errors > 0) fmt::print(stderr, ", errors {}", tap.errors);
    fmt::print(stderr, "\n");
  }
  std::_Exit(status_after(signal));
}

bool write(const std::string& path, const std::string& text) {
  std::ofstream file{path, std::ios::binary};
  file << text;
  file.close();
  return static_cast<bool>(file);
}

}  // namespace

int run_live(const RunChoices& choices) {
  const sigset_t signals = block_signals();
  Exporter exporter;
  std::atomic<bool> ready{false};
  ReloadRequests reloads;
  Questions questions;
  const auto server =
      HttpServer::start(choices.listen, routes(exporter, ready, questions, reloads));
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
  // Patterns that were never compiled here take many seconds, and tables take some to lay out.
  Errors errors;
  std::optional<Sensor> sensor;
  const int early = run_interruptible(ends(), [&] {
    auto desk = Desk::open(choices.census, intake.value()->queues(), installation_key());
    if (!desk) {
      errors = desk.errors();
      return;
    }
    fmt::print(stderr, "taps: {}; workers: {}; rules: {}\n",
               fmt::join(intake.value()->taps(), ", "), intake.value()->queues(),
               desk.value()->rules().newest().rows().size());
    sensor.emplace(choices, exporter, questions, reloads, *intake.value(), std::move(desk).value());
  });
  if (early != 0) end_before_the_first_packet(*intake.value(), early);
  if (!sensor) {
    print_errors(errors);
    return kBadUsage;
  }
  fmt::print(stderr, "metrics: http://{}/metrics; Ctrl-C ends the sensor\n",
             server.value()->address());
  const int signal = sensor->work(signals, ready);
  sensor->finish();
  if (!choices.metrics.empty()) sensor->show();
  if (!choices.metrics.empty() && !write(choices.metrics, exporter.text())) {
    print_errors({{choices.metrics, "could not be written"}});
    return kFailed;
  }
  return status_after(signal);
}

}  // namespace tapcensus
