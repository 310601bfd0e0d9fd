// `run`: the order in which a live sensor starts and ends.
#include <fmt/format.h>
#include <signal.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>

#include "app/commands.hpp"
#include "app/interruptible.hpp"
#include "app/layout.hpp"
#include "app/places.hpp"
#include "app/privileges.hpp"
#include "app/progress.hpp"
#include "app/routes.hpp"
#include "app/say.hpp"
#include "app/sensor.hpp"
#include "app/taps.hpp"

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

// Nobody has taken a packet from the taps yet.
[[noreturn]] void end_before_the_first_packet(Intake& intake, int signal) {
  intake.stop();
  for (const TapStats& tap : intake.stats().taps) {
    say("{}: received {}", tap.tap, tap.received);
    if (tap.missed > 0) say(", missed {}", tap.missed);
    if (tap.errors > 0) say(", errors {}", tap.errors);
    say("\n");
  }
  std::_Exit(status_after(signal));
}

// Everything is open: from here on no privilege is needed, and none is kept.
Errors become_harmless(const std::string& rules) {
  const auto runs_as = drop_privileges();
  if (!runs_as) return runs_as.errors();
  say("runs as {} without privileges\n", runs_as.value());
  if (!readable(rules)) {
    print_warning(rules + ": " + runs_as.value() + " cannot read it, so it cannot be reloaded");
  }
  return {};
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
  const IntakeOptions options = intake_options(choices);
  if (const Errors errors = mistakes_in_taps(choices, options); !errors.empty()) {
    print_errors(errors);
    return kBadUsage;
  }
  for (const std::string& doubt : doubts_about_taps(choices)) print_warning(doubt);
  // Patterns that were never compiled here take many seconds.
  Result<std::unique_ptr<Desk>> desk{Errors{}};
  const int early = run_interruptible(ends(), [&] {
    desk = Desk::open(choices.census, options.workers, installation_key(),
                      stream_room(memory_of_worker(choices.census), options.workers));
  });
  if (early != 0) {
    say("ended before the taps were opened\n");
    std::_Exit(status_after(early));
  }
  if (!desk) {
    print_errors(desk.errors());
    return kBadUsage;
  }
  std::ofstream metrics;
  if (!choices.metrics.empty()) metrics.open(choices.metrics, std::ios::binary);
  if (!metrics) {
    print_errors({{choices.metrics, std::string{"cannot be written: "} + std::strerror(errno)}});
    return kBadUsage;
  }
  // Opened last: from now on packets wait for the workers, and there is room for few.
  auto intake = Intake::start(options);
  if (!intake) {
    print_errors(intake.errors());
    return kBadUsage;
  }
  for (const std::string& note : intake.value()->notes()) say("{}\n", note);
  say("taps: {}; workers: {}; rules: {}\n", fmt::join(intake.value()->taps(), ", "),
      intake.value()->queues(), desk.value()->rules().newest().rows().size());
  const std::string rules = desk.value()->rules_path();
  // Tables take some time to lay out.
  std::optional<Sensor> sensor;
  const int soon = run_interruptible(ends(), [&] {
    sensor.emplace(choices, exporter, questions, reloads, *intake.value(), std::move(desk).value());
  });
  if (soon != 0) end_before_the_first_packet(*intake.value(), soon);
  if (const Errors errors = become_harmless(rules); !errors.empty()) {
    print_errors(errors);
    return kFailed;
  }
  say("metrics: http://{}/metrics; Ctrl-C ends the sensor\n", server.value()->address());
  const int signal = sensor->work(signals, ready);
  sensor->finish();
  if (metrics.is_open()) {
    sensor->show();
    metrics << exporter.text() << std::flush;
  }
  if (!metrics) {
    print_errors({{choices.metrics, "could not be written"}});
    return kFailed;
  }
  return status_after(signal);
}

}  // namespace tapcensus
