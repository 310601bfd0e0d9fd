#include "app/sensor_status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tapcensus {
namespace {

constexpr double kSilent = 5;  // seconds without a frame, and a tap's state says so

using Wanted = Samples::Wanted;

// Of the growth of a counter; nothing where one side is missing or it began anew.
std::optional<double> rate(const Samples& before, const Samples& after, std::string_view name,
                           const Wanted& labels, double seconds) {
  const auto first = before.sum(name, labels), last = after.sum(name, labels);
  if (!first || !last || *last < *first || seconds <= 0) return std::nullopt;
  return (*last - *first) / seconds;
}

TapStatus tap_status(const Samples& before, const Samples& after, const std::string& tap,
                     double seconds, double now) {
  TapStatus status;
  status.tap = tap;
  status.counts = TapCounts::of(after, tap, now);
  status.checks = judge(status.counts, tap);
  const Wanted mine{{"tap", tap}};
  status.packets_per_second =
      rate(before, after, "tapcensus_received_packets_total", mine, seconds);
  status.bits_per_second = rate(before, after, "tapcensus_rx_bytes_total", mine, seconds);
  if (status.bits_per_second) *status.bits_per_second *= 8;
  bool down = false;
  for (const Sample& sample : after.of("tapcensus_port_up")) {
    const auto label = sample.labels.find("tap");
    down |= label != sample.labels.end() && label->second == tap && sample.value == 0;
  }
  const auto silence = status.counts.silent_seconds;
  status.state = down                            ? "down"
                 : !silence                      ? "no frame yet"
                 : silence.value_or(0) > kSilent ? "silent for " + duration(*silence)
                                                 : "up";
  status.well = status.state == "up";
  return status;
}

std::vector<WorkerStatus> workers_of(const Samples& before, const Samples& after) {
  std::vector<WorkerStatus> workers;
  for (const Sample& sample : after.of("tapcensus_worker_cycles_total")) {
    const auto label = sample.labels.find("worker");
    if (label == sample.labels.end()) continue;
    WorkerStatus worker{.worker = label->second, .busy = {}};
    const Wanted mine{{"worker", worker.worker}};
    const auto all = rate(before, after, "tapcensus_worker_cycles_total", mine, 1);
    const auto busy = rate(before, after, "tapcensus_worker_busy_cycles_total", mine, 1);
    if (all && busy && *all > 0) worker.busy = *busy / *all;
    worker.stalled = after.sum("tapcensus_worker_stalled", mine).value_or(0) > 0;
    workers.push_back(std::move(worker));
  }
  std::ranges::sort(workers, {}, [](const WorkerStatus& one) {
    return std::pair{one.worker.size(), one.worker};
  });
  return workers;
}

// Devices by one of their labels.
std::vector<std::pair<std::string, double>> ranked(const Samples& samples, std::string_view label) {
  std::map<std::string, double> counts;
  for (const Sample& sample : samples.of("tapcensus_devices")) {
    const auto window = sample.labels.find("window"), name = sample.labels.find(label);
    if (name == sample.labels.end() || window == sample.labels.end()) continue;
    if (window->second == "all" && sample.value > 0) counts[name->second] += sample.value;
  }
  std::vector<std::pair<std::string, double>> ranked{counts.begin(), counts.end()};
  std::ranges::stable_sort(ranked, std::greater{}, &std::pair<std::string, double>::second);
  return ranked;
}

std::string label_in(const Samples& samples, std::string_view name, std::string_view label) {
  const auto values = samples.values(name, label);
  return values.empty() ? std::string{} : *values.begin();
}

}  // namespace

SensorStatus SensorStatus::of(const Samples& before, const Samples& after, double seconds,
                              double now) {
  SensorStatus status;
  status.now = now;
  status.version = label_in(after, "tapcensus_build_info", "version");
  status.up_since = after.sum("tapcensus_start_time_seconds");
  status.memory = after.sum("process_resident_memory_bytes");
  status.flows = after.sum("tapcensus_flows_active");
  status.flow_capacity = after.sum("tapcensus_flow_table_capacity");
  status.buffers = after.sum("tapcensus_mempool_in_use");
  status.buffer_capacity = after.sum("tapcensus_mempool_capacity");
  for (const std::string& tap : after.values("tapcensus_received_packets_total", "tap")) {
    status.taps.push_back(tap_status(before, after, tap, seconds, now));
  }
  status.workers = workers_of(before, after);
  status.rules = after.sum("tapcensus_rules");
  status.rules_loaded_at = after.sum("tapcensus_rules_last_reload_success_timestamp_seconds");
  if (const auto good = after.sum("tapcensus_rules_last_reload_successful")) {
    status.rules_successful = *good > 0;
  }
  status.devices = after.sum("tapcensus_devices", {{"window", "all"}});
  status.vendors = ranked(after, "vendor");
  status.types = ranked(after, "type");
  for (const Sample& sample : after.of("tapcensus_incomplete")) {
    const auto reason = sample.labels.find("reason");
    if (sample.value > 0 && reason != sample.labels.end()) {
      status.incomplete.push_back(reason->second);
    }
  }
  return status;
}

}  // namespace tapcensus
