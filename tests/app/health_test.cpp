// Whether what is shown can be believed: a tap that is not sane, a worker that stands still, a
// sensor that cannot keep up.
#include "app/health.hpp"

#include <gmock/gmock.h>

#include "app/tapcensus.hpp"
#include "serve/client.hpp"

namespace tapcensus {
namespace {

using namespace std::chrono_literals;
using namespace tapcensus::testing;
using testing::read;

double of_tap(const std::map<std::string, double>& series, const std::string& name) {
  const auto found = series.find("tapcensus_" + name + "{tap=\"capture\"}");
  return found == series.end() ? -1 : found->second;
}

TEST(Health, ReadSaysWhetherTheTapWasSane) {
  const auto clean = series_in(read({capture_path("http_keepalive.pcap")}).metrics);
  EXPECT_EQ(of_tap(clean, "tcp_flows_total"), 11);
  for (const std::string name :
       {"one_sided_flows_total", "rx_out_of_order_segments_total", "capture_gap_events_total",
        "capture_gap_bytes_total", "duplicate_packets_total"}) {
    EXPECT_EQ(of_tap(clean, name), 0) << name;
  }
  const auto half = series_in(read({capture_path("one_sided.pcap")}).metrics);
  EXPECT_EQ(of_tap(half, "one_sided_flows_total"), of_tap(half, "tcp_flows_total"));
  EXPECT_EQ(of_tap(half, "tcp_flows_total"), 11);
  const auto sliced = series_in(read({capture_path("sliced.pcap")}).metrics);
  EXPECT_EQ(sliced.at("tapcensus_rx_truncated_packets_total{tap=\"capture\",reason=\"snaplen\"}"),
            77);
  const auto twice = series_in(read({capture_path("lossy.pcap"), "--workers", "2"}).metrics);
  EXPECT_EQ(of_tap(twice, "duplicate_packets_total"), 9);
}

TEST(Health, NothingIsIncompleteInACaptureThatFits) {
  const auto series = series_in(read({capture_path("office.pcap")}).metrics);
  for (const std::string reason :
       {"missed", "shed", "evidence_lost", "devices_evicted", "reload_cut"}) {
    EXPECT_EQ(series.at("tapcensus_incomplete{reason=\"" + reason + "\"}"), 0) << reason;
  }
}

TEST(Health, AWorkerThatStandsStillForTwoSecondsIsStalled) {
  Heartbeat heartbeat;
  Heartbeat::Time now{1h};
  EXPECT_FALSE(heartbeat.stalled(0, now));
  EXPECT_FALSE(heartbeat.stalled(0, now += 1999ms));
  EXPECT_TRUE(heartbeat.stalled(0, now += 1ms));
  EXPECT_FALSE(heartbeat.stalled(7, now += 1s));
  EXPECT_FALSE(heartbeat.stalled(8, now += 1h));
  EXPECT_TRUE(heartbeat.stalled(8, now += 1h));
}

// The address that a sensor listens on.
std::string address_of(const Tapcensus& sensor) {
  const std::string before = "metrics: http://", after = "/metrics";
  std::string address;
  EXPECT_TRUE(eventually([&] {
    const std::string messages = sensor.messages();
    const std::size_t from = messages.find(before);
    const std::size_t to = messages.find(after, from);
    if (from == messages.npos || to == messages.npos) return false;
    address = messages.substr(from + before.size(), to - from - before.size());
    return true;
  }));
  return address;
}

std::map<std::string, double> scrape(const std::string& address) {
  const std::string answer = ask(address, "GET", "/metrics");
  const std::size_t end = answer.find("\r\n\r\n");
  return series_in(end == answer.npos ? std::string{} : answer.substr(end + 4));
}

// DPDK's null device has as many frames as anybody can take.
TEST(Health, ASensorThatCannotKeepUpSaysSoAndGoesOn) {
  Tapcensus sensor{
      {"run", "--vdev", "net_null0,size=64", "--workers", "1", "--listen", "127.0.0.1:0"}};
  const std::string address = address_of(sensor);
  std::map<std::string, double> series;
  EXPECT_TRUE(eventually([&] {
    series = scrape(address);
    const LedgerSums sums = ledger_in(series);
    EXPECT_EQ(sums.received, sums.outcomes);
    return series["tapcensus_packets_total{tap=\"net_null0\",outcome=\"shed\"}"] > 1000;
  }));
  EXPECT_EQ(series["tapcensus_shedding_ratio{worker=\"0\",flows=\"new\"}"] > 0, true);
  EXPECT_EQ(series["tapcensus_incomplete{reason=\"shed\"}"], 1);
  EXPECT_EQ(series["tapcensus_worker_stalled{worker=\"0\"}"], 0);
  sensor.signal(SIGTERM);
  EXPECT_EQ(sensor.wait(10s).status, 143);
}

// A source that waits for us loses nothing, and so nothing is left out.
TEST(Health, AReplayThatWaitsForUsIsNeverShed) {
  Tapcensus sensor{{"run", "--replay", capture_path("office.pcap"), "--workers", "1", "--listen",
                    "127.0.0.1:0"}};
  const std::string address = address_of(sensor);
  std::map<std::string, double> series;
  EXPECT_TRUE(eventually([&] {
    series = scrape(address);
    return ledger_in(series).received > 100'000;
  }));
  EXPECT_EQ(series["tapcensus_packets_total{tap=\"replay\",outcome=\"shed\"}"], 0);
  EXPECT_EQ(series["tapcensus_shedding_ratio{worker=\"0\",flows=\"new\"}"], 0);
  EXPECT_GT(series["tapcensus_tcp_segments_total{tap=\"replay\"}"], 1'000);
  EXPECT_EQ(series["tapcensus_capture_gap_bytes_total{tap=\"replay\"}"], 0);
  EXPECT_EQ(series["tapcensus_one_sided_flows_total{tap=\"replay\"}"], 0);
  sensor.signal(SIGTERM);
  EXPECT_EQ(sensor.wait(10s).status, 143);
}

}  // namespace
}  // namespace tapcensus
