// tapcensus under test, and its answers in a form that tests can ask.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <tuple>

#include "support/program.hpp"
#include "support/recording.hpp"

namespace tapcensus::testing {

using Json = nlohmann::ordered_json;

// The user's home is the build's: compiled rules are kept there from test to test.
inline Program::Arguments at_home(const Program::Arguments& arguments) {
  const auto home = std::filesystem::path{TAPCENSUS_PROGRAM}.parent_path() / "home_of_tests";
  setenv("XDG_CACHE_HOME", (home / "cache").c_str(), 1);
  setenv("XDG_STATE_HOME", (home / "state").c_str(), 1);
  return arguments;
}

class Tapcensus : public Program {
 public:
  explicit Tapcensus(const Arguments& arguments, const std::string& input = "/dev/null",
                     const std::string& output = {})
      : Program{TAPCENSUS_PROGRAM, at_home(arguments), input, output} {}
};

inline Ended tapcensus(const Program::Arguments& arguments, std::string_view input = {}) {
  return run(TAPCENSUS_PROGRAM, at_home(arguments), input);
}

// What `read` says about captures in each of its forms.
struct Reading {
  int status;
  std::string json;
  std::string facts;
  std::string metrics;
  std::string err;

  Json parsed() const { return Json::parse(json); }
};

inline Reading read(Program::Arguments arguments, std::string_view input = {}) {
  const Scratch scratch;
  for (const std::string& more :
       {std::string{"--output"}, std::string{"json"}, std::string{"--facts"}, scratch.in("facts"),
        std::string{"--metrics"}, scratch.in("metrics")}) {
    arguments.push_back(more);
  }
  arguments.insert(arguments.begin(), "read");
  Ended ended = tapcensus(arguments, input);
  return {ended.status, std::move(ended.out), content_of(scratch.in("facts")),
          content_of(scratch.in("metrics")), std::move(ended.err)};
}

inline Reading read(const Recording& recording) {
  const Scratch scratch;
  write_recording(recording, scratch.in("capture.pcap"));
  return read({scratch.in("capture.pcap")});
}

// (source, field, value)
using FactSet = std::set<std::tuple<std::string, std::string, std::string>>;

inline FactSet facts_in(const std::string& lines) {
  FactSet facts;
  std::istringstream stream{lines};
  for (std::string line; std::getline(stream, line);) {
    const Json fact = Json::parse(line);
    facts.emplace(fact["src"].is_null() ? "-" : fact["src"].get<std::string>(),
                  fact["field"].get<std::string>(), fact["value"].get<std::string>());
  }
  return facts;
}

// What may not depend on how the traffic came: who there is, and what they are.
inline Json devices_without_counts(const Json& census) {
  Json devices = census["devices"];
  for (Json& device : devices) {
    for (const char* const key : {"first_seen", "last_seen", "packets_sent", "bytes_sent",
                                  "packets_received", "bytes_received"}) {
      device.erase(key);
    }
  }
  return devices;
}

// Series to values. Fails the test when one comes twice.
inline std::map<std::string, double> series_in(const std::string& metrics) {
  std::map<std::string, double> series;
  std::istringstream lines{metrics};
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t blank = line.rfind(' ');
    const bool fresh = series.emplace(line.substr(0, blank), std::stod(line.substr(blank))).second;
    EXPECT_TRUE(fresh) << "twice: " << line;
  }
  return series;
}

// Received, and the sum of all outcomes.
struct LedgerSums {
  double received = 0;
  double outcomes = 0;
};

inline LedgerSums ledger_in(const std::map<std::string, double>& series) {
  LedgerSums sums;
  for (const auto& [name, value] : series) {
    if (name.starts_with("tapcensus_received_packets_total")) sums.received += value;
    if (name.starts_with("tapcensus_packets_total")) sums.outcomes += value;
  }
  return sums;
}

}  // namespace tapcensus::testing
