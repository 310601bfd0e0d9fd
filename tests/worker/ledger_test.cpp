// The ledger: every packet has one outcome, whatever it is made of and whoever takes it.
#include "worker/ledger.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <numeric>
#include <random>
#include <thread>

#include "support/fragment.hpp"
#include "support/frame.hpp"
#include "support/recording.hpp"
#include "worker/bench.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAreArray;

constexpr Link kLinks[] = {Link::ethernet,   Link::raw_ip,   Link::linux_sll,
                           Link::linux_sll2, Link::bsd_null, Link::unsupported};

std::string random_bytes(std::mt19937& random, std::size_t size) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

// Frames of chance; half of them begin like real ones, so that chance gets further in.
Recording garbage(std::size_t count) {
  std::mt19937 random{17};
  const std::string beginnings[] = {
      ethernet(kClient, kServer).bytes(),
      ethernet(kClient, kServer).ipv4("10.0.0.1", "10.0.0.2").bytes().substr(0, 15),
      ethernet(kClient, kServer).ipv6("fe80::1", "fe80::2").bytes().substr(0, 15),
      ethernet(kClient, kServer).vlan(7).vlan(8).ipv4("10.0.0.1", "10.0.0.2").bytes().substr(0, 23),
  };
  Recording frames;
  for (std::size_t i = 0; i < count; ++i) {
    std::string bytes = i % 2 == 0 ? std::string{} : beginnings[i / 2 % std::size(beginnings)];
    bytes += random_bytes(random, random() % 200);
    const auto size = static_cast<std::uint32_t>(bytes.size());
    frames.push_back({std::move(bytes), size, kLinks[random() % std::size(kLinks)],
                      Tick{(1'528'243'200 + random() % 3'600) * kSecond}});
  }
  return frames;
}

// Real frames with a few wrong bytes, or cut.
Recording mutated(const Recording& recording) {
  std::mt19937 random{18};
  Recording frames = recording;
  for (Recorded& frame : frames) {
    for (unsigned i = random() % 8; i > 0 && !frame.bytes.empty(); --i) {
      frame.bytes[random() % std::min<std::size_t>(frame.bytes.size(), 80)] =
          static_cast<char>(random());
    }
    if (random() % 4 == 0) frame.bytes.resize(random() % (frame.bytes.size() + 1));
  }
  return frames;
}

Recording all_captures() {
  Recording all;
  for (const std::string& name : capture_names()) {
    const Recording one = recording_of(capture_path(name));
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

const Rules& rules() {
  static const Rules rules;
  return rules;
}

// What became of the packets: of each outcome, of all workers.
std::vector<std::uint64_t> outcomes_with(std::size_t workers, const Recording& recording) {
  const std::vector<Packet> packets = packets_of(recording);
  std::vector<std::uint64_t> sums(Tally<Outcome>::kSize);
  std::uint64_t taken = 0;
  for (std::size_t i = 0; i < workers; ++i) {
    Worker worker{{.index = i,
                   .workers = workers,
                   .shards = 64,
                   .shard = {.flows = 256, .small_blocks = 8, .large_blocks = 4},
                   .make_room = {}},
                  *rules().set};
    for (std::size_t at = 0; at < packets.size(); at += 100) {
      worker.process(
          std::span{packets}.subspan(at, std::min<std::size_t>(100, packets.size() - at)));
      empty(worker.outbox());
    }
    worker.close();
    EXPECT_EQ(outcome_sum(worker), worker.tallies().events[Event::packets].value());
    taken += worker.tallies().events[Event::packets].value();
    for (std::size_t which = 0; which < sums.size(); ++which) {
      sums[which] += outcome(worker, static_cast<Outcome>(which));
    }
  }
  EXPECT_EQ(taken, packets.size()) << workers << " workers";
  return sums;
}

void expect_each_packet_once(const Recording& recording) {
  const auto alone = outcomes_with(1, recording);
  EXPECT_EQ(std::accumulate(alone.begin(), alone.end(), std::uint64_t{0}), recording.size());
  for (const std::size_t workers : {2, 4}) {
    EXPECT_THAT(outcomes_with(workers, recording), ElementsAreArray(alone)) << workers;
  }
}

TEST(Ledger, EveryPacketOfACaptureHasOneOutcome) {
  const Recording all = all_captures();
  ASSERT_GT(all.size(), 1000u);
  expect_each_packet_once(all);
}

TEST(Ledger, EveryPieceOfAPacketHasOneOutcome) {
  expect_each_packet_once(reordered(fragmented(all_captures(), 200), 5));
  expect_each_packet_once(mutated(fragmented(all_captures(), 200)));
}

TEST(Ledger, GarbageHasOneOutcomeToo) { expect_each_packet_once(garbage(10'000)); }

TEST(Ledger, RealFramesWithWrongBytesHaveOneOutcomeToo) {
  expect_each_packet_once(mutated(all_captures()));
}

TEST(Ledger, EachKindOfFrameHasTheOutcomeOfItsName) {
  const auto tcp = [] {
    return ethernet(kClient, kServer).ipv4("10.0.0.1", "10.0.0.2").tcp(50'000, 80);
  };
  Frames frames;
  frames.add(tcp().flags(kSyn))
      .add(tcp().payload("GET / HTTP/1.1\r\n"))
      .add(ethernet(kClient, kServer).ipv4("10.0.0.1", "10.0.0.2").protocol(17).fragment(0x2000))
      .add(ethernet(kClient, kEveryone).ethertype(0x0806).payload(std::string(28, '\0')))
      .add(tcp().payload("cut here").bytes().substr(0, 58))
      .add(ethernet(kClient, kServer).ethertype(0x0800).payload(std::string(40, 'x')));
  std::vector<Packet> packets = frames.packets();
  packets.push_back(packets.front());
  packets.back().link = Link::unsupported;
  Worker worker{WorkerOptions{}, *rules().set};
  worker.process(packets);
  for (const Outcome which :
       {Outcome::inspected, Outcome::counted, Outcome::fragment_held, Outcome::not_ip,
        Outcome::truncated, Outcome::malformed, Outcome::unsupported_link}) {
    EXPECT_EQ(outcome(worker, which), 1u) << name_of(which);
  }
}

TEST(Ledger, TapsAreCountedApart) {
  Frames frames;
  for (int i = 0; i < 6; ++i) {
    frames.add(ethernet(kClient, kServer).ipv4("10.0.0.1", "10.0.0.2").tcp(50'000, 80));
  }
  std::vector<Packet> packets = frames.packets();
  for (std::size_t i = 0; i < packets.size(); ++i) packets[i].tap = i < 4 ? 0 : 3;
  Worker worker{WorkerOptions{}, *rules().set};
  worker.process(packets);
  EXPECT_EQ(worker.tallies().outcomes[0][Outcome::counted].value(), 4u);
  EXPECT_EQ(worker.tallies().outcomes[3][Outcome::counted].value(), 2u);
}

// As in `run`: what a queue gives to a worker is for that worker.
TEST(Ledger, WorkerWithShardsOfItsOwnTakesEverything) {
  const Recording recording = recording_of(capture_path("office.pcap"));
  for (const std::size_t index : {0, 1, 3}) {
    Worker worker{{.index = index, .shard = {}, .make_room = {}}, *rules().set};
    worker.process(packets_of(recording));
    EXPECT_EQ(outcome_sum(worker), recording.size()) << "worker " << index;
  }
}

TEST(Ledger, AReaderAlwaysSeesASumThatHolds) {
  PublishedLedger published;
  std::atomic<bool> over{false};
  std::thread writer{[&] {
    Tallies tallies;
    std::array<std::uint64_t, 2> received{};
    for (unsigned burst = 0; !over; ++burst) {
      for (unsigned packet = 0; packet < 300; ++packet) {
        const unsigned tap = (burst + packet) % 2;
        tallies.outcomes[tap][static_cast<Outcome>((burst * 7 + packet) % 12)].add();
        ++received[tap];
      }
      published.publish(
          2, [&](std::size_t tap) { return received[tap]; }, tallies);
    }
  }};
  std::array<std::uint64_t, 2> before{};
  for (unsigned changes = 0; changes < 5'000 && !::testing::Test::HasFailure();) {
    const TapLedgers ledgers = published.read();
    for (std::size_t tap = 0; tap < 2; ++tap) {
      const TapLedger& ledger = ledgers[tap];
      EXPECT_EQ(ledger.received,
                std::accumulate(ledger.outcomes.begin(), ledger.outcomes.end(), std::uint64_t{0}));
      EXPECT_GE(ledger.received, before[tap]);
      changes += ledger.received != before[tap];
      before[tap] = ledger.received;
    }
  }
  over = true;
  writer.join();
}

}  // namespace
}  // namespace tapcensus
