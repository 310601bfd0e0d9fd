// DPDK's environment: how it is asked for, and which CPUs it leaves to whom.
//
// Without NICs it is asked for without huge pages and PCI, so an ordinary user can run the sensor;
// always without shared files and telemetry, so several sensors run side by side. One process can
// start it once.
#pragma once

#include <sched.h>

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "intake/plan.hpp"

namespace tapcensus {

// Main on one CPU and each worker on another where there are enough of them; otherwise all lcores
// share all CPUs and nothing is pinned. Lcore 0 is main, lcore 1 + i is worker i.
struct Placement {
  std::vector<int> cpus;  // that the process may use
  std::size_t workers = 0;

  static Placement of_this_process(std::size_t workers);
  bool pinned() const noexcept { return cpus.size() > workers; }
  // As --lcores wants it: "0@0,1@1", or "(0-2)@(0,1)".
  std::string lcores() const;
  // The CPUs of threads that are not workers: those no worker is pinned to.
  cpu_set_t control_cpus() const;
};

// Messages of DPDK go to standard error, from warnings up.
Result<bool> start_eal(const Placement& placement, const std::vector<TapPlan>& taps,
                       std::size_t megabytes);

}  // namespace tapcensus
