// What Prometheus would scrape after a capture, down to the byte.
#include <gmock/gmock.h>

#include "app/tapcensus.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using testing::read;

// Without versions, the process and how memory is laid out: they are not the capture's.
std::string comparable(const std::string& metrics) {
  std::string kept;
  std::istringstream lines{metrics};
  for (std::string line; std::getline(lines, line);) {
    const bool of_others =
        line.starts_with("tapcensus_build_info{") || line.starts_with("tapcensus_rules{") ||
        line.starts_with("tapcensus_flow_table_capacity{") || line.starts_with("process_");
    if (!of_others) kept += line + '\n';
  }
  return kept;
}

// TAPCENSUS_REWRITE=1 writes what is there now; look at the difference before you commit it.
TEST(Metrics, OfACaptureAreTheseToTheByte) {
  const std::string golden = capture_path("http_keepalive.prom");
  const Reading reading = read({capture_path("http_keepalive.pcap"), "--rules",
                                std::string{TAPCENSUS_SOURCE} + "/tests/match/rules"});
  ASSERT_EQ(reading.status, 0) << reading.err;
  if (std::getenv("TAPCENSUS_REWRITE") != nullptr) {
    std::ofstream{golden, std::ios::binary} << comparable(reading.metrics);
  }
  EXPECT_EQ(comparable(reading.metrics), content_of(golden));
}

TEST(Metrics, HaveNoSeriesTwiceAndALedgerThatSums) {
  for (const std::string& name : capture_names()) {
    const auto series = series_in(read({capture_path(name)}).metrics);
    const LedgerSums sums = ledger_in(series);
    EXPECT_EQ(sums.received, recording_of(capture_path(name)).size()) << name;
    EXPECT_EQ(sums.outcomes, sums.received) << name;
    EXPECT_EQ(series.count("tapcensus_captured_values_undeclared_total"), 1u);
    EXPECT_EQ(series.count("tapcensus_codes_unknown_total"), 1u);
  }
}

TEST(Metrics, CountTheDevicesOfTheCensus) {
  const Reading reading = read({capture_path("office.pcap")});
  double devices = 0, packets = 0;
  for (const auto& [name, value] : series_in(reading.metrics)) {
    if (name.starts_with("tapcensus_devices{") && name.find("window=\"all\"") != name.npos) {
      devices += value;
    }
    if (name.starts_with("tapcensus_device_packets_total{") &&
        name.find("direction=\"sent\"") != name.npos) {
      packets += value;
    }
  }
  const Json census = reading.parsed();
  EXPECT_EQ(devices, census["devices"].size());
  double sent = 0;
  for (const Json& device : census["devices"]) sent += device["packets_sent"].get<double>();
  EXPECT_EQ(packets, sent);
}

TEST(Metrics, PleasePromtool) {
  if (std::system("command -v promtool > /dev/null") != 0) GTEST_SKIP() << "no promtool here";
  const Ended ended =
      run("promtool", {"check", "metrics"}, read({capture_path("office.pcap")}).metrics);
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out + ended.err, "");
}

}  // namespace
}  // namespace tapcensus
