#include "exporter/admission.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace tapcensus {
namespace {

constexpr std::size_t index(auto enumerator) noexcept {
  return static_cast<std::size_t>(enumerator);
}

constexpr std::size_t class_labels(const MetricRow& row) noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(row.labels.all(), &Label::tells_class));
}

// How many series one class of the metric can have.
constexpr std::size_t series_per_class(const MetricRow& row) noexcept {
  std::size_t series = 1;
  for (const Label& label : row.labels.all()) series *= label.tells_class() ? 1 : label.values;
  return series;
}

// Those that tell classes apart stand first. In few steps: compilers limit them.
constexpr bool same_classes(const MetricRow& a, const MetricRow& b) noexcept {
  if (a.budget != b.budget) return false;
  const std::span<const Label> of_a = a.labels.all(), of_b = b.labels.all();
  for (std::size_t at = 0;; ++at) {
    const bool more_of_a = at < of_a.size() && of_a[at].tells_class();
    const bool more_of_b = at < of_b.size() && of_b[at].tells_class();
    if (!more_of_a || !more_of_b) return more_of_a == more_of_b;
    if (of_a[at].name != of_b[at].name) return false;
  }
}

constexpr Metric first_like(const MetricRow& row) noexcept {
  std::size_t at = 0;
  while (!same_classes(kMetrics[at], row)) ++at;
  return kMetrics[at].metric;
}

// Metrics that tell the same classes apart admit them together, under the first of them.
constexpr auto kFirst = [] {
  std::array<Metric, kMetricCount> first{};
  for (const MetricRow& row : kMetrics) first[index(row.metric)] = first_like(row);
  return first;
}();

// What admitting one class takes from its budget, by the first metric.
constexpr auto kCost = [] {
  std::array<std::size_t, kMetricCount> cost{};
  for (const MetricRow& row : kMetrics)
    cost[index(kFirst[index(row.metric)])] += series_per_class(row);
  return cost;
}();

// What is left to classes once every metric has its `other`.
constexpr auto kRoom = [] {
  std::array<std::size_t, kBudgets.size()> room{};
  for (std::size_t at = 0; at < room.size(); ++at) room[at] = kBudgets[at].series;
  for (const MetricRow& row : kMetrics) room[index(row.budget)] -= series_per_class(row);
  return room;
}();
static_assert(std::ranges::equal(kRoom, kBudgets,
                                 [](std::size_t room, const BudgetRow& budget) {
                                   return room <= budget.series;
                                 }),
              "every budget has room for the `other` of its metrics");

constexpr bool has_counters(Budget budget) noexcept {
  return std::ranges::any_of(kMetrics, [&](const MetricRow& row) {
    return row.budget == budget && row.type == MetricType::counter;
  });
}

// The front of the key: the values of the labels that tell classes apart.
std::string_view classes_of(const MetricRow& row, std::string_view key) noexcept {
  std::size_t end = 0;
  for (std::size_t label = 0; label < class_labels(row); ++label) {
    end = key.find(Scrape::kClose, end) + 1;
  }
  return key.substr(0, end);
}

// The key with `other` for every value that tells classes apart.
std::string other_of(const MetricRow& row, std::string_view key) {
  std::string other;
  for (std::size_t label = 0; label < class_labels(row); ++label) {
    other += "other";
    other.push_back(Scrape::kClose);
  }
  return other.append(key.substr(classes_of(row, key).size()));
}

}  // namespace

bool Admission::admitted(Metric metric, std::string_view classes) const {
  return classes.empty() || classes_[index(kFirst[index(metric)])].contains(classes);
}

std::vector<Admission::Newcomer> Admission::newcomers_of(const Scrape& scrape) {
  std::map<std::pair<Metric, std::string_view>, double> sizes;
  for (const MetricRow& row : kMetrics) {
    const Metric first = kFirst[index(row.metric)];
    Classes& known = classes_[index(first)];
    for (const auto& [key, value] : scrape.of(row.metric)) {
      const std::string_view classes = classes_of(row, key);
      if (classes.empty()) continue;
      if (const auto at = known.find(classes); at != known.end()) {
        at->second = round_;
      } else {
        double& size = sizes[{first, classes}];
        if (value.number() > 0) size += value.number();  // NaN is no size
      }
    }
  }
  std::vector<Newcomer> newcomers;
  for (const auto& [who, size] : sizes) newcomers.push_back({who.first, who.second, size});
  std::ranges::stable_sort(newcomers, std::ranges::greater{}, &Newcomer::size);
  return newcomers;
}

void Admission::release_the_absent() {
  for (const MetricRow& row : kMetrics) {
    if (has_counters(row.budget)) continue;
    taken_[index(row.budget)] -= kCost[index(row.metric)] *
                                 std::erase_if(classes_[index(row.metric)], [&](const auto& known) {
                                   return known.second != round_;
                                 });
  }
}

void Admission::take_in(const std::vector<Newcomer>& newcomers) {
  for (const auto& [first, classes, size] : newcomers) {
    const std::size_t budget = index(row_of(first).budget);
    if (taken_[budget] + kCost[index(first)] > kRoom[budget]) continue;
    taken_[budget] += kCost[index(first)];
    classes_[index(first)].emplace(classes, round_);
  }
}

Scrape Admission::admit(const Scrape& scrape) {
  ++round_;
  const std::vector<Newcomer> newcomers = newcomers_of(scrape);
  release_the_absent();
  take_in(newcomers);
  in_other_.fill(0);
  Scrape shown;
  for (const MetricRow& row : kMetrics) {
    for (const auto& [key, value] : scrape.of(row.metric)) {
      const bool in = admitted(row.metric, classes_of(row, key));
      if (!in) ++in_other_[index(row.budget)];
      shown.join(row.metric, in ? key : other_of(row, key), value);
    }
  }
  return shown;
}

}  // namespace tapcensus
