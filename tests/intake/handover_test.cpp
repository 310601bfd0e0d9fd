// More workers than queues: each pair of addresses has its worker, whoever polls the queue.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "intake/taps.hpp"
#include "wire/pair.hpp"

namespace tapcensus {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kStart = 1'528'243'200 * kSecond;

std::size_t owner_of(const Bytes& frame, std::size_t workers) {
  Packet packet;
  packet.bytes = frame;
  packet.wire_length = static_cast<std::uint32_t>(frame.size());
  Layers layers;
  (void)decode(packet, layers);
  return pair_hash(layers) % workers;
}

// Conversations of a hundred hosts with one, both ways, all frames different.
std::vector<Recorded> conversations(std::size_t count) {
  std::vector<Recorded> all;
  for (std::size_t i = 0; i < count; ++i) {
    const auto host = static_cast<unsigned>(10 + i % 100);
    const auto port = static_cast<std::uint16_t>(1024 + i);
    all.push_back({i % 2 == 0 ? udp(host, port, 1, 53) : udp(1, 53, host, port),
                   {kStart + i * kSecond / 1000}});
  }
  return all;
}

// Frames of one pair of addresses that belongs to the worker.
std::vector<Recorded> frames_for(std::size_t worker, std::size_t workers, std::size_t count) {
  unsigned host = 10;
  while (owner_of(udp(host, 1024, 1, 53), workers) != worker) ++host;
  std::vector<Recorded> all;
  for (std::size_t i = 0; i < count; ++i) {
    const auto port = static_cast<std::uint16_t>(1024 + i % 60000);
    all.push_back({udp(host, port, 1, 53, i % 300), {kStart + i * kSecond / 1000}});
  }
  return all;
}

std::string file_of(const Directory& directory, const std::vector<Recorded>& frames) {
  write(directory.file("a.pcap"), frames);
  return "net_pcap0,rx_pcap=" + directory.file("a.pcap");
}

void expect_ledger_closed(const IntakeStats& stats) {
  for (const TapStats& tap : stats.taps) {
    EXPECT_EQ(tap.received, tap.handed + tap.missed + tap.errors) << tap.tap;
  }
  for (const PoolStats& pool : stats.pools) EXPECT_EQ(pool.in_use, 0u) << "every mbuf came back";
}

TEST(Handover, OneQueueFeedsFourWorkersAndEachPairOfAddressesHasOneOfThem) {
  const Directory directory;
  const auto written = conversations(5000);
  const auto intake = started({.vdevs = {file_of(directory, written)}, .workers = 4});
  ASSERT_TRUE(intake);
  const auto seen = collect(*intake, written.size());
  ASSERT_EQ(seen.size(), written.size());

  std::map<Bytes, std::pair<std::size_t, Tick>> expected;
  for (const Recorded& frame : written)
    expected[frame.bytes] = {owner_of(frame.bytes, 4), frame.at};
  ASSERT_EQ(expected.size(), written.size());
  std::map<std::size_t, Tick> latest;
  std::set<std::size_t> busy;
  for (const Seen& packet : seen) {
    const auto found = expected.find(packet.bytes);
    ASSERT_NE(found, expected.end()) << "each comes once, as it was";
    const auto [owner, at] = found->second;
    EXPECT_EQ(packet.queue, owner);
    EXPECT_EQ(packet.at, at) << "it keeps the time that its receiver gave it";
    EXPECT_LE(latest[owner], packet.at) << "in their order";
    latest[owner] = packet.at;
    busy.insert(owner);
    expected.erase(found);
  }
  EXPECT_EQ(busy.size(), 4u);

  const IntakeStats stats = intake->stats();
  ASSERT_EQ(stats.handovers.size(), 4u);
  std::uint64_t arrived = 0;
  for (const HandoverStats& handover : stats.handovers) {
    EXPECT_EQ(handover.lost, 0u);
    arrived += handover.arrived;
  }
  EXPECT_EQ(stats.handovers[0].arrived, 0u) << "who polls keeps its own";
  EXPECT_EQ(arrived + static_cast<std::uint64_t>(std::ranges::count(seen, 0, &Seen::queue)), 5000u);
  EXPECT_EQ(intake->queue(0).taken(0), 5000u);
  expect_ledger_closed(stats);
}

TEST(Handover, JumboFramesGoWhole) {
  const Directory directory;
  const std::vector<Recorded> written{{udp(7, 1024, 1, 53, 9000), {kStart}},
                                      {udp(8, 1024, 1, 53, 9000), {kStart}},
                                      {udp(9, 1024, 1, 53, 9000), {kStart}},
                                      {udp(10, 1024, 1, 53, 9000), {kStart}}};
  const auto intake = started({.vdevs = {file_of(directory, written)}, .workers = 3});
  ASSERT_TRUE(intake);
  const auto seen = collect(*intake, written.size());
  ASSERT_EQ(seen.size(), written.size());
  for (const Seen& packet : seen) {
    EXPECT_EQ(std::ranges::count(written, packet.bytes, &Recorded::bytes), 1);
    EXPECT_EQ(packet.wire_length, packet.bytes.size());
  }
  expect_ledger_closed(intake->stats());
}

TEST(Handover, AFileWaitsForASlowWorker) {
  const Directory directory;
  const auto written = frames_for(1, 2, 5000);
  const auto intake =
      started({.vdevs = {file_of(directory, written)}, .workers = 2, .mbufs_per_queue = 1023});
  ASSERT_TRUE(intake);
  std::atomic<std::size_t> count{0};
  intake->launch([&](std::size_t worker) {
    Queue& queue = intake->queue(worker);
    // The other worker has nothing left to do but to wait for this one.
    while (worker == 1 && intake->queue(0).events()[QueueEvent::empty_polls].value() < 1000) {
      std::this_thread::yield();
    }
    Burst burst;
    while (count < written.size()) {
      queue.receive(burst);
      count += burst.packets().size();
    }
  });
  intake->join();
  intake->stop();
  const IntakeStats stats = intake->stats();
  EXPECT_EQ(stats.taps[0].handed, written.size());
  EXPECT_EQ(stats.taps[0].missed, 0u);
  EXPECT_EQ(stats.handovers[1].arrived, written.size());
  expect_ledger_closed(stats);
}

TEST(Handover, ALiveTapLosesWhatASlowWorkerCannotTakeAndSaysSo) {
  const Directory directory;
  const auto intake =
      started({.vdevs = {file_of(directory, frames_for(1, 2, 200)) + ",infinite_rx=1"},
               .workers = 2,
               .mbufs_per_queue = 1023});
  ASSERT_TRUE(intake);
  std::uint64_t lost = 0, kept = 0;
  {
    Burst burst;
    Queue& mine = intake->queue(0);
    while ((lost = intake->stats().handovers[1].lost) < 500) {
      EXPECT_TRUE(mine.receive(burst));
      EXPECT_TRUE(burst.packets().empty()) << "all of it is the other's";
    }
    EXPECT_EQ(intake->stats().taps[0].missed, lost);
    // What stands in the rings at the end is not lost.
    while (intake->queue(1).receive_handed_over(burst)) kept += burst.packets().size();
  }
  EXPECT_GT(kept, 1000u);
  const IntakeStats stats = intake->stats();
  EXPECT_EQ(stats.taps[0].received, lost + kept);
  EXPECT_EQ(stats.handovers[1].arrived, kept);
}

TEST(Handover, WhatNobodyFetchedWhenTheIntakeStopsIsMissed) {
  const Directory directory;
  const auto intake = started({.vdevs = {file_of(directory, frames_for(1, 2, 200))}, .workers = 2});
  ASSERT_TRUE(intake);
  {
    Burst burst;
    while (intake->queue(0).taken(0) < 200) intake->queue(0).receive(burst);
  }
  intake->stop();
  const IntakeStats stats = intake->stats();
  EXPECT_EQ(stats.taps[0].missed, 200u);
  EXPECT_EQ(stats.handovers[1].lost, 200u);
  expect_ledger_closed(stats);
}

TEST(Handover, WithEnoughQueuesNothingIsHandedOver) {
  const Directory directory;
  write(directory.file("a.pcap"), conversations(100));
  const std::string file = ",rx_pcap=" + directory.file("a.pcap");
  const auto intake = started({.vdevs = {"net_pcap0" + file + file}, .workers = 2});
  ASSERT_TRUE(intake);
  const auto seen = collect(*intake, 200);
  EXPECT_EQ(std::ranges::count(seen, 0, &Seen::queue), 100);
  EXPECT_THAT(intake->stats().handovers, IsEmpty());
}

TEST(Handover, PortsNamedTogetherAreOneTapAndAWorkerPollsTheSameQueueOfEach) {
  const Directory directory;
  const auto queue = [&](const std::string& name, unsigned host) {
    write(directory.file(name), {{udp(host, 1024, 1, 53), {kStart}}});
    return ",rx_pcap=" + directory.file(name);
  };
  const std::string there = "net_pcap0" + queue("a0", 10) + queue("a1", 11);
  const std::string back = "net_pcap1" + queue("b0", 20) + queue("b1", 21);
  const auto intake = started({.ports = {{there, back}}, .workers = 2});
  ASSERT_TRUE(intake);
  EXPECT_EQ(intake->taps(), std::vector<std::string>{"net_pcap0+net_pcap1"});
  const auto seen = collect(*intake, 4);
  ASSERT_EQ(seen.size(), 4u);
  for (const Seen& packet : seen) {
    EXPECT_EQ(packet.tap, 0u);
    EXPECT_EQ(std::to_integer<unsigned>(packet.bytes[29]) % 2, packet.queue);
  }
  const IntakeStats stats = intake->stats();
  EXPECT_EQ(stats.taps[0].ports.size(), 2u);
  EXPECT_EQ(stats.taps[0].received, 4u);
  expect_ledger_closed(stats);
}

TEST(Handover, ANicIsAskedToSteerBothDirectionsAlike) {
  const auto intake = started({.ports = {{"net_null0", "net_null1"}}, .workers = 2});
  ASSERT_TRUE(intake);
  ASSERT_EQ(intake->notes().size(), 2u);
  EXPECT_THAT(intake->notes()[1], HasSubstr("net_null1: 2 queues, by addresses"));
  EXPECT_THAT(intake->notes()[1], HasSubstr("both directions of a flow by the same"));
  EXPECT_THAT(intake->stats().handovers, IsEmpty());
}

}  // namespace
}  // namespace tapcensus
