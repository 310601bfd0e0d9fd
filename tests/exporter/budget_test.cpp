// However many classes a network has, a scrape stays within its budgets and loses no count.
#include <gtest/gtest.h>

#include <ctime>

#include "exporter/exporter.hpp"
#include "exporter/text_reader.hpp"

namespace tapcensus {
namespace {

// `classes` classes of devices in every window, the later ones more numerous.
void add_devices(Scrape& scrape, std::size_t classes) {
  for (std::size_t at = 0; at < classes; ++at) {
    const std::string family = "family " + std::to_string(at);
    for (const std::string_view window : kWindows) {
      scrape.set<Metric::devices>({"Vendor", family, "phone", "iOS", window}, at + 1);
      scrape.set<Metric::devices_corroborated>({"Vendor", family, "phone", "iOS", window}, at + 1);
    }
  }
}

void add_traffic(Scrape& scrape, std::size_t classes) {
  for (std::size_t at = 0; at < classes; ++at) {
    const std::string family = "family " + std::to_string(at);
    for (const std::string_view direction : {"sent", "received"}) {
      scrape.set<Metric::device_packets_total>({"Vendor", family, "phone", "iOS", direction}, 1u);
      scrape.set<Metric::device_bytes_total>({"Vendor", family, "phone", "iOS", direction}, 100u);
      scrape.set<Metric::device_flows_total>({"Vendor", family, "phone", "iOS", direction}, 1u);
    }
  }
}

void add_models(Scrape& scrape, std::size_t classes) {
  for (std::size_t at = 0; at < classes; ++at) {
    for (const std::string_view window : kWindows) {
      scrape.set<Metric::device_models>({"Vendor", "model " + std::to_string(at), window}, 1u);
    }
  }
}

void add_fields(Scrape& scrape, std::size_t fields) {
  for (std::size_t at = 0; at < fields; ++at) {
    scrape.set<Metric::findings_unmatched_total>({"field " + std::to_string(at)}, 1u);
  }
}

double sum_of(const std::map<std::string, std::string>& series, const std::string& beginning,
              const std::string& end) {
  double sum = 0;
  for (const auto& [name, value] : series) {
    if (name.starts_with(beginning) && name.ends_with(end)) sum += std::stod(value);
  }
  return sum;
}

std::map<std::string, std::string> shown(Exporter& exporter, Scrape scrape) {
  exporter.show(std::move(scrape));
  return series_in(exporter.text());
}

TEST(Budget, HoldsWhateverComes) {
  Scrape scrape;
  add_devices(scrape, 5'000);
  add_traffic(scrape, 5'000);
  add_models(scrape, 5'000);
  add_fields(scrape, 5'000);
  Exporter exporter;
  const auto series = shown(exporter, std::move(scrape));
  EXPECT_LE(series.size(), kMostSeries);
  EXPECT_EQ(sum_of(series, "tapcensus_series{", "}"), static_cast<double>(series.size()));
  for (const BudgetRow& budget : kBudgets) {
    const std::string label = "{budget=\"" + std::string{budget.name} + "\"}";
    EXPECT_LE(std::stoul(series.at("tapcensus_series" + label)), budget.series) << budget.name;
    EXPECT_EQ(series.at("tapcensus_series_limit" + label), std::to_string(budget.series));
  }
  EXPECT_GT(count_of(series, "tapcensus_devices"), 5'900u) << "the budget is used";
}

TEST(Budget, WhatDoesNotFitIsAddedUpInOther) {
  Scrape scrape;
  add_devices(scrape, 2'000);
  Exporter exporter;
  const auto series = shown(exporter, std::move(scrape));
  EXPECT_EQ(sum_of(series, "tapcensus_devices{", "window=\"all\"}"), 2'000.0 * 2'001 / 2);
  EXPECT_EQ(series.count("tapcensus_devices{vendor=\"other\",family=\"other\",type=\"other\","
                         "os=\"other\",window=\"5m\"}"),
            1u);
  EXPECT_GT(std::stoul(series.at("tapcensus_series_in_other{budget=\"devices\"}")), 0u);
}

TEST(Budget, TheMostNumerousComeFirst) {
  Scrape scrape;
  add_devices(scrape, 2'000);
  Exporter exporter;
  const auto series = shown(exporter, std::move(scrape));
  const auto of_family = [&](const std::string& family) {
    return series.count("tapcensus_devices{vendor=\"Vendor\",family=\"" + family +
                        "\",type=\"phone\",os=\"iOS\",window=\"all\"}");
  };
  EXPECT_EQ(of_family("family 1999"), 1u);
  EXPECT_EQ(of_family("family 0"), 0u);
}

TEST(Budget, AClassIsShownWithAllItsTrafficOrWithNone) {
  Scrape scrape;
  add_traffic(scrape, 2'000);
  Exporter exporter;
  const auto series = shown(exporter, std::move(scrape));
  EXPECT_EQ(count_of(series, "tapcensus_device_bytes_total"),
            count_of(series, "tapcensus_device_flows_total"));
  EXPECT_EQ(count_of(series, "tapcensus_device_bytes_total"),
            count_of(series, "tapcensus_device_packets_total"));
}

TEST(Budget, AdmissionToACounterIsForGood) {
  Exporter exporter;
  Scrape first;
  add_traffic(first, 2'000);
  const auto before = shown(exporter, first);

  // The same classes have had traffic since, and far more numerous ones come.
  Scrape second = first;
  second.set<Metric::device_bytes_total>({"New", "one", "phone", "iOS", "sent"}, 1'000'000u);
  const auto after = shown(exporter, second);
  for (const auto& [name, value] : before) {
    if (!name.starts_with("tapcensus_device_")) continue;
    ASSERT_EQ(after.count(name), 1u) << name;
    EXPECT_GE(std::stod(after.at(name)), std::stod(value)) << name;
  }
  EXPECT_EQ(count_of(after, "tapcensus_device_bytes_total{vendor=\"New\""), 0u);
  EXPECT_EQ(sum_of(after, "tapcensus_device_bytes_total", "direction=\"sent\"}"),
            2'000.0 * 100 + 1'000'000);
}

TEST(Budget, AClassOfDevicesThatLeftGivesItsPlaceToAnother) {
  Exporter exporter;
  Scrape full;
  add_devices(full, 2'000);
  shown(exporter, std::move(full));
  Scrape next;
  next.set<Metric::devices>({"New", "one", "phone", "iOS", "all"}, 1u);
  const auto series = shown(exporter, std::move(next));
  EXPECT_EQ(count_of(series, "tapcensus_devices{vendor=\"New\""), 1u);
  EXPECT_EQ(count_of(series, "tapcensus_devices{"), 1u);
}

TEST(Budget, OnePurposeDoesNotCrowdOutAnother) {
  Scrape scrape;
  add_devices(scrape, 5'000);
  add_models(scrape, 10);
  scrape.set<Metric::flows_active>({"0"}, 8u);
  Exporter exporter;
  const auto series = shown(exporter, std::move(scrape));
  EXPECT_EQ(count_of(series, "tapcensus_device_models{vendor=\"Vendor\""), 40u);
  EXPECT_EQ(count_of(series, "tapcensus_flows_active{worker=\"0\""), 1u);
}

TEST(Budget, ThirtyTwoWorkersAndEightTapsFitWithoutOther) {
  Scrape scrape;
  for (int worker = 0; worker < 32; ++worker) {
    scrape.set<Metric::worker_packets_total>({std::to_string(worker)}, 1u);
  }
  for (int tap = 0; tap < 8; ++tap) {
    scrape.set<Metric::received_packets_total>({"tap" + std::to_string(tap)}, 1u);
  }
  Exporter exporter;
  const auto series = shown(exporter, std::move(scrape));
  EXPECT_EQ(series.at("tapcensus_series_in_other{budget=\"health\"}"), "0");
}

// Whether this build is too slow, by design, to be measured.
constexpr bool slow_build() {
#if !defined(__OPTIMIZE__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#elif defined(__has_feature)
  return __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
  return false;
#endif
}

TEST(Budget, AFullScrapeIsWrittenIn50MillisecondsOfCpu) {
  if (slow_build()) GTEST_SKIP() << "not an optimised build without sanitizers";
  Scrape scrape;
  add_devices(scrape, 5'000);
  add_traffic(scrape, 5'000);
  add_models(scrape, 5'000);
  add_fields(scrape, 5'000);
  Exporter exporter;
  exporter.show(std::move(scrape));
  const std::clock_t start = std::clock();
  const std::string text = exporter.text();
  const double milliseconds = 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  RecordProperty("milliseconds", std::to_string(milliseconds));
  EXPECT_LT(milliseconds, 50) << series_in(text).size() << " series";
}

}  // namespace
}  // namespace tapcensus
