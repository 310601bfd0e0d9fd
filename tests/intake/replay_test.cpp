#include <gmock/gmock.h>

#include "intake/taps.hpp"

namespace tapcensus {
namespace {

constexpr std::uint64_t kStart = 1'528'243'200 * kSecond;

std::vector<Recorded> conversation() {
  std::vector<Recorded> frames;
  for (std::uint16_t i = 0; i < 50; ++i) {
    const auto port = static_cast<std::uint16_t>(50000 + i);
    frames.push_back({udp(7, port, 1, 53), {kStart + 2 * i * kSecond / 1000}});
    frames.push_back({udp(1, 53, 7, port), {kStart + (2 * i + 1) * kSecond / 1000}});
  }
  return frames;
}

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

TEST(Replay, TheSecondLapIsLaterAndHasNewFlowsOfTheSameDevices) {
  const Directory directory;
  const auto written = conversation();
  write(directory.file("a.pcap"), written);
  const double before = now();
  const auto intake =
      started({.replay = ReplayOptions{.file = directory.file("a.pcap"), .rate = 2000}});
  ASSERT_TRUE(intake);
  EXPECT_EQ(intake->taps(), std::vector<std::string>{"replay"});
  const auto seen = collect(*intake, 2 * written.size());
  ASSERT_EQ(seen.size(), 2 * written.size());

  EXPECT_NEAR(seen[0].at.seconds(), before, 30) << "the replay happens now";
  for (std::size_t i = 0; i < written.size(); ++i) {
    const Seen& first = seen[i];
    const Seen& second = seen[i + written.size()];
    EXPECT_EQ(first.bytes, written[i].bytes);
    EXPECT_EQ(addresses(second.bytes), addresses(first.bytes));
    EXPECT_NE(source_port(second.bytes) + target_port(second.bytes),
              source_port(first.bytes) + target_port(first.bytes));
    // 100 packets at 2,000 a second.
    EXPECT_NEAR(second.at.seconds() - first.at.seconds(), 0.05, 1e-6);
  }
  EXPECT_NEAR(seen[1].at.seconds() - seen[0].at.seconds(), 0.0005, 1e-5);
}

TEST(Replay, APaceIsKept) {
  const Directory directory;
  write(directory.file("a.pcap"), conversation());
  const auto intake =
      started({.replay = ReplayOptions{.file = directory.file("a.pcap"), .rate = 1000}});
  ASSERT_TRUE(intake);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(collect(*intake, 1000).size(), 1000u);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  EXPECT_GE(took.count(), 0.9) << "never faster";
}

TEST(Replay, FlatOutLosesNothingAndStaysInOrder) {
  const Directory directory;
  const auto written = conversation();
  write(directory.file("a.pcap"), written);
  const auto intake = started({.replay = ReplayOptions{.file = directory.file("a.pcap")}});
  ASSERT_TRUE(intake);
  const auto seen = collect(*intake, 200'000);
  ASSERT_EQ(seen.size(), 200'000u);
  for (std::size_t i = 1; i < seen.size(); ++i) ASSERT_GE(seen[i].at, seen[i - 1].at);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    ASSERT_EQ(addresses(seen[i].bytes), addresses(written[i % written.size()].bytes)) << i;
  }
  const TapStats tap = intake->stats().taps[0];
  EXPECT_EQ(tap.received, tap.handed);
  EXPECT_EQ(tap.missed, 0u);
}

TEST(Replay, WorkersShareTheDevices) {
  const Directory directory;
  std::vector<Recorded> written;
  for (unsigned host = 2; host < 66; ++host) {
    written.push_back({udp(host, 50000, 1, 53), {kStart}});
    written.push_back({udp(1, 53, host, 50000), {kStart}});
  }
  write(directory.file("a.pcap"), written);
  const auto intake =
      started({.replay = ReplayOptions{.file = directory.file("a.pcap")}, .workers = 2});
  ASSERT_TRUE(intake);
  const auto seen = collect(*intake, 20'000);
  std::vector<int> queue_of(256, -1);
  for (const Seen& packet : seen) {
    const auto from = std::to_integer<unsigned>(packet.bytes[29]);
    const auto to = std::to_integer<unsigned>(packet.bytes[33]);
    int& queue = queue_of[std::max(from, to)];
    if (queue < 0) queue = packet.queue;
    ASSERT_EQ(queue, packet.queue) << "both directions at one worker, in every lap";
  }
  EXPECT_THAT(queue_of, ::testing::Contains(0));
  EXPECT_THAT(queue_of, ::testing::Contains(1));
}

TEST(Replay, CutFramesKeepTheirLengthOnTheWire) {
  const Directory directory;
  {
    PcapWriter writer{directory.file("a.pcap")};
    writer.write(udp(7, 50000, 1, 53), {kStart}, 1400);
  }
  const auto intake = started({.replay = ReplayOptions{.file = directory.file("a.pcap")}});
  ASSERT_TRUE(intake);
  const auto seen = collect(*intake, 1);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].wire_length, 1400u);
}

}  // namespace
}  // namespace tapcensus
