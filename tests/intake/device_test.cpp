#include <gmock/gmock.h>
#include <sched.h>

#include "intake/taps.hpp"

namespace tapcensus {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kStart = 1'528'243'200 * kSecond;

// Frames that all differ, a millisecond apart.
std::vector<Recorded> frames(std::size_t count, unsigned host = 7) {
  std::vector<Recorded> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back({udp(host, static_cast<std::uint16_t>(50000 + i), 1, 53, i % 500),
                   {kStart + i * (kSecond / 1000)}});
  }
  return all;
}

void expect_ledger_closed(const IntakeStats& stats) {
  for (const TapStats& tap : stats.taps) {
    EXPECT_EQ(tap.received, tap.handed + tap.missed + tap.errors) << tap.tap;
  }
}

TEST(Device, EveryFrameArrivesOnceWithItsBytesLengthAndTime) {
  const Directory directory;
  const auto written = frames(1000);
  write(directory.file("a.pcap"), written);
  const auto intake = started({.vdevs = {"net_pcap0,rx_pcap=" + directory.file("a.pcap")}});
  ASSERT_TRUE(intake);
  EXPECT_EQ(intake->taps(), std::vector<std::string>{"net_pcap0"});

  const auto seen = collect(*intake, written.size());
  ASSERT_EQ(seen.size(), written.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].bytes, written[i].bytes);
    EXPECT_EQ(seen[i].wire_length, written[i].bytes.size());
    EXPECT_EQ(seen[i].at, written[i].at);
    EXPECT_EQ(seen[i].number, i + 1);
  }
  const IntakeStats stats = intake->stats();
  EXPECT_EQ(stats.taps[0].received, written.size());
  expect_ledger_closed(stats);
}

TEST(Device, JumboFramesAreJoinedAndLongerOnesCut) {
  const Directory directory;
  const std::vector<Recorded> written{{udp(7, 50000, 1, 53, 9000), {kStart}},
                                      {udp(7, 50001, 1, 53, 20), {kStart}},
                                      {udp(7, 50002, 1, 53, 30'000), {kStart}}};
  write(directory.file("a.pcap"), written);
  const auto intake = started({.vdevs = {"net_pcap0,rx_pcap=" + directory.file("a.pcap")}});
  ASSERT_TRUE(intake);
  const auto seen = collect(*intake, 3);
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen[0].bytes, written[0].bytes);
  EXPECT_EQ(seen[1].bytes, written[1].bytes);
  EXPECT_EQ(seen[2].bytes.size(), 16u * 1024);
  EXPECT_EQ(seen[2].wire_length, written[2].bytes.size());
  EXPECT_TRUE(std::equal(seen[2].bytes.begin(), seen[2].bytes.end(), written[2].bytes.begin()));
  EXPECT_EQ(intake->queue(0).events()[QueueEvent::joined].value(), 2u);
  EXPECT_EQ(intake->queue(0).events()[QueueEvent::cut].value(), 1u);
}

TEST(Device, ACaptureForEachQueueFeedsAWorkerEach) {
  const Directory directory;
  write(directory.file("a.pcap"), frames(300, 7));
  write(directory.file("b.pcap"), frames(200, 8));
  const std::string vdev =
      "net_pcap0,rx_pcap=" + directory.file("a.pcap") + ",rx_pcap=" + directory.file("b.pcap");
  const auto intake = started({.vdevs = {vdev}, .workers = 2});
  ASSERT_TRUE(intake);
  const auto seen = collect(*intake, 500);
  ASSERT_EQ(seen.size(), 500u);
  EXPECT_EQ(std::ranges::count(seen, 0, &Seen::queue), 300);
  EXPECT_EQ(std::ranges::count(seen, 1, &Seen::queue), 200);
  for (const Seen& packet : seen) {
    EXPECT_EQ(packet.bytes[29], std::byte(packet.queue == 0 ? 7 : 8)) << "the sender's address";
  }
  expect_ledger_closed(intake->stats());
}

TEST(Device, OneWorkerReadsAllQueuesOfAllTaps) {
  const Directory directory;
  write(directory.file("a.pcap"), frames(100));
  const std::string file = directory.file("a.pcap");
  const auto intake = started(
      {.vdevs = {"net_pcap0,rx_pcap=" + file + ",rx_pcap=" + file, "net_pcap1,rx_pcap=" + file}});
  ASSERT_TRUE(intake);
  const auto seen = collect(*intake, 300);
  EXPECT_EQ(std::ranges::count(seen, 0, &Seen::tap), 200);
  EXPECT_EQ(std::ranges::count(seen, 1, &Seen::tap), 100);
  const Queue& queue = intake->queue(0);
  EXPECT_EQ(queue.taken_bytes(0), 2 * queue.taken_bytes(1)) << "each tap has its own count";
  const IntakeStats stats = intake->stats();
  EXPECT_EQ(stats.taps[0].received, 200u);
  EXPECT_EQ(stats.taps[1].received, 100u);
  expect_ledger_closed(stats);
}

TEST(Device, APortWithoutTimeGetsTheHosts) {
  const auto intake = started({.vdevs = {"net_null0,size=64"}, .workers = 2});
  ASSERT_TRUE(intake);
  const auto before = std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds{1};
  const auto seen = collect(*intake, 10'000);
  ASSERT_EQ(seen.size(), 10'000u);
  Tick last[2];
  for (const Seen& packet : seen) {
    EXPECT_EQ(packet.bytes.size(), 64u);
    EXPECT_NEAR(packet.at.seconds(), static_cast<double>(before), 60);
    EXPECT_GE(packet.at, last[packet.queue]);
    last[packet.queue] = packet.at;
  }
  const IntakeStats stats = intake->stats();
  EXPECT_GE(stats.taps[0].handed, 10'000u);
  expect_ledger_closed(stats);
  for (const PoolStats& pool : stats.pools) EXPECT_EQ(pool.in_use, 0u) << "every mbuf came back";
}

TEST(Device, PacketsStayWhereTheyAreUntilTheBurstGoes) {
  const Directory directory;
  const auto written = frames(20);
  write(directory.file("a.pcap"), written);
  const auto intake = started({.vdevs = {"net_pcap0,rx_pcap=" + directory.file("a.pcap")}});
  ASSERT_TRUE(intake);
  {
    Burst first, second;
    intake->queue(0).receive(first);
    intake->queue(0).receive(second);
    ASSERT_EQ(first.packets().size(), written.size());
    EXPECT_TRUE(second.packets().empty());
    EXPECT_EQ(intake->stats().pools[0].in_use, written.size());
    EXPECT_TRUE(std::ranges::equal(first.packets()[19].bytes, written[19].bytes));
    intake->queue(0).receive(first);
    EXPECT_TRUE(first.packets().empty());
  }
  EXPECT_EQ(intake->stats().pools[0].in_use, 0u);
}

TEST(Device, ControlThreadsLeaveTheWorkersTheirCpus) {
  cpu_set_t allowed;
  sched_getaffinity(0, sizeof allowed, &allowed);
  if (CPU_COUNT(&allowed) < 2) GTEST_SKIP() << "with one CPU everything is shared";
  const auto intake = started({.vdevs = {"net_null0"}});
  ASSERT_TRUE(intake);
  std::atomic<int> worker_cpu{-1};
  intake->launch([&](std::size_t) { worker_cpu = sched_getcpu(); });
  intake->join();
  cpu_set_t control;
  std::thread{[&] {
    intake->use_control_cpus();
    sched_getaffinity(0, sizeof control, &control);
  }}.join();
  EXPECT_EQ(CPU_COUNT(&control), CPU_COUNT(&allowed) - 1);
  EXPECT_FALSE(CPU_ISSET(worker_cpu.load(), &control));
}

TEST(Device, NothingIsLeftInTheFileSystem) {
  const Directory directory;
  setenv("TMPDIR", directory.file("").c_str(), 1);
  const auto intake = started({.vdevs = {"net_null0"}});
  ASSERT_TRUE(intake);
  EXPECT_TRUE(std::filesystem::is_empty(directory.file("")));
  EXPECT_EQ(std::getenv("RUNTIME_DIRECTORY"), nullptr);
}

TEST(Device, AllMistakesAreSaidAtOnce) {
  const auto intake =
      Intake::start({.vdevs = {"net_pcap0,rx_pcap=/no/such/file", "net_pcap0"}, .workers = 0});
  ASSERT_FALSE(intake.ok());
  EXPECT_EQ(intake.errors().size(), 3u);
}

TEST(Device, AnUnknownDeviceIsAnError) {
  const auto intake = Intake::start({.vdevs = {"net_nonsense0"}});
  EXPECT_FALSE(intake.ok());
}

}  // namespace
}  // namespace tapcensus
