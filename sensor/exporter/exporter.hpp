// Answers scrapes with what it was last shown.
//
// The control thread shows it a Scrape about once a second; any thread may ask for it. The one
// mutex of the design stands here, and is held for no longer than it takes to copy a pointer.
// Whatever it is shown, no more than kMostSeries come out, a counter never goes down, and one that
// was seen once stays. A series of a metric that begins from zero shows 0 until it was scraped.
#pragma once

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "exporter/admission.hpp"
#include "exporter/scrape.hpp"

namespace tapcensus {

class Exporter final : public prometheus::Collectable {
 public:
  // What is written once and not scraped again has no use for series that begin from zero.
  enum class Use : std::uint8_t { scraped, written_once };
  explicit Exporter(Use use = Use::scraped) : use_{use} {}

  // By one thread only. Adds tapcensus_series, _in_other and _limit.
  void show(Scrape scrape);

  // The text format, exact; empty before the first show().
  std::string text() const;

  // The same in prometheus-cpp's model, whose numbers are doubles.
  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  struct Shown {
    Scrape scrape;
    mutable std::atomic<bool> scraped{false};
  };

  std::shared_ptr<const Shown> shown() const;
  // The same, for somebody who scrapes it.
  std::shared_ptr<const Shown> scraped() const;
  void hold_newborn(Scrape& next, const Shown& former);

  const Use use_;
  Admission admission_;  // the showing thread's
  // Likewise: series that were not scraped yet, by metric.
  std::array<std::set<std::string, std::less<>>, kMetricCount> newborn_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Shown> shown_ = std::make_shared<const Shown>();  // guarded by mutex_
};

}  // namespace tapcensus
