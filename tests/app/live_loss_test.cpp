// More than the sensor can take: every frame that was sent is in the ledger, as what became of it.
#include <gtest/gtest.h>

#include <thread>

#include "app/live.hpp"
#include "app/live_office.hpp"
#include "support/raw_sender.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;

constexpr MacAddress kFlooder{{0x00, 0x1b, 0x21, 0x0a, 0, 0x01}};
constexpr const char* kAddress = "10.10.0.1";

// What libpcap's buffer holds, many times over.
constexpr std::uint64_t kFlood = 200'000;

double missed_in(const Series& series) {
  return sum_of(series, R"(tapcensus_packets_total{tap="tap0",outcome="missed"})");
}

TEST(LiveLoss, SensorThatStandsStillSaysWhatTheKernelDropped) {
  NEEDS_NETWORK();
  Network network;
  LiveSensor sensor{network};
  const Host& flooder = network.host("flooder", kFlooder);
  const RawSender sender{flooder};
  sender.send(ShortestFrames::first(flooder, kAddress), 1'000, ShortestFrames{});
  sensor.scrape_until_all(network);

  sensor.program().signal(SIGSTOP);
  sender.send(ShortestFrames::first(flooder, kAddress), kFlood, ShortestFrames{});
  sensor.program().signal(SIGCONT);
  const Series series = sensor.scrape_until_all(network);
  EXPECT_EQ(network.counts().packets, kFlood + 1'000);
  EXPECT_GT(missed_in(series), 0);
  // What came to the interface, less what the workers got.
  EXPECT_EQ(missed_in(series), static_cast<double>(network.counts().packets) -
                                   sum_of(series, "tapcensus_rx_packets_total"));

  // And it works on.
  sender.send(ShortestFrames::first(flooder, kAddress), 1'000, ShortestFrames{});
  EXPECT_EQ(missed_in(sensor.scrape_until_all(network)), missed_in(series));
  const Ended ended = sensor.end_by(SIGTERM);
  EXPECT_EQ(final_ledger_in(ended.err).received, network.counts().packets);
}

TEST(LiveLoss, FloodWhileRealClientsTalkHidesNoFrameAndNoDevice) {
  NEEDS_NETWORK("dnsmasq", "openssl", "dhclient", "udhcpc", "curl", "wget");
  Network network;
  LiveSensor sensor{network};
  Office office{network};
  office.play_phone();
  const Host& raspberry = office.lease_raspberry();
  const Host& flooder = network.host("flooder", kFlooder);
  std::jthread flood{[&](const std::stop_token& ended) {
    const RawSender sender{flooder};
    std::string frame = ShortestFrames::first(flooder, kAddress);
    // Not so many at once that the kernel has no room for what the others say.
    while (!ended.stop_requested()) {
      sender.send(frame, 256, ShortestFrames{});
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }};
  for (int i = 1; i <= Office::kServers; ++i) {
    const std::string server = "203.0.113." + std::to_string(i * 10);
    office.run(raspberry, "curl", {"-sS", "--retry", "5", "http://" + server});
    office.run(raspberry, "wget", {"-qO-", "http://" + server});
  }
  sensor.scrape();
  flood.request_stop();
  flood.join();
  network.hush();
  Series series = sensor.scrape_until_all(network);
  Series devices;
  EXPECT_TRUE(eventually([&] {
    devices = devices_of(sensor.scrape());
    return sum_of(devices, R"(vendor="Samsung",family="Galaxy",type="phone",os="Android")") == 1 &&
           sum_of(devices, R"(vendor="Raspberry Pi",family="Raspberry Pi",type="computer")") == 1;
  })) << ::testing::PrintToString(devices);
  std::cout << network.counts().packets << " frames, " << missed_in(series) << " missed\n";
  sensor.end_by(SIGTERM);
}

}  // namespace
}  // namespace tapcensus
