#include "intake/eal.hpp"

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_log.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>

namespace tapcensus {
namespace {

// A place for the directory that DPDK makes although it will put nothing there. Its own choice for
// an ordinary user, /tmp/dpdk, is one that the next user may not enter, and it would never go.
class RuntimeDirectory {
 public:
  RuntimeDirectory() {
    std::error_code error;
    std::string made = std::filesystem::temp_directory_path(error) / "tapcensus-XXXXXX";
    if (error || mkdtemp(made.data()) == nullptr) return;  // then DPDK chooses
    path_ = made;
    if (const char* given = std::getenv(kVariable)) given_ = given;
    setenv(kVariable, path_.c_str(), 1);
  }
  ~RuntimeDirectory() {
    if (path_.empty()) return;
    if (given_) {
      setenv(kVariable, given_->c_str(), 1);
    } else {
      unsetenv(kVariable);
    }
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  RuntimeDirectory(const RuntimeDirectory&) = delete;
  RuntimeDirectory& operator=(const RuntimeDirectory&) = delete;

 private:
  static constexpr const char* kVariable = "RUNTIME_DIRECTORY";
  std::string path_;
  std::optional<std::string> given_;
};

}  // namespace

Placement Placement::of_this_process(std::size_t workers) {
  Placement placement{.cpus = {}, .workers = workers};
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  sched_getaffinity(0, sizeof allowed, &allowed);
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(cpu, &allowed)) placement.cpus.push_back(cpu);
  }
  return placement;
}

std::string Placement::lcores() const {
  std::string text;
  if (pinned()) {
    for (std::size_t lcore = 0; lcore <= workers; ++lcore) {
      if (lcore > 0) text += ',';
      text += std::to_string(lcore) + '@' + std::to_string(cpus[lcore]);
    }
    return text;
  }
  text = "(0-" + std::to_string(workers) + ")@(";
  for (const int cpu : cpus) text += std::to_string(cpu) + ',';
  text.back() = ')';
  return text;
}

cpu_set_t Placement::control_cpus() const {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (std::size_t i = 0; i < cpus.size(); ++i) {
    const bool workers_own = pinned() && i >= 1 && i <= workers;
    if (!workers_own) CPU_SET(cpus[i], &set);
  }
  return set;
}

Result<bool> start_eal(const Placement& placement, const std::vector<TapPlan>& taps,
                       std::size_t megabytes) {
  static bool started = false;
  if (started) return Error{"", "DPDK can be started only once in a process"};
  started = true;

  // Not to syslog, and set before anything can speak.
  rte_openlog_stream(stderr);
  rte_log_set_global_level(RTE_LOG_WARNING);

  const bool nics = std::ranges::any_of(taps, [](const TapPlan& tap) {
    return std::ranges::any_of(tap.ports,
                               [](const PortPlan& port) { return port.kind == PortKind::nic; });
  });
  std::vector<std::string> words{"tapcensus", "--no-telemetry", "--log-level=warning",
                                 "--file-prefix=tapcensus-" + std::to_string(getpid()),
                                 "--lcores=" + placement.lcores()};
  if (nics) {
    words.emplace_back("--in-memory");
  } else {
    for (const char* const word : {"--no-huge", "--no-pci", "--no-shconf", "-m"}) {
      words.emplace_back(word);
    }
    words.push_back(std::to_string(megabytes));
  }
  for (const TapPlan& tap : taps) {
    for (const PortPlan& port : tap.ports) {
      words.push_back((port.kind == PortKind::nic ? "--allow=" : "--vdev=") + port.argument);
    }
  }
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  const RuntimeDirectory directory;
  if (rte_eal_init(static_cast<int>(arguments.size()), arguments.data()) < 0) {
    return Error{"DPDK", std::string{"cannot be started with these taps: "} +
                             rte_strerror(rte_errno) + "; its own message stands above"};
  }
  return true;
}

}  // namespace tapcensus
