// Real programs on a live tap: the devices are the ones that were there, and what was counted is
// what was sent, packet for packet and byte for byte, down to what Prometheus has stored.
#include <gtest/gtest.h>

#include "app/live.hpp"
#include "app/live_office.hpp"
#include "app/live_prometheus.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;

// Everything that tcpdump recorded on the same tap.
LinkCounts recorded_in(const std::string& file) {
  LinkCounts counts;
  for (const Recorded& recorded : recording_of(file)) {
    ++counts.packets;
    counts.bytes += recorded.wire_length;
  }
  return counts;
}

TEST(LiveCensus, NamesTheDevicesThatWereThereAndCountsWhatTheySaid) {
  NEEDS_NETWORK("dnsmasq", "openssl", "dhclient", "udhcpc", "curl", "wget", "tcpdump");
  const Scratch scratch;
  Network network;
  LiveSensor sensor{network};
  Prometheus prometheus{network, LiveSensor::kListen};
  ProgramIn tcpdump{
      network.hub(),
      "tcpdump",
      {"-Z", "root", "-n", "-U", "-B", "8192", "-i", Network::kTap, "-w", scratch.in("tap.pcap")}};
  ASSERT_TRUE(eventually([&] {
    return tcpdump.messages().find("listening on") != std::string::npos;
  })) << tcpdump.messages();

  Office office{network};
  office.play_phone();
  office.play_desktop();
  office.play_raspberry();
  network.hush();

  Series series = sensor.scrape_until_all(network);
  const Series expected{
      {R"(vendor="Samsung",family="Galaxy",type="phone",os="Android")", 1},
      {R"(vendor="Dell",family="unknown",type="computer",os="Windows")", 1},
      {R"(vendor="Raspberry Pi",family="Raspberry Pi",type="computer",os="Linux")", 1},
      {R"(vendor="TP-Link")", 1},
      {R"(vendor="unknown")", Office::kServers},
  };
  Series devices;
  eventually(
      [&] { return sum_of(devices = devices_of(sensor.scrape()), "") == 4 + Office::kServers; },
      std::chrono::seconds{10});
  for (const auto& [device, count] : expected) EXPECT_EQ(sum_of(devices, device), count) << device;
  EXPECT_EQ(sum_of(devices, ""), 4 + Office::kServers) << ::testing::PrintToString(devices);
  series = sensor.scrape();
  for (const std::string source : {"dhcp", "http", "tcp", "link", "service"}) {
    EXPECT_GT(sum_of(series, "tapcensus_evidence_total{source=\"" + source + "\"}"), 0) << source;
  }

  // Nothing moves any more: the kernel, tcpdump, the sensor and Prometheus agree.
  const LinkCounts sent = network.counts();
  const auto packets = static_cast<double>(sent.packets);
  const auto bytes = static_cast<double>(sent.bytes);
  EXPECT_GT(packets, 300);
  EXPECT_EQ(sum_of(series, "tapcensus_received_packets_total"), packets);
  EXPECT_EQ(sum_of(series, "tapcensus_rx_bytes_total"), bytes);
  EXPECT_EQ(sum_of(series, R"(tapcensus_packets_total{tap="tap0",outcome="missed"})"), 0);
  LinkCounts recorded;
  eventually(
      [&] { return (recorded = recorded_in(scratch.in("tap.pcap"))).packets == sent.packets; });
  EXPECT_EQ(recorded.packets, sent.packets);
  EXPECT_EQ(recorded.bytes, sent.bytes);
  EXPECT_TRUE(prometheus.has("sum(tapcensus_received_packets_total)", packets));
  EXPECT_TRUE(prometheus.has("sum(tapcensus_packets_total)", packets));
  EXPECT_TRUE(prometheus.has("sum(tapcensus_rx_bytes_total)", bytes));
  EXPECT_TRUE(prometheus.has(R"(sum(tapcensus_devices{window="all"}))", 4 + Office::kServers));
  EXPECT_TRUE(
      prometheus.has("max_over_time((abs(sum(tapcensus_received_packets_total) - "
                     "sum(tapcensus_packets_total)))[1h:1s])",
                     0));
  const Ended ended = sensor.end_by(SIGTERM);
  EXPECT_EQ(final_ledger_in(ended.err).received, packets);
}

TEST(LiveCensus, ReadsWhatABrowserSays) {
  NEEDS_NETWORK("dnsmasq", "openssl", "chromium");
  Network network;
  LiveSensor sensor{network};
  Office office{network};
  office.play_browser();
  network.hush();
  sensor.scrape_until_all(network);
  const Series series = sensor.scrape_until([](const Series& now) {
    return sum_of(now, "tapcensus_findings_unmatched_total{field=\"tls.ja4\"}") +
                   sum_of(now, "tapcensus_evidence_total{source=\"tls\"}") >
               0 &&
           sum_of(devices_of(now),
                  R"(vendor="Dell",family="unknown",type="computer",os="Linux")") == 1;
  });
  EXPECT_GT(sum_of(series, "tapcensus_evidence_total{source=\"http\"}"), 0);
  sensor.end_by(SIGTERM);
}

}  // namespace
}  // namespace tapcensus
