// What becomes of an interface under the sensor: pulled, put back, taken away, shared.
#include <gtest/gtest.h>

#include <thread>

#include "app/live.hpp"
#include "support/raw_sender.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;

constexpr MacAddress kHost{{0x00, 0x1b, 0x21, 0x0f, 0, 0x01}};
const Program::Arguments kInterface{"--interface", Network::kTap};

double link_in(const Series& series) { return sum_of(series, "tapcensus_port_up"); }

TEST(LivePort, CableIsPulledAndPutBack) {
  NEEDS_NETWORK();
  Network network;
  const Host& host = network.host("host", kHost);
  LiveSensor sensor{network, kInterface};
  const RawSender sender{host};
  const std::string frame = ShortestFrames::first(host, "10.15.0.1");
  sender.send(frame, 100, ShortestFrames{});
  sensor.scrape_until_all(network);
  sensor.scrape_until([](const Series& series) { return link_in(series) == 1; });
  network.hub().run("ip link set port_of_tap down");
  sensor.scrape_until([](const Series& series) { return link_in(series) == 0; });
  network.hub().run("ip link set port_of_tap up");
  sensor.scrape_until([](const Series& series) { return link_in(series) == 1; });
  sender.send(frame, 100, ShortestFrames{});
  EXPECT_EQ(ledger_in(sensor.scrape_until_all(network)).received, 200);
  sensor.end_by(SIGTERM);
}

TEST(LivePort, InterfaceThatGoesUnderTrafficIsAStateAndNoCrash) {
  NEEDS_NETWORK();
  Network network;
  const Host& host = network.host("host", kHost);
  LiveSensor sensor{network, kInterface};
  std::jthread traffic{[&](const std::stop_token& ended) {
    const RawSender sender{host};
    std::string frame = ShortestFrames::first(host, "10.15.0.1");
    while (!ended.stop_requested()) sender.send(frame, 640, ShortestFrames{});
  }};
  sensor.scrape_until([](const Series& series) { return ledger_in(series).received > 1'000; });
  network.hub().run("ip link del tap0");
  sensor.scrape_until([](const Series& series) { return link_in(series) == 0; });
  EXPECT_TRUE(sensor.program().running());
  EXPECT_TRUE(sensor.get("/-/healthy").starts_with("HTTP/1.1 200"));
  sensor.end_by(SIGTERM);
}

TEST(LivePort, SensorsSideBySideSeeTheSame) {
  NEEDS_NETWORK();
  Network network;
  const Host& host = network.host("host", kHost);
  LiveSensor first{network, kInterface};
  LiveSensor second{network, kInterface, "127.0.0.1:9849"};
  EXPECT_TRUE(eventually([&] { return second.ready(); })) << second.program().messages();
  const RawSender sender{host};
  sender.send(ShortestFrames::first(host, "10.15.0.1"), 1'000, ShortestFrames{});
  EXPECT_EQ(ledger_in(first.scrape_until_all(network)).received, 1'000);
  EXPECT_EQ(ledger_in(second.scrape_until_all(network)).received, 1'000);
  first.end_by(SIGTERM);
  EXPECT_TRUE(second.ready());
  second.end_by(SIGINT);
}

}  // namespace
}  // namespace tapcensus
