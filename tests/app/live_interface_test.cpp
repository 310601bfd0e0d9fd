// A kernel interface as a tap: several workers, several sensors, cables that are pulled, interfaces
// that go, and what the sensor keeps of its privileges.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "app/live.hpp"
#include "support/raw_sender.hpp"

namespace tapcensus {
namespace {

using namespace std::chrono_literals;
using namespace tapcensus::testing;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr MacAddress kTalker{{0xf0, 0x99, 0xb6, 0, 0, 9}};

Program::Arguments watching(const std::string& interfaces) { return {"--interface", interfaces}; }

// Frames of so many flows, ten hosts with one, both ways; no more at once than the kernel keeps
// between the talker and the tap.
void talk(const Network& network, const Host& host, unsigned flows) {
  constexpr unsigned kAtOnce = 100;
  const RawSender sender{host};
  const std::uint64_t before = network.counts().packets;
  for (unsigned i = 0; i < flows; ++i) {
    const std::string address = "10.0.0." + std::to_string(2 + i % 10);
    const auto port = static_cast<std::uint16_t>(20000 + i);
    sender.send(ethernet(kTalker, kServer)
                    .ipv4(address, "10.0.0.1")
                    .udp(port, 9)
                    .payload(std::string(18, 'x'))
                    .bytes());
    sender.send(ethernet(kServer, kTalker)
                    .ipv4("10.0.0.1", address)
                    .udp(9, port)
                    .payload(std::string(18, 'x'))
                    .bytes());
    if ((i + 1) % kAtOnce != 0 && i + 1 != flows) continue;
    EXPECT_TRUE(eventually([&] { return network.counts().packets >= before + 2 * (i + 1); }));
  }
}

TEST(LiveInterface, FourWorkersShareItAndEachFlowHasOneOfThem) {
  NEEDS_NETWORK();
  Network network;
  const Host& talker = network.host("talker", kTalker);
  Program::Arguments arguments = watching(Network::kTap);
  arguments.insert(arguments.end(), {"--workers", "4", "--memory", "32M"});
  LiveSensor sensor{network, arguments};
  constexpr unsigned kFlows = 1000;
  talk(network, talker, kFlows);
  const Series series = sensor.scrape_until_all(network);
  EXPECT_EQ(series.at("tapcensus_received_packets_total{tap=\"tap0\"}"), 2 * kFlows);
  EXPECT_EQ(sum_of(series, "tapcensus_worker_packets_total{"), 2 * kFlows);
  EXPECT_EQ(sum_of(series, "tapcensus_flow_inserts_total{"), kFlows)
      << "a flow that two workers have seen would count twice";
  EXPECT_GT(sum_of(series, "tapcensus_handover_packets_total{"), kFlows / 2);
  EXPECT_EQ(sum_of(series, "tapcensus_handover_lost_total{"), 0);
  int busy = 0;
  for (int i = 0; i < 4; ++i) {
    busy += series.at("tapcensus_worker_packets_total{worker=\"" + std::to_string(i) + "\"}") > 0;
  }
  EXPECT_GE(busy, 3);
  const Ended ended = sensor.end_by(SIGTERM);
  EXPECT_EQ(final_ledger_in(ended.err).received, 2 * kFlows);
}

TEST(LiveInterface, SensorsWatchTheSameInterfaceSideBySide) {
  NEEDS_NETWORK();
  Network network;
  const Host& talker = network.host("talker", kTalker);
  LiveSensor first{network, watching(Network::kTap)};
  LiveSensor second{network, watching(Network::kTap), "127.0.0.1:9849"};
  EXPECT_TRUE(eventually([&] { return second.ready(); })) << second.program().messages();
  talk(network, talker, 100);
  first.scrape_until_all(network);
  second.scrape_until_all(network);
  first.end_by(SIGTERM);
  second.end_by(SIGTERM);
}

TEST(LiveInterface, APulledCableShowsAndComesBack) {
  NEEDS_NETWORK();
  Network network;
  const Host& talker = network.host("talker", kTalker);
  LiveSensor sensor{network, watching(Network::kTap)};
  const std::string up = "tapcensus_port_up{tap=\"tap0\",port=\"tap0\"}";
  const Series before = sensor.scrape();
  EXPECT_EQ(before.at(up), 1);
  EXPECT_EQ(before.at("tapcensus_port_speed_bytes_per_second{tap=\"tap0\",port=\"tap0\"}"), 1.25e9);
  // The other end of the cable, and the interface itself.
  for (const std::string pulled : {"port_of_tap", "tap0"}) {
    network.hub().run("ip link set " + pulled + " down");
    sensor.scrape_until([&](const Series& series) { return series.at(up) == 0; });
    network.hub().run("ip link set " + pulled + " up");
    sensor.scrape_until([&](const Series& series) { return series.at(up) == 1; });
  }
  const double received = ledger_in(sensor.scrape()).received;
  talk(network, talker, 50);
  const Series after = sensor.scrape_until(
      [&](const Series& series) { return ledger_in(series).received >= received + 100; });
  EXPECT_GT(after.at("tapcensus_tap_last_packet_timestamp_seconds{tap=\"tap0\"}"), 1.6e9);
  EXPECT_EQ(after.at("tapcensus_rx_errors_total{tap=\"tap0\"}"), 0);
  const Ended ended = sensor.end_by(SIGTERM);
  EXPECT_THAT(ended.err, HasSubstr("tap0: no link;"));
  EXPECT_THAT(ended.err, HasSubstr("tap0: the link is up again"));
}

TEST(LiveInterface, OneThatIsRemovedIsSaidToBeGoneAndTheOthersGoOn) {
  NEEDS_NETWORK();
  Network network;
  const Host& talker = network.host("talker", kTalker);
  network.hub().run(
      "ip link add gone0 type veth peer name gone1; ip link set gone0 up; ip link set gone1 up");
  LiveSensor sensor{network, watching("gone0,tap0")};
  network.hub().run("ip link del gone0");
  sensor.scrape_until([&](const Series& series) {
    return series.at("tapcensus_port_up{tap=\"gone0\",port=\"gone0\"}") == 0;
  });
  const double received = ledger_in(sensor.scrape()).received;
  talk(network, talker, 50);
  const Series series = sensor.scrape_until(
      [&](const Series& now) { return ledger_in(now).received >= received + 100; });
  EXPECT_EQ(series.at("tapcensus_rx_errors_total{tap=\"gone0\"}"), 0) << "no packet was lost";
  const Ended ended = sensor.end_by(SIGTERM);
  EXPECT_THAT(ended.err, HasSubstr("gone0: the interface is gone; "));
  EXPECT_THAT(ended.err, Not(HasSubstr("errors")));
}

TEST(LiveInterface, NothingIsLeftOfThePrivilegesInAnyThread) {
  NEEDS_NETWORK();
  Network network;
  LiveSensor sensor{network, watching(Network::kTap)};
  std::istringstream pids{shell("ip netns pids " + network.hub().name())};
  int threads = 0;
  for (std::string pid; pids >> pid;) {
    for (const auto& thread : std::filesystem::directory_iterator{"/proc/" + pid + "/task"}) {
      const std::string status = content_of(thread.path() / "status");
      ++threads;
      EXPECT_THAT(status, HasSubstr("CapPrm:\t0000000000000000\n"));
      EXPECT_THAT(status, HasSubstr("CapEff:\t0000000000000000\n"));
      EXPECT_THAT(status, HasSubstr("NoNewPrivs:\t1\n"));
      EXPECT_THAT(status, Not(HasSubstr("Uid:\t0\t"))) << "root became somebody else";
    }
  }
  EXPECT_GE(threads, 4) << "control, worker, HTTP, DPDK's own";
  EXPECT_THAT(sensor.program().messages(), HasSubstr("without privileges"));
  sensor.end_by(SIGTERM);
}

TEST(LiveInterface, OneThatIsDownIsAMistakeAndOneThatMergesFramesAWarning) {
  NEEDS_NETWORK();
  Network network;
  network.hub().run("ip link add down0 type veth peer name down1; ethtool -K tap0 gro on");
  const Ended ended =
      ProgramIn{network.hub(), TAPCENSUS_PROGRAM,
                at_home({"run", "--interface", "down0,tapO", "--listen", "127.0.0.1:0"})}
          .wait();
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("--interface down0: the interface is down; switch it on: "
                                   "ip link set down0 up"));
  EXPECT_THAT(ended.err, HasSubstr("--interface tapO: there is no such interface; did you mean "
                                   "'tap0'? There are down0, "));
  LiveSensor sensor{network, watching(Network::kTap)};
  EXPECT_THAT(sensor.program().messages(), HasSubstr("ethtool -K tap0 gro off"));
  sensor.end_by(SIGTERM);
}

}  // namespace
}  // namespace tapcensus
