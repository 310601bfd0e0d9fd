#include "exporter/exporter.hpp"

#include <utility>

#include "exporter/text_format.hpp"

namespace tapcensus {
namespace {

// Counters go on from what was shown before, also those that have fallen silent.
void keep_counters(Scrape& next, const Scrape& former) {
  for (const MetricRow& row : kMetrics) {
    if (row.type != MetricType::counter) continue;
    Scrape::Series& series = next.of(row.metric);
    for (const auto& [key, value] : former.of(row.metric)) {
      series.try_emplace(key, value).first->second.not_below(value);
    }
  }
}

void count_series(Scrape& scrape, const Admission& admission) {
  std::array<std::size_t, kBudgets.size()> series{};
  const auto set = [&](std::size_t budget) {
    const std::string_view name = kBudgets[budget].name;
    scrape.set<Metric::series>({name}, series[budget]);
    scrape.set<Metric::series_in_other>({name}, admission.in_other(static_cast<Budget>(budget)));
    scrape.set<Metric::series_limit>({name}, kBudgets[budget].series);
  };
  for (std::size_t budget = 0; budget < series.size(); ++budget) set(budget);  // they count too
  for (const MetricRow& row : kMetrics) {
    series[static_cast<std::size_t>(row.budget)] += scrape.of(row.metric).size();
  }
  for (std::size_t budget = 0; budget < series.size(); ++budget) set(budget);
}

prometheus::ClientMetric metric_of(const MetricRow& row, std::string_view key, Value value) {
  prometheus::ClientMetric metric;
  const std::vector<std::string_view> values = values_of(key);
  for (std::size_t at = 0; at < values.size(); ++at) {
    metric.label.push_back({std::string{row.labels.all()[at].name}, std::string{values[at]}});
  }
  (row.type == MetricType::counter ? metric.counter.value : metric.gauge.value) = value.number();
  return metric;
}

prometheus::MetricFamily family_of(const MetricRow& row, const Scrape::Series& series) {
  prometheus::MetricFamily family;
  family.name = row.name;
  family.help = row.help;
  family.type = row.type == MetricType::counter ? prometheus::MetricType::Counter
                                                : prometheus::MetricType::Gauge;
  family.metric.reserve(series.size());
  for (const auto& [key, value] : series) family.metric.push_back(metric_of(row, key, value));
  return family;
}

}  // namespace

void Exporter::show(Scrape scrape) {
  const std::shared_ptr<const Shown> former = shown();
  auto fresh = std::make_shared<Shown>();
  fresh->scrape = admission_.admit(scrape);
  keep_counters(fresh->scrape, former->scrape);
  if (use_ == Use::scraped) hold_newborn(fresh->scrape, *former);
  count_series(fresh->scrape, admission_);
  std::shared_ptr<const Shown> next = std::move(fresh);
  const std::lock_guard lock{mutex_};
  shown_.swap(next);
}

// Series that are shown for the first time stay at 0 until somebody has scraped that.
void Exporter::hold_newborn(Scrape& next, const Shown& former) {
  for (const MetricRow& row : kMetrics) {
    if (!row.from_zero) continue;
    auto& newborn = newborn_[static_cast<std::size_t>(row.metric)];
    if (former.scraped) newborn.clear();
    for (auto& [key, value] : next.of(row.metric)) {
      if (!former.scrape.of(row.metric).contains(key)) newborn.insert(key);
      if (newborn.contains(key)) value = std::uint64_t{0};
    }
  }
}

std::shared_ptr<const Exporter::Shown> Exporter::shown() const {
  const std::lock_guard lock{mutex_};
  return shown_;
}

std::shared_ptr<const Exporter::Shown> Exporter::scraped() const {
  auto shown = this->shown();
  shown->scraped.store(true, std::memory_order_relaxed);
  return shown;
}

std::string Exporter::text() const { return text_of(scraped()->scrape); }

std::vector<prometheus::MetricFamily> Exporter::Collect() const {
  const std::shared_ptr<const Shown> shown = scraped();
  const Scrape& scrape = shown->scrape;
  std::vector<prometheus::MetricFamily> families;
  for (const Metric metric : metrics_by_name()) {
    if (scrape.of(metric).empty()) continue;
    families.push_back(family_of(row_of(metric), scrape.of(metric)));
  }
  return families;
}

}  // namespace tapcensus
