#include "intake/plan.hpp"

#include <rte_lcore.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <utility>

#include "intake/pci.hpp"

namespace tapcensus {
namespace {

constexpr std::size_t kMostTaps = 16;  // that a ledger has room for

std::string device_of(const std::string& vdev) { return vdev.substr(0, vdev.find(',')); }

// The values of one argument: "net_pcap0,rx_pcap=a,rx_pcap=b" has two of rx_pcap.
std::vector<std::string> arguments_of(const std::string& vdev, const std::string& name) {
  std::vector<std::string> values;
  const std::string key = "," + name + "=";
  for (std::size_t at = vdev.find(key); at != std::string::npos; at = vdev.find(key, at + 1)) {
    const std::size_t begin = at + key.size();
    values.push_back(vdev.substr(begin, vdev.find(',', begin) - begin));
  }
  return values;
}

PortPlan vdev_plan(const std::string& vdev) {
  const std::string device = device_of(vdev);
  const std::size_t files = arguments_of(vdev, "rx_pcap").size();
  const bool endless = !arguments_of(vdev, "infinite_rx").empty();
  return {.kind = PortKind::vdev,
          .device = device,
          .argument = vdev,
          .label = device,
          .inputs = files,
          .waits = files > 0,
          .endless = endless};
}

PortPlan interface_plan(const std::string& interface, std::size_t number) {
  const std::string device = "net_pcap_interface" + std::to_string(number);
  return {.kind = PortKind::interface,
          .device = device,
          .argument = device + ",rx_iface=" + interface,
          .label = interface,
          .inputs = 1,
          .waits = false};
}

// A virtual device in the place of a NIC is taken for one.
TapPlan nic_plan(const std::vector<std::string>& words) {
  TapPlan tap;
  for (const std::string& word : words) {
    const auto address = pci_address(word);
    PortPlan port = address ? PortPlan{.kind = PortKind::nic,
                                       .device = *address,
                                       .argument = *address,
                                       .label = *address}
                            : vdev_plan(word);
    port.steered = true;
    tap.name += (tap.name.empty() ? "" : "+") + port.label;
    tap.ports.push_back(std::move(port));
  }
  return tap;
}

// As it was asked for.
std::string wish(const PortPlan& port) {
  switch (port.kind) {
    case PortKind::interface: return "--interface " + port.label;
    case PortKind::nic: return "--port " + port.label;
    case PortKind::vdev: return "--vdev " + port.argument;
    case PortKind::replay: return "--replay";
  }
  return {};
}

void check_names(const std::vector<TapPlan>& taps, Errors& errors) {
  std::set<std::string> names, devices;
  for (const TapPlan& tap : taps) {
    bool fresh = names.insert(tap.name).second;
    for (const PortPlan& port : tap.ports) fresh = devices.insert(port.device).second && fresh;
    if (!fresh) {
      errors.push_back({wish(tap.ports.front()),
                        "another tap is called " + tap.name + "; name each of them once"});
    }
  }
}

void check_nics(const std::vector<TapPlan>& taps, Errors& errors) {
  bool any = false;
  for (const TapPlan& tap : taps) {
    for (const PortPlan& port : tap.ports) {
      if (port.kind != PortKind::nic) continue;
      any = true;
      if (const std::string refused = nic_refused(port.device); !refused.empty()) {
        errors.push_back({wish(port), refused});
      }
    }
  }
  if (!any) return;
  if (const std::string missing = huge_pages_missing(); !missing.empty()) {
    errors.push_back({"--port", missing});
  }
}

void check_file(const std::string& file, Errors& errors) {
  if (!std::ifstream{file}) {
    errors.push_back({file, std::string{"cannot be read: "} + std::strerror(errno)});
  }
}

}  // namespace

std::vector<TapPlan> plan_of(const IntakeOptions& options) {
  std::vector<TapPlan> taps;
  for (std::size_t i = 0; i < options.interfaces.size(); ++i) {
    taps.push_back({options.interfaces[i], {interface_plan(options.interfaces[i], i)}});
  }
  for (const std::vector<std::string>& tap : options.ports) taps.push_back(nic_plan(tap));
  for (const std::string& vdev : options.vdevs) {
    taps.push_back({device_of(vdev), {vdev_plan(vdev)}});
  }
  if (options.replay) {
    taps.push_back({"replay",
                    {{.kind = PortKind::replay,
                      .device = "net_ring_replay",
                      .argument = "net_ring_replay",
                      .label = "replay",
                      .inputs = 0,
                      .waits = true}}});
  }
  return taps;
}

Errors mistakes_in(const IntakeOptions& options, const std::vector<TapPlan>& taps) {
  Errors errors;
  if (taps.empty()) errors.push_back({"", "there is no tap to read"});
  if (taps.size() > kMostTaps) {
    errors.push_back({"", std::to_string(taps.size()) + " taps are more than the " +
                              std::to_string(kMostTaps) +
                              " that one sensor reads; start another sensor for the others"});
  }
  if (options.workers == 0 || options.workers > RTE_MAX_LCORE - 1) {
    errors.push_back({"--workers", "must be from 1 to " + std::to_string(RTE_MAX_LCORE - 1)});
  }
  check_names(taps, errors);
  check_nics(taps, errors);
  for (const std::string& vdev : options.vdevs) {
    for (const std::string& file : arguments_of(vdev, "rx_pcap")) check_file(file, errors);
  }
  if (options.replay) check_file(options.replay->file, errors);
  return errors;
}

}  // namespace tapcensus
