// `metrics list`: every metric that /metrics may show, and what it tells.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "exporter/metrics.hpp"

namespace tapcensus {
namespace {

std::string_view name_of(MetricType type) {
  return type == MetricType::counter ? "counter" : "gauge";
}

std::vector<std::string_view> labels_of(const MetricRow& row) {
  std::vector<std::string_view> labels;
  for (const Label& label : row.labels.all()) labels.push_back(label.name);
  return labels;
}

}  // namespace

int list_metrics(const MetricsChoices& choices) {
  using Json = nlohmann::ordered_json;
  Json array = Json::array();
  for (const MetricRow& row : kMetrics) {
    const BudgetRow& budget = row_of(row.budget);
    if (choices.json) {
      array.push_back({{"name", row.name},
                       {"type", name_of(row.type)},
                       {"labels", labels_of(row)},
                       {"budget", budget.name},
                       {"most_series", budget.series},
                       {"help", row.help}});
    } else {
      fmt::print("{} {}{{{}}} of budget {} ({} series)\n    {}\n", name_of(row.type), row.name,
                 fmt::join(labels_of(row), ","), budget.name, budget.series, row.help);
    }
  }
  if (choices.json) fmt::print("{}\n", array.dump(2));
  return kDone;
}

}  // namespace tapcensus
