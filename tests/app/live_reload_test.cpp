// Rules are replaced while packets come from an interface: none of them is lost.
#include <gtest/gtest.h>

#include <thread>

#include "app/live.hpp"
#include "support/raw_sender.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;

constexpr std::uint64_t kAtOnce = 256;

TEST(LiveReload, TenTimesUnderTrafficLosesNoPacket) {
  NEEDS_NETWORK();
  Network network;
  const Host& host = network.host("host", MacAddress{{0x00, 0x1b, 0x21, 0x0e, 0, 0x01}});
  LiveSensor sensor{network};
  std::jthread traffic{[&](const std::stop_token& ended) {
    const RawSender sender{host};
    const std::string frame = ShortestFrames::first(host, "10.14.0.1");
    for (double sent = 0; !ended.stop_requested(); sent += kAtOnce) {
      sender.send(frame, kAtOnce, ShortestFrames{});
      // Other work on the machine may take the sensor's CPU, and that is no loss by a reload: no
      // more is on the way than the kernel keeps for a sensor that waits.
      eventually(
          [&] { return ended.stop_requested() || ledger_in(sensor.scrape()).received >= sent; });
    }
  }};
  sensor.scrape_until([](const Series& series) { return ledger_in(series).received > 0; });
  for (int i = 1; i <= 10; ++i) {
    const std::string answer = sensor.get("/-/reload", "POST");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer << sensor.program().messages();
    sensor.scrape_until([&](const Series& series) {
      return sum_of(series, R"(tapcensus_rules_reloads_total{result="success"})") == i;
    });
  }
  traffic.request_stop();
  traffic.join();
  network.hush();
  const Series series = sensor.scrape_until_all(network);
  EXPECT_EQ(sum_of(series, "tapcensus_received_packets_total"), Network::sent_by(host).packets);
  EXPECT_EQ(sum_of(series, R"(tapcensus_packets_total{tap="tap0",outcome="missed"})"), 0);
  EXPECT_EQ(sum_of(series, "tapcensus_rules_last_reload_successful"), 1);
  std::cout << Network::sent_by(host).packets << " frames over ten reloads, the last in "
            << sum_of(series, "tapcensus_rules_reload_seconds") << " s\n";
  sensor.end_by(SIGTERM);
}

}  // namespace
}  // namespace tapcensus
