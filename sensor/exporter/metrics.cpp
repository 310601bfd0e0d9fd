// What the table of metrics promises of itself, held by the compiler.
#include "exporter/metrics.hpp"

#include <algorithm>

namespace tapcensus {
namespace {

constexpr bool stands_at_its_place() {
  for (std::size_t at = 0; at < kMetricCount; ++at) {
    if (kMetrics[at].metric != static_cast<Metric>(at)) return false;
  }
  return true;
}
static_assert(stands_at_its_place(), "the table stands in the order of the enumeration");

constexpr bool names_are_distinct() {
  for (const MetricRow& one : kMetrics) {
    if (std::ranges::count(kMetrics, one.name, &MetricRow::name) != 1) return false;
  }
  return true;
}
static_assert(names_are_distinct());

static_assert(std::ranges::all_of(kMetrics,
                                  [](const MetricRow& row) {
                                    return row.name.starts_with("tapcensus_") ||
                                           row.name.starts_with("process_");
                                  }),
              "one prefix, and the usual one for the process");

static_assert(std::ranges::all_of(kMetrics,
                                  [](const MetricRow& row) {
                                    return row.name.ends_with("_total") ==
                                           (row.type == MetricType::counter);
                                  }),
              "counters end in _total, and nothing else does");

static_assert(std::ranges::all_of(kMetrics,
                                  [](const MetricRow& row) {
                                    return row.help.find('\n') == row.help.npos &&
                                           row.help.ends_with('.');
                                  }),
              "help is one line of whole sentences");

constexpr bool classes_come_first(const MetricRow& row) {
  return std::ranges::is_partitioned(row.labels.all(), &Label::tells_class);
}
static_assert(std::ranges::all_of(kMetrics, classes_come_first),
              "labels that tell classes apart stand before the others");

// Where a label repeats a device (window) or a packet (direction), say so.
constexpr bool warns_of_nonsense_sums(const MetricRow& row) {
  const auto has = [&](std::string_view name) {
    return std::ranges::count(row.labels.all(), name, &Label::name) != 0;
  };
  return (!has("window") || row.help.find("sum over windows") != row.help.npos) &&
         (!has("direction") || row.help.find("sum over directions") != row.help.npos);
}
static_assert(std::ranges::all_of(kMetrics, warns_of_nonsense_sums));

constexpr std::size_t budgets_together() {
  std::size_t sum = 0;
  for (const BudgetRow& row : kBudgets) sum += row.series;
  return sum;
}
static_assert(budgets_together() == kMostSeries);

}  // namespace
}  // namespace tapcensus
