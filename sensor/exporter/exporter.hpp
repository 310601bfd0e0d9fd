// Answers scrapes with what it was last shown.
//
// The control thread shows it a Scrape about once a second; any thread may ask for it. The one
// mutex of the design stands here, and is held for no longer than it takes to copy a pointer.
// Whatever it is shown, no more than kMostSeries come out, a counter never goes down, and one that
// was seen once stays.
#pragma once

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "exporter/admission.hpp"
#include "exporter/scrape.hpp"

namespace tapcensus {

class Exporter final : public prometheus::Collectable {
 public:
  // By one thread only. Adds tapcensus_series, _in_other and _limit.
  void show(Scrape scrape);

  // The text format, exact; empty before the first show().
  std::string text() const;

  // The same in prometheus-cpp's model, whose numbers are doubles.
  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  std::shared_ptr<const Scrape> shown() const;

  Admission admission_;  // the showing thread's
  mutable std::mutex mutex_;
  std::shared_ptr<const Scrape> shown_ = std::make_shared<const Scrape>();  // guarded by mutex_
};

}  // namespace tapcensus
