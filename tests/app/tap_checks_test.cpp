// The table that status and doctor judge taps by, from made-up counters.
#include "app/tap_checks.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

#include "app/sensor_status.hpp"

namespace tapcensus {
namespace {

using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;

// A busy tap that is as it should be.
TapCounts sane() {
  TapCounts counts;
  counts.received = 1'000'000;
  counts.missed = counts.shed = counts.errors = counts.lost = counts.cut = 0;
  counts.tcp_flows = 10'000;
  counts.one_sided_flows = 200;
  counts.segments = 500'000;
  counts.out_of_order = 1'000;
  counts.acks = 300'000;
  counts.gaps = 30;
  counts.gap_bytes = 30'000;
  counts.duplicates = 100;
  counts.jumps = 0;
  counts.silent_seconds = 0.2;
  return counts;
}

Judgement of(const std::string& name, const TapCounts& counts) {
  const std::vector<Judgement> judgements = judge(counts, "eth7");
  const auto found = std::ranges::find(judgements, name, &Judgement::name);
  EXPECT_NE(found, judgements.end()) << name;
  return *found;
}

TEST(TapChecks, ASaneTapIsOkInEveryWay) {
  const std::vector<Judgement> judgements = judge(sane());
  EXPECT_EQ(judgements.size(), kTapChecks.size());
  EXPECT_THAT(judgements, Each(Field(&Judgement::state, State::ok)));
  EXPECT_THAT(judgements, Each(Field(&Judgement::advice, "")));
}

TEST(TapChecks, EachFaultIsNamedWithWhatToDo) {
  struct Fault {
    std::string name;
    std::function<void(TapCounts&)> make;
    std::string finding;
  };
  const std::vector<Fault> faults{
      {"loss", [](TapCounts& c) { c.lost = 2'000; }, "0.20% of 1.00M packets"},
      {"one-sided", [](TapCounts& c) { c.one_sided_flows = 9'000; }, "90.0% of 10,000 TCP flows"},
      {"duplicates", [](TapCounts& c) { c.duplicates = 500'000; }, "50.0% of 1.00M packets"},
      {"sliced", [](TapCounts& c) { c.cut = 990'000; }, "99.0% of 1.00M packets"},
      {"out-of-order", [](TapCounts& c) { c.out_of_order = 25'000; }, "5.00% of 500k segments"},
      {"gaps", [](TapCounts& c) { c.gaps = 6'000; }, "2.00% of 300k ACKs"},
      {"time jumps", [](TapCounts& c) { c.jumps = 1; }, "1 jumps"},
      {"silence", [](TapCounts& c) { c.silent_seconds = 75; }, "silent for 75 s"},
  };
  ASSERT_EQ(faults.size(), kTapChecks.size());
  for (const Fault& fault : faults) {
    TapCounts counts = sane();
    fault.make(counts);
    for (const Judgement& judgement : judge(counts)) {
      EXPECT_EQ(judgement.state, judgement.name == fault.name ? State::warning : State::ok)
          << fault.name << ": " << judgement.name;
    }
    const Judgement judgement = of(fault.name, counts);
    EXPECT_EQ(judgement.finding, fault.finding);
    EXPECT_NE(judgement.advice, "");
    EXPECT_NE(judgement.command, "");
    EXPECT_THAT(judgement.command, Not(HasSubstr("{}")));
  }
}

TEST(TapChecks, ACommandNamesTheInterface) {
  TapCounts counts = sane();
  counts.gaps = 200'000;
  EXPECT_EQ(of("gaps", counts).command, "ethtool -S eth7");
}

TEST(TapChecks, FewFlowsTellNothing) {
  TapCounts counts = sane();
  counts.tcp_flows = counts.one_sided_flows = 3;
  EXPECT_EQ(of("one-sided", counts).state, State::unknown);
  EXPECT_EQ(of("one-sided", counts).finding, "too few to tell: 3 TCP flows");
}

TEST(TapChecks, WhatASensorDoesNotSayIsADash) {
  for (const Judgement& judgement : judge({})) {
    EXPECT_EQ(judgement.state, State::unknown);
    EXPECT_EQ(judgement.finding, "-");
  }
}

TEST(TapChecks, AdviceFitsTheScreen) {
  for (const TapCheck& check : kTapChecks) EXPECT_LE(check.advice.size(), 34u) << check.name;
}

TEST(TapChecks, CountsAreTakenFromTheTapsOwnSeries) {
  const Samples samples = Samples::parse(
      "# HELP tapcensus_packets_total What became of each frame.\n"
      "tapcensus_received_packets_total{tap=\"eth0\"} 100\n"
      "tapcensus_received_packets_total{tap=\"eth1\"} 7\n"
      "tapcensus_packets_total{tap=\"eth0\",outcome=\"missed\"} 3\n"
      "tapcensus_packets_total{tap=\"eth0\",outcome=\"errors\"} 2\n"
      "tapcensus_rx_truncated_packets_total{tap=\"eth0\",reason=\"snaplen\"} 4\n"
      "tapcensus_rx_truncated_packets_total{tap=\"eth0\",reason=\"segmented\"} 1\n"
      "tapcensus_tap_last_packet_timestamp_seconds{tap=\"eth0\"} 1528243200.5\n"
      "tapcensus_tap_last_packet_timestamp_seconds{tap=\"eth1\"} 0\n");
  const TapCounts counts = TapCounts::of(samples, "eth0", 1528243210.5);
  EXPECT_EQ(counts.received, 100);
  EXPECT_EQ(counts.lost, 5);
  EXPECT_EQ(counts.shed, std::nullopt);
  EXPECT_EQ(counts.cut, 5);
  EXPECT_EQ(counts.silent_seconds, 10);
  EXPECT_EQ(TapCounts::of(samples, "eth1", 1528243210.5).silent_seconds, std::nullopt);
}

TEST(Samples, TakeTextOfAnyBytes) {
  const Samples samples = Samples::parse(
      "a{x=\"\\\"\\\\\\n\",y=\"}, {\"} 1.5\nb 2e3\nno value\n{} 1\na{x=\"open 1\na{x=1} 1\nc NaN\n"
      "\xff\xfe{ \n\nd{} 4");
  EXPECT_EQ(samples.of("a").size(), 1u);
  EXPECT_EQ(samples.sum("a", {{"x", "\"\\\n"}, {"y", "}, {"}}), 1.5);
  EXPECT_EQ(samples.sum("b"), 2000);
  EXPECT_EQ(samples.sum("c"), std::nullopt);
  EXPECT_EQ(samples.sum("d"), 4);
  EXPECT_EQ(samples.sum("e"), std::nullopt);
}

// The worst that can be shown: many taps with long names, all faults, many workers and vendors.
SensorStatus crowded() {
  SensorStatus status;
  status.address = "[2001:db8:1234:5678:9abc:def0:1234:5678]:65535";
  status.version = "123.456.789";
  status.now = 1'800'000'000;
  status.up_since = 1'500'000'000;
  status.memory = 64e9;
  status.incomplete = {"missed", "shed", "evidence_lost", "devices_evicted", "reload_cut"};
  TapCounts counts = sane();
  counts.received = 123'456'789'012;
  counts.lost = counts.duplicates = counts.cut = 12'345'678'901;
  counts.one_sided_flows = 9'999;
  counts.out_of_order = 499'999;
  counts.gaps = 299'999;
  counts.jumps = 123'456'789;
  counts.silent_seconds = 1e8;
  for (int tap = 0; tap < 5; ++tap) {
    TapStatus& one = status.taps.emplace_back();
    one.tap = "a-network-interface-" + std::to_string(tap);
    one.state = "silent for " + duration(1e8);
    one.well = false;
    one.packets_per_second = 123'456'789;
    one.bits_per_second = 399e9;
    one.counts = counts;
    one.checks = judge(counts, one.tap);
  }
  for (int worker = 0; worker < 256; ++worker) {
    status.workers.push_back({std::to_string(worker), 0.987, worker % 2 == 0});
  }
  status.rules = 1e9;
  status.rules_loaded_at = 1.8e9;
  status.rules_successful = false;
  status.devices = 200'000;
  for (int name = 0; name < 50; ++name) {
    status.vendors.emplace_back("A Vendor With A Long Name " + std::to_string(name), 12'345);
    status.types.emplace_back("type \x1b[31m\n" + std::to_string(name), 1);
  }
  return status;
}

TEST(StatusScreen, FitsEightyColumnsAndLeavesALineForThePrompt) {
  for (const SensorStatus& status : {crowded(), SensorStatus{}}) {
    std::istringstream screen{status_screen(status, false)};
    int lines = 0;
    for (std::string line; std::getline(screen, line); ++lines) {
      EXPECT_LE(line.size(), 80u) << line;
      EXPECT_TRUE(std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; })) << line;
    }
    EXPECT_LE(lines, 23);
  }
}

TEST(StatusScreen, SaysInWordsWhatColoursSay) {
  const std::string plain = status_screen(crowded(), false);
  EXPECT_THAT(plain, HasSubstr("WARN"));
  EXPECT_THAT(plain, HasSubstr("INCOMPLETE: counts are lower bounds"));
  EXPECT_THAT(plain, HasSubstr("STALLED"));
  EXPECT_THAT(plain, HasSubstr("LAST RELOAD FAILED"));
  std::string coloured = status_screen(crowded(), true);
  EXPECT_THAT(coloured, HasSubstr("\x1b[33m"));
  for (std::size_t at; (at = coloured.find('\x1b')) != coloured.npos;) {
    coloured.erase(at, coloured.find('m', at) + 1 - at);
  }
  EXPECT_EQ(coloured, plain);
}

TEST(StatusScreen, RatesAreThoseBetweenTwoScrapes) {
  const auto scrape = [](int packets, int bytes, int busy, int cycles) {
    const auto text = [](int number) { return std::to_string(number) + "\n"; };
    return Samples::parse("tapcensus_received_packets_total{tap=\"eth0\"} " + text(packets) +
                          "tapcensus_rx_bytes_total{tap=\"eth0\",queue=\"0\"} " + text(bytes) +
                          "tapcensus_worker_busy_cycles_total{worker=\"0\"} " + text(busy) +
                          "tapcensus_worker_cycles_total{worker=\"0\"} " + text(cycles));
  };
  const SensorStatus status =
      SensorStatus::of(scrape(100, 1'000, 10, 1'000), scrape(300, 11'000, 260, 2'000), 2, 0);
  ASSERT_EQ(status.taps.size(), 1u);
  EXPECT_EQ(status.taps[0].packets_per_second, 100);
  EXPECT_EQ(status.taps[0].bits_per_second, 40'000);
  EXPECT_EQ(status.workers.at(0).busy, 0.25);
}

}  // namespace
}  // namespace tapcensus
