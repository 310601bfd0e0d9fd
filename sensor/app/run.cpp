// `run`: the order in which a live sensor starts and ends.
#include <fmt/format.h>
#include <signal.h>

#include <atomic>
#include <csignal>
#include <cstdio>

#include "app/commands.hpp"
#include "app/places.hpp"
#include "app/progress.hpp"
#include "app/routes.hpp"
#include "app/sensor.hpp"

namespace tapcensus {
namespace {

// Signals are taken by the control thread alone.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM}) sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return set;
}

}  // namespace

int run_live(const RunChoices& choices) {
  const sigset_t signals = block_signals();
  Exporter exporter;
  std::atomic<bool> ready{false};
  Questions questions;
  const auto server = HttpServer::start(choices.listen, routes(exporter, ready, questions));
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
  Sensor sensor{choices, exporter, questions, std::move(intake).value(), std::move(desk).value()};
  fmt::print(stderr, "metrics: http://{}/metrics; Ctrl-C ends the sensor\n",
             server.value()->address());
  const int signal = sensor.work(signals, ready);
  sensor.finish();
  return signal == SIGINT ? kInterrupted : kTerminated;
}

}  // namespace tapcensus
