// How a running sensor is, from what its /metrics said twice; to be shown to people and programs.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/metrics_text.hpp"
#include "app/tap_checks.hpp"

namespace tapcensus {

struct TapStatus {
  std::string tap;
  std::string state;  // "up", "down", "silent for 75 s", "no frame yet"
  bool well = true;   // up, and not silent
  std::optional<double> packets_per_second, bits_per_second;
  TapCounts counts;
  std::vector<Judgement> checks;
};

struct WorkerStatus {
  std::string worker;
  std::optional<double> busy;  // share of its time
  bool stalled = false;
};

struct SensorStatus {
  std::string address;
  std::string version;
  double now = 0;  // seconds since 1970
  std::optional<double> up_since, memory, flows, flow_capacity, buffers, buffer_capacity;
  std::vector<TapStatus> taps;
  std::vector<WorkerStatus> workers;
  std::optional<double> rules, rules_loaded_at;
  std::optional<bool> rules_successful;
  std::optional<double> devices;
  std::vector<std::pair<std::string, double>> vendors, types;  // the most frequent first
  std::vector<std::string> incomplete;                         // reasons

  // `before` was shown `seconds` before `after`; rates are those between the two.
  static SensorStatus of(const Samples& before, const Samples& after, double seconds, double now);
};

// At most 80 columns, and 24 lines with that of the prompt.
std::string status_screen(const SensorStatus& status, bool colours);
std::string status_json(const SensorStatus& status);

}  // namespace tapcensus
