// `run`: the live sensor, from its first sentence to its last.
#include <gmock/gmock.h>

#include "app/running_sensor.hpp"

namespace tapcensus {
namespace {

using namespace std::chrono_literals;
using namespace tapcensus::testing;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::read;

using Sensor = RunningSensor;

// Scrapes until so many packets were received; the ledger must sum at each scrape.
std::map<std::string, double> scrape_until(const Sensor& sensor, double packets) {
  std::map<std::string, double> series;
  EXPECT_TRUE(eventually([&] {
    series = sensor.scrape();
    const LedgerSums sums = ledger_in(series);
    EXPECT_EQ(sums.received, sums.outcomes);
    return sums.received >= packets;
  })) << "received "
      << ledger_in(series).received;
  return series;
}

Program::Arguments playing(const std::string& capture) {
  return {"--vdev", "net_pcap0,rx_pcap=" + capture_path(capture), "--workers", "1"};
}

// The window over everything, which does not depend on the clock.
std::map<std::string, double> devices_in(const std::map<std::string, double>& series) {
  std::map<std::string, double> devices;
  for (const auto& [name, value] : series) {
    if (name.starts_with("tapcensus_devices{") && name.find("window=\"all\"") != name.npos &&
        value > 0) {
      devices[name] = value;
    }
  }
  return devices;
}

TEST(Run, SeesTheSameDevicesAsRead) {
  for (const std::string name : {"office.pcap", "lossy.pcap"}) {
    const auto frames = recording_of(capture_path(name)).size();
    const auto expected = devices_in(series_in(read({capture_path(name)}).metrics));
    ASSERT_GT(expected.size(), 2u);
    Sensor sensor{playing(name)};
    scrape_until(sensor, static_cast<double>(frames));
    // The census follows within the next collection.
    std::map<std::string, double> devices;
    eventually([&] { return (devices = devices_in(sensor.scrape())) == expected; }, 10s);
    EXPECT_THAT(devices, ::testing::ContainerEq(expected)) << name;
    EXPECT_EQ(ledger_in(sensor.scrape()).received, frames);
    sensor.end_by(SIGTERM);
  }
}

TEST(Run, TellsWhetherItIsHealthyAndReady) {
  Sensor sensor{playing("dhcp.pcap")};
  EXPECT_THAT(sensor.get("/-/healthy"), HasSubstr("HTTP/1.1 200"));
  EXPECT_TRUE(eventually([&] { return sensor.ready(); }));
  EXPECT_THAT(sensor.get("/"), HasSubstr("/metrics"));
  EXPECT_THAT(sensor.get("/nothing"), HasSubstr("HTTP/1.1 404"));
}

TEST(Run, GoesOnWhenNobodyReadsItsMessagesAnyMore) {
  const Scratch scratch;
  const std::string until_address =
      "exec \"$0\" \"$@\" 2> >(sed '/^metrics: /q' >'" + scratch.in("said") + "')";
  at_home({});
  Program sensor{"/bin/bash",
                 {"-c", until_address, TAPCENSUS_PROGRAM, "run", "--vdev",
                  "net_pcap0,rx_pcap=" + capture_path("dhcp.pcap"), "--workers", "1", "--listen",
                  "127.0.0.1:0", "--metrics", scratch.in("metrics")}};
  ASSERT_TRUE(eventually([&] {
    return content_of(scratch.in("said")).find("metrics: ") != std::string::npos ||
           !sensor.running();
  }));
  sensor.signal(SIGTERM);
  EXPECT_EQ(sensor.wait().status, 143);
  EXPECT_THAT(content_of(scratch.in("metrics")), HasSubstr("tapcensus_"));
}

TEST(Run, EndsBySignalWithTheFinalLedger) {
  const auto frames = recording_of(capture_path("dhcp.pcap")).size();
  for (const auto& [signal, status] : {std::pair{SIGTERM, 143}, {SIGINT, 130}}) {
    Sensor sensor{playing("dhcp.pcap")};
    scrape_until(sensor, static_cast<double>(frames));
    const Ended ended = sensor.end_by(signal);
    EXPECT_EQ(ended.status, status);
    EXPECT_THAT(ended.err, HasSubstr("received " + std::to_string(frames)));
    EXPECT_THAT(ended.out, IsEmpty());
  }
}

// "replay: received 5, inspected 3, counted 2": 5 and 3 + 2.
LedgerSums final_ledger(const std::string& messages) {
  LedgerSums sums;
  std::istringstream words{messages.substr(messages.rfind(": received ") + 2)};
  std::string outcome;
  words >> outcome >> sums.received;
  for (double count; words.ignore(2) && words >> outcome >> count;) sums.outcomes += count;
  return sums;
}

class FastReplay : public ::testing::TestWithParam<std::string> {};

TEST_P(FastReplay, LedgerSumsAtEveryScrapeAndAtTheEnd) {
  Sensor sensor{{"--replay", capture_path("office.pcap"), "--workers", GetParam()}};
  double last = 0;
  int grown = 0;
  EXPECT_TRUE(eventually([&] {
    const LedgerSums sums = ledger_in(sensor.scrape());
    EXPECT_EQ(sums.received, sums.outcomes);
    EXPECT_GE(sums.received, last);
    grown += sums.received > last;
    last = sums.received;
    return grown >= 4;
  }));
  const Ended ended = sensor.end_by(SIGTERM);
  EXPECT_EQ(ended.status, 143);
  const LedgerSums sums = final_ledger(ended.err);
  EXPECT_GE(sums.received, last);
  EXPECT_EQ(sums.received, sums.outcomes) << ended.err;
}

INSTANTIATE_TEST_SUITE_P(Workers, FastReplay, ::testing::Values("1", "2"));

TEST(Run, MetricsPleasePromtool) {
  if (std::system("command -v promtool > /dev/null") != 0) GTEST_SKIP() << "no promtool here";
  Sensor sensor{playing("office.pcap")};
  scrape_until(sensor, 1'000);
  const Ended ended = run("promtool", {"check", "metrics"}, body_of(sensor.get("/metrics")));
  EXPECT_EQ(ended.out + ended.err, "");
  EXPECT_EQ(ended.status, 0);
}

TEST(Run, WorksWithOtherDevicesOfDpdk) {
  {
    Sensor sensor{{"--vdev", "net_null0", "--workers", "1"}};
    scrape_until(sensor, 1'000);  // empty frames, as many as it is asked for
    EXPECT_EQ(sensor.end_by(SIGTERM).status, 143);
  }
  Sensor silent{{"--vdev", "net_ring0", "--workers", "1"}};
  EXPECT_TRUE(eventually([&] { return silent.ready(); }));
  const LedgerSums sums = ledger_in(silent.scrape());
  EXPECT_EQ(sums.received, 0);
  EXPECT_EQ(sums.outcomes, 0);
  EXPECT_EQ(silent.end_by(SIGTERM).status, 143);
}

TEST(Run, PortInUseIsAnsweredWithASentence) {
  Sensor first{{"--vdev", "net_ring0", "--workers", "1"}};
  const Ended second =
      tapcensus({"run", "--vdev", "net_ring0", "--workers", "1", "--listen", first.address()});
  EXPECT_EQ(second.status, 2);
  EXPECT_THAT(second.err, HasSubstr(first.address()));
  EXPECT_THAT(second.err, HasSubstr("in use"));
}

TEST(Run, WhatItCannotOpenIsNamed) {
  const Ended file = tapcensus({"run", "--replay", "no-such-file.pcap", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(file.status, 2);
  EXPECT_THAT(file.err, HasSubstr("no-such-file.pcap"));
  const Ended vdev = tapcensus(
      {"run", "--vdev", "net_pcap0,rx_pcap=no-such-file.pcap", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(vdev.status, 2);
  EXPECT_THAT(vdev.err, HasSubstr("no-such-file.pcap"));
}

}  // namespace
}  // namespace tapcensus
