// How soon a device is in /metrics, and what the sensor itself takes meanwhile.
#include <gtest/gtest.h>

#include <thread>

#include "app/live.hpp"
#include "app/live_prometheus.hpp"
#include "support/raw_sender.hpp"

namespace tapcensus {
namespace {

using namespace std::chrono_literals;
using namespace tapcensus::testing;
using Clock = std::chrono::steady_clock;

// Long runs measure for minutes; they are asked for by TAPCENSUS_LONG=1.
bool long_runs() { return std::getenv("TAPCENSUS_LONG") != nullptr; }

// A DHCP discovery with this host name.
std::string discovery(const MacAddress& client, const std::string& name) {
  std::string bootp(236, '\0');
  bootp[0] = 1, bootp[1] = 1, bootp[2] = 6;
  std::copy(client.octets.begin(), client.octets.end(), bootp.begin() + 28);
  bootp += std::string{"\x63\x82\x53\x63\x35\x01\x01\x0c", 8};
  bootp += static_cast<char>(name.size());
  bootp += name + '\xff';
  return ethernet(client, kEveryone)
      .ipv4("0.0.0.0", "255.255.255.255")
      .udp(68, 67)
      .payload(bootp)
      .bytes();
}

// From the send of the packet that says it to the end of the first scrape that shows it.
TEST(LiveFreshness, FirstVerdictFollowsItsPacketSoon) {
  NEEDS_NETWORK();
  Network network;
  LiveSensor sensor{network};
  const Host& host = network.host("host", MacAddress{{0x00, 0x1b, 0x21, 0x0d, 0, 0x01}});
  const RawSender sender{host};
  // A network that has just been made may not carry its first frames yet.
  const MacAddress nobody{{0x02, 0, 0, 0x0d, 0, 0}};
  sensor.scrape_until([&](const Series& series) {
    sender.send(discovery(nobody, "first"));
    return ledger_in(series).received > 0;
  });
  const int devices = long_runs() ? 40 : 4;
  std::vector<double> seconds;
  for (int i = 1; i <= devices; ++i) {
    const MacAddress client{{0xd4, 0x81, 0xd7, 0x0d, 0, static_cast<std::uint8_t>(i)}};
    const auto sent = Clock::now();
    sender.send(discovery(client, "DESKTOP-4K7Q1M2"));
    sensor.scrape_until([&](const Series& series) {
      return sum_of(devices_of(series),
                    R"(vendor="Dell",family="unknown",type="computer",os="Windows")") == i;
    });
    seconds.push_back(std::chrono::duration<double>(Clock::now() - sent).count());
    // At another time of the sensor's second.
    std::this_thread::sleep_for(std::chrono::milliseconds{37 * i % 1000});
  }
  std::ranges::sort(seconds);
  std::cout << "from packet to verdict: median " << seconds[seconds.size() / 2] << " s, longest "
            << seconds.back() << " s\n";
  EXPECT_LT(seconds[seconds.size() / 2], 2);
  sensor.end_by(SIGTERM);
}

// Flows and senders that never come again, until every table has been filled many times over.
TEST(LiveMemory, StaysFlatUnderAFloodOfNewFlows) {
  if (!long_runs()) GTEST_SKIP() << "takes minutes: TAPCENSUS_LONG=1";
  NEEDS_NETWORK();
  Network network;
  LiveSensor sensor{network, {"--interface", "tap0", "--memory", "64M"}};
  const Host& host = network.host("host", MacAddress{{0x00, 0x1b, 0x21, 0x0d, 0, 0x02}});
  const RawSender sender{host};
  std::string last = ShortestFrames::first(host, "10.12.0.1");
  const auto another = [&last](std::string& next) {
    ShortestFrames::increase(next, ShortestFrames::kPort, 2);
    ShortestFrames::increase(next, ShortestFrames::kSource + 1, 3);
    last = next;
  };
  const auto resident = [&] {
    return sum_of(sensor.scrape(), "process_resident_memory_bytes") / (1 << 20);
  };
  const std::uint64_t round = 400'000;  // more flows and senders than there is room for
  const int rounds = 15;
  const auto begin = Clock::now();
  std::vector<double> memory;
  for (int i = 0; i <= rounds; ++i) {
    sender.send(last, round, another);
    sensor.scrape_until_all(network);
    memory.push_back(resident());
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  const Series series = sensor.scrape();
  std::cout << ledger_in(series).received << " frames in " << seconds << " s; missed "
            << sum_of(series, R"(tapcensus_packets_total{tap="tap0",outcome="missed"})")
            << "; devices evicted " << sum_of(series, "tapcensus_devices_evicted_total")
            << "; sightings lost " << sum_of(series, "tapcensus_sightings_lost_total")
            << "; evidence lost " << sum_of(series, "tapcensus_evidence_lost_total")
            << "; show takes " << sum_of(series, "tapcensus_scrape_duration_seconds")
            << " s; MiB resident:";
  for (const double each : memory) std::cout << ' ' << each;
  std::cout << "\n";
  // By then every table and the kernel's pages behind it have been used.
  EXPECT_LT(memory.back(), memory[memory.size() / 2] * 1.05);
  sensor.end_by(SIGTERM);
}

}  // namespace
}  // namespace tapcensus
