// Keeps the series within their budgets: who is not admitted is added up under `other`.
//
// What is admitted is a class (a vendor, family, type and OS; a worker; a tap) with all its series
// at once, so that no class shows its packets and hides its bytes. Among newcomers that do not all
// fit, the greatest come first, and of equals the first by name. Where a budget has counters,
// admission is for good, and so is refusal in effect: rate() never sees a class change places. A
// budget of gauges alone gives the place of a class back once a scrape comes without it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "exporter/scrape.hpp"

namespace tapcensus {

class Admission {
 public:
  // The same values, in the series that may be shown.
  Scrape admit(const Scrape& scrape);

  // How many series of the last scrape went into `other`.
  std::size_t in_other(Budget budget) const noexcept {
    return in_other_[static_cast<std::size_t>(budget)];
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  // From the label values that tell classes apart to the scrape that last had the class.
  using Classes = std::unordered_map<std::string, std::uint64_t, Hash, std::equal_to<>>;

  struct Newcomer {
    Metric first;
    std::string_view classes;  // into the scrape
    double size;
  };

  bool admitted(Metric metric, std::string_view classes) const;
  // Classes not admitted so far, the first to be taken in first; marks those that are as present.
  std::vector<Newcomer> newcomers_of(const Scrape& scrape);
  void release_the_absent();
  void take_in(const std::vector<Newcomer>& newcomers);

  std::array<Classes, kMetricCount> classes_;  // by the first metric with these classes
  std::array<std::size_t, kBudgets.size()> taken_{};
  std::array<std::size_t, kBudgets.size()> in_other_{};
  std::uint64_t round_ = 0;
};

}  // namespace tapcensus
