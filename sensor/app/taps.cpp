#include "app/taps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <string_view>

#include "intake/interface.hpp"
#include "intake/pci.hpp"
#include "match/mistakes.hpp"

namespace tapcensus {
namespace {

std::string unknown_interface(const std::string& name) {
  const std::vector<std::string> names = interface_names();
  const std::string meant =
      suggestion(name, std::vector<std::string_view>{names.begin(), names.end()});
  return "there is no such interface" + (meant.empty() ? "; there are " : meant + " There are ") +
         fmt::format("{}", fmt::join(names, ", "));
}

// Empty when nothing is wrong.
std::string mistake_in(const std::string& name, const Interfaces& interfaces) {
  const auto state = interfaces.state(name);
  if (!state) return unknown_interface(name);
  // DPDK would take these for its own.
  if (name.find_first_of(",[]=") != name.npos) {
    return "DPDK cannot be given a name with one of ,[]= in it; rename it: ip link set " + name +
           " name NEW";
  }
  if (!state->up) return "the interface is down; switch it on: ip link set " + name + " up";
  if (state->link == Link::unsupported) {
    return "frames of this kind of interface cannot be read; choose one of Ethernet or a tunnel";
  }
  return {};
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream stream{text};
  for (std::string word; std::getline(stream, word, ',');) words.push_back(word);
  if (words.empty()) words.emplace_back();
  return words;
}

}  // namespace

IntakeOptions intake_options(const RunChoices& choices) {
  IntakeOptions options{.interfaces = choices.interfaces,
                        .ports = {},
                        .vdevs = choices.vdevs,
                        .replay = {},
                        .workers = choices.census.workers};
  for (const std::string& tap : choices.ports) options.ports.push_back(split(tap));
  if (!choices.replay.empty()) {
    options.replay = ReplayOptions{.file = choices.replay, .rate = choices.replay_rate};
  }
  return options;
}

Errors mistakes_in_taps(const RunChoices& choices, const IntakeOptions& options) {
  Errors errors;
  const Interfaces interfaces;
  for (const std::string& name : choices.interfaces) {
    if (const std::string mistake = mistake_in(name, interfaces); !mistake.empty()) {
      errors.push_back({"--interface " + name, mistake});
    }
  }
  if (!choices.interfaces.empty()) {
    if (const std::string refused = capture_refused(); !refused.empty()) {
      errors.push_back({"--interface", refused});
    }
  }
  // What is no address would be taken for a virtual device.
  IntakeOptions rest = options;
  const auto is_none = [](const std::string& word) { return !pci_address(word); };
  std::erase_if(rest.ports, [&](const auto& tap) { return std::ranges::any_of(tap, is_none); });
  for (const std::vector<std::string>& tap : options.ports) {
    for (const std::string& word : tap) {
      if (!is_none(word)) continue;
      errors.push_back(
          {"--port " + word, "not a PCI address; write it as 03:00.0 or 0000:03:00.0"});
    }
  }
  if (rest.taps() == 0 && !errors.empty()) return errors;
  const Errors more = Intake::mistakes_in(rest);
  errors.insert(errors.end(), more.begin(), more.end());
  return errors;
}

std::vector<std::string> doubts_about_taps(const RunChoices& choices) {
  std::vector<std::string> doubts;
  const Interfaces interfaces;
  for (const std::string& name : choices.interfaces) {
    if (const auto state = interfaces.state(name); state && !state->carrier) {
      doubts.push_back(name + ": no link; nothing is seen there until there is one");
    }
    const std::vector<std::string> merging = interfaces.merging(name);
    if (merging.empty()) continue;
    doubts.push_back(fmt::format(
        "{0}: frames may come merged into larger ones that never were on the wire; to see them as "
        "they are: ethtool -K {0} {1} off",
        name, fmt::join(merging, " off ")));
  }
  for (const std::string& vdev : choices.vdevs) {
    if (!vdev.starts_with("net_af_packet")) continue;
    doubts.push_back(vdev +
                     ": this device does not say what it loses, so missed stays 0; use "
                     "--interface, which counts it");
  }
  return doubts;
}

}  // namespace tapcensus
