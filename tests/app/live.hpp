// The sensor on the tap of a network of namespaces, and who asks it there.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "app/tapcensus.hpp"
#include "serve/client.hpp"
#include "support/network.hpp"

namespace tapcensus::testing {

// Skips the test when there can be no network, or one of the programs is missing.
#define NEEDS_NETWORK(...) \
  if (const std::string lacks = Network::lacks({__VA_ARGS__}); !lacks.empty()) GTEST_SKIP() << lacks

using Series = std::map<std::string, double>;

inline std::string body_of(const std::string& answer) {
  const std::size_t end = answer.find("\r\n\r\n");
  return end == answer.npos ? std::string{} : answer.substr(end + 4);
}

// One series, or the sum of all whose names begin so; 0 when there is none.
inline double sum_of(const Series& series, const std::string& beginning) {
  double sum = 0;
  for (auto at = series.lower_bound(beginning);
       at != series.end() && at->first.starts_with(beginning); ++at) {
    sum += at->second;
  }
  return sum;
}

// Classes of devices to their numbers, over everything: {vendor="Apple",...} without the window.
inline Series devices_of(const Series& series) {
  static const std::string kBefore = "tapcensus_devices{", kAfter = ",window=\"all\"}";
  Series devices;
  for (const auto& [name, value] : series) {
    if (!name.starts_with(kBefore) || !name.ends_with(kAfter) || value == 0) continue;
    devices[name.substr(kBefore.size(), name.size() - kBefore.size() - kAfter.size())] = value;
  }
  return devices;
}

// "tap0: received 5, inspected 3, counted 2": 5 and 3 + 2.
inline LedgerSums final_ledger_in(const std::string& messages) {
  LedgerSums sums;
  const std::size_t at = messages.rfind(": received ");
  if (at == messages.npos) return sums;
  std::istringstream words{messages.substr(at + 2)};
  std::string outcome;
  words >> outcome >> sums.received;
  for (double count; words.ignore(2) && words >> outcome >> count;) sums.outcomes += count;
  return sums;
}

class LiveSensor {
 public:
  static constexpr const char* kListen = "127.0.0.1:9848";

  explicit LiveSensor(const Network& network, const Program::Arguments& more = {})
      : LiveSensor{network, more, kListen} {
    EXPECT_TRUE(eventually([this] { return ready() || !program_.running(); }))
        << program_.messages();
    EXPECT_TRUE(program_.running()) << program_.messages();
  }
  // Does not wait until it is ready. Compiled rules are in `cache`, when that is said.
  LiveSensor(const Network& network, const Program::Arguments& more, std::string listen,
             const std::string& cache = {})
      : hub_{network.hub()},
        listen_{std::move(listen)},
        program_{hub_, "env", words(more, listen_, cache)} {}

  // The answer with its head; empty when nobody answers.
  std::string get(const std::string& path, const std::string& method = "GET") const {
    const Inside inside{hub_};
    return ask(listen_, method, path);
  }
  bool ready() const { return get("/-/ready").starts_with("HTTP/1.1 200"); }

  // The ledger sums at every scrape.
  Series scrape() const {
    Series series = series_in(body_of(get("/metrics")));
    const LedgerSums sums = ledger_in(series);
    EXPECT_EQ(sums.received, sums.outcomes);
    return series;
  }
  template <class Holds>
  Series scrape_until(Holds&& holds, std::chrono::milliseconds within = std::chrono::seconds{60}) {
    Series series;
    EXPECT_TRUE(eventually([&] { return holds(series = scrape()); }, within))
        << "received " << ledger_in(series).received << "\n"
        << program_.messages();
    return series;
  }
  // Scrapes until the sensor has received what the kernel has counted at the tap.
  Series scrape_until_all(const Network& network) {
    return scrape_until([&](const Series& series) {
      return ledger_in(series).received == static_cast<double>(network.counts().packets);
    });
  }

  Program& program() { return program_; }

  // Ends soon, with a ledger that sums. A sensor by itself takes a tenth of a second; where the
  // machine has no core left, more.
  Ended end_by(int signal, std::chrono::milliseconds within = std::chrono::seconds{20}) {
    program_.signal(signal);
    Ended ended = program_.wait(within);
    EXPECT_EQ(ended.status, 128 + signal) << ended.err;
    const LedgerSums sums = final_ledger_in(ended.err);
    EXPECT_EQ(sums.received, sums.outcomes) << ended.err;
    return ended;
  }

 private:
  static Program::Arguments words(Program::Arguments more, const std::string& listen,
                                  const std::string& cache) {
    if (more.empty()) more = {"--interface", Network::kTap};
    Program::Arguments words = at_home({TAPCENSUS_PROGRAM, "run", "--listen", listen});
    words.insert(words.end(), more.begin(), more.end());
    if (!cache.empty()) words.insert(words.begin(), "XDG_CACHE_HOME=" + cache);
    return words;
  }

  const Namespace& hub_;
  const std::string listen_;
  ProgramIn program_;
};

}  // namespace tapcensus::testing
