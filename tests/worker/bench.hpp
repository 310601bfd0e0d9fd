// A worker with a listener, for tests: frames in, what it read out.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/published.hpp"
#include "facts/catalog.hpp"
#include "match/rule_set.hpp"
#include "worker/worker.hpp"

namespace tapcensus::testing {

inline std::filesystem::path small_rules() {
  return std::filesystem::path{TAPCENSUS_SOURCE} / "tests/match/rules";
}

struct Rules {
  explicit Rules(const std::filesystem::path& directory = small_rules(), std::size_t workers = 4) {
    auto loaded = RuleSet::load(directory, catalog, workers);
    for (std::size_t i = 0; !loaded && i < loaded.errors().size(); ++i) {
      ADD_FAILURE() << loaded.errors()[i].sentence();
    }
    set = std::make_unique<Published<RuleSet>>(workers, std::move(loaded).value());
  }
  Catalog catalog;
  std::unique_ptr<Published<RuleSet>> set;
};

// What was read from messages of TCP connections, as "field=value", in the order in which it was
// said; but for the order of names, which each first message of HTTP tells.
class Heard final : public FactListener {
 public:
  void hear(const Origin&, const MacAddress&, const Finding& finding) noexcept override {
    const std::string name{name_of(finding.field)};
    if (!name.starts_with("http.") && !name.starts_with("tls.")) return;
    if (name.ends_with("_order")) return;
    said_.push_back(name + '=' + std::string{finding.text});
  }
  std::vector<std::string> take() { return std::exchange(said_, {}); }

 private:
  std::vector<std::string> said_;
};

inline void empty(Outbox& outbox) {
  Evidence evidence;
  while (outbox.pop(evidence)) {
  }
  Sighting sighting;
  while (outbox.pop(sighting)) {
  }
}

inline std::uint64_t outcome_sum(const Worker& worker) {
  std::uint64_t sum = 0;
  for (const Tally<Outcome>& tap : worker.tallies().outcomes) {
    for (std::size_t i = 0; i < Tally<Outcome>::kSize; ++i) {
      sum += tap[static_cast<Outcome>(i)].value();
    }
  }
  return sum;
}

inline std::uint64_t outcome(const Worker& worker, Outcome which) {
  std::uint64_t sum = 0;
  for (const Tally<Outcome>& tap : worker.tallies().outcomes) sum += tap[which].value();
  return sum;
}

}  // namespace tapcensus::testing
