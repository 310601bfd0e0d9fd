// SIGTERM and SIGINT at any moment: the sensor ends in less than two seconds, with a final ledger
// that sums, and says by its status which of them it was.
#include <gtest/gtest.h>

#include <thread>

#include "app/live.hpp"
#include "support/raw_sender.hpp"

namespace tapcensus {
namespace {

using namespace std::chrono_literals;
using namespace tapcensus::testing;

constexpr MacAddress kFlooder{{0x00, 0x1b, 0x21, 0x0b, 0, 0x01}};

// Sends for as long as it lives.
class Flood {
 public:
  explicit Flood(const Host& host)
      : thread_{[&host](const std::stop_token& ended) {
          const RawSender sender{host};
          std::string frame = ShortestFrames::first(host, "10.11.0.1");
          while (!ended.stop_requested()) sender.send(frame, 640, ShortestFrames{});
        }} {}

 private:
  std::jthread thread_;
};

class LiveEnd : public ::testing::TestWithParam<int> {};

TEST_P(LiveEnd, ComesSoonUnderAFlood) {
  NEEDS_NETWORK();
  Network network;
  const Host& flooder = network.host("flooder", kFlooder);
  LiveSensor sensor{network};
  const Flood flood{flooder};
  sensor.scrape_until([](const Series& series) { return ledger_in(series).received > 10'000; });
  sensor.end_by(GetParam());
}

TEST_P(LiveEnd, ComesSoonWhileItStarts) {
  NEEDS_NETWORK();
  Network network;
  // At once, while rules are being read, when it answers, when it is ready.
  for (const char* const until : {"", "rules:", "memory:", "metrics:"}) {
    LiveSensor sensor{network, {}, LiveSensor::kListen};
    eventually([&] { return sensor.program().messages().find(until) != std::string::npos; });
    sensor.program().signal(GetParam());
    const Ended ended = sensor.program().wait(2s);
    EXPECT_EQ(ended.status, 128 + GetParam()) << until << ": " << ended.err;
  }
}

TEST_P(LiveEnd, ComesSoonWhilePatternsAreCompiledForTheFirstTime) {
  NEEDS_NETWORK();
  Network network;
  const Scratch cache;
  LiveSensor sensor{network, {}, LiveSensor::kListen, cache.in("")};
  EXPECT_TRUE(eventually([&] { return !sensor.get("/-/ready").empty(); }));
  EXPECT_FALSE(sensor.ready());
  sensor.end_by(GetParam());
}

TEST_P(LiveEnd, ComesSoonDuringScrapes) {
  NEEDS_NETWORK();
  Network network;
  const Host& flooder = network.host("flooder", kFlooder);
  LiveSensor sensor{network};
  const Flood flood{flooder};
  std::atomic<int> scraped{0};
  std::vector<std::jthread> scrapers;
  for (int i = 0; i < 4; ++i) {
    scrapers.emplace_back([&](const std::stop_token& ended) {
      while (!ended.stop_requested()) scraped += !sensor.get("/metrics").empty();
    });
  }
  EXPECT_TRUE(eventually([&] { return scraped > 20; }));
  sensor.end_by(GetParam());
}

TEST_P(LiveEnd, ComesOnceWhenAskedTwice) {
  NEEDS_NETWORK();
  Network network;
  const Host& flooder = network.host("flooder", kFlooder);
  LiveSensor sensor{network};
  const Flood flood{flooder};
  sensor.scrape_until([](const Series& series) { return ledger_in(series).received > 0; });
  sensor.program().signal(GetParam());
  sensor.program().signal(SIGTERM);
  sensor.end_by(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Signals, LiveEnd, ::testing::Values(SIGTERM, SIGINT),
                         [](const auto& info) { return info.param == SIGINT ? "INT" : "TERM"; });

}  // namespace
}  // namespace tapcensus
