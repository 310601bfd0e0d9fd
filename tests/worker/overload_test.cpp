// Overload that is honest: whole flows are left out, by their hash and never by chance, and who
// somebody is, is read to the last.
#include "worker/overload.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "base/hash.hpp"
#include "support/frame.hpp"
#include "support/recording.hpp"
#include "support/transfer.hpp"
#include "worker/bench.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;

const Rules& rules() {
  static const Rules rules;
  return rules;
}

constexpr Tick kNow{1'528'243'200 * kSecond};

void press(Overload& overload, std::size_t polls, Tick now = kNow) {
  for (std::size_t i = 0; i < polls; ++i) overload.polled(true, now);
}
void press(Worker& worker, std::size_t polls) {
  for (std::size_t i = 0; i < polls; ++i) worker.polled(true);
}
// New flows are left out, all of them; known ones not yet.
void press_out_new_flows(Worker& worker) {
  while (worker.overload().share_of_new() < 1) worker.polled(true);
}
void press_out_known_flows(Worker& worker) {
  while (worker.overload().share_of_known() < 1) worker.polled(true);
}

TEST(Overload, ABurstOfAFewThousandPacketsLeavesNothingOut) {
  Overload overload;
  for (int burst = 0; burst < 100; ++burst) {
    press(overload, 100);
    EXPECT_TRUE(overload.calm());
    overload.polled(false, kNow);
  }
}

TEST(Overload, NewFlowsGoFirstThenKnownOnesThenWhatIdentifies) {
  Overload overload;
  double before_new = 0, before_known = 0;
  const std::uint64_t flow = ~std::uint64_t{0};  // the last to go
  for (int i = 0; i < 30'000; ++i) {
    overload.polled(true, kNow);
    EXPECT_GE(overload.share_of_new(), before_new);
    EXPECT_GE(overload.share_of_known(), before_known);
    before_new = overload.share_of_new();
    before_known = overload.share_of_known();
    EXPECT_TRUE(before_known == 0 || before_new == 1);
    EXPECT_TRUE(!overload.sheds_identifying(flow) || before_known == 1);
  }
  EXPECT_EQ(before_new, 1);
  EXPECT_EQ(before_known, 1);
  EXPECT_TRUE(overload.sheds_identifying(flow));
}

TEST(Overload, ComesBackToNothingAfterRelief) {
  Overload overload;
  press(overload, 50'000);
  ASSERT_EQ(overload.share_of_known(), 1);
  Tick now = kNow;
  std::size_t polls = 0;
  for (; !overload.calm() && polls < 1'000'000; ++polls) {
    now.ns += 1'000'000;
    overload.polled(false, now);
  }
  EXPECT_TRUE(overload.calm());
  EXPECT_EQ(overload.share_of_new(), 0);
  EXPECT_EQ(overload.share_of_known(), 0);
  EXPECT_LT(polls, 100'000u);
}

// A worker that keeps up with so much: the share settles, and does not swing from all to nothing.
TEST(Overload, SettlesWhereTheWorkerKeepsUp) {
  for (const double can : {0.25, 0.5, 0.9}) {
    Overload overload;
    Tick now = kNow;
    double waiting = 0, least = 1, most = 0;
    for (int poll = 0; poll < 400'000; ++poll) {
      now.ns += 20'000;
      // Each poll takes as long as it takes to work on what is kept of 64 packets.
      waiting += 64 * std::max(0.05, (1 - overload.share_of_new())) / can;
      const bool backlog = waiting >= 64;
      waiting = backlog ? std::min(waiting - 64, 10'000.0) : 0;
      overload.polled(backlog, now);
      if (poll < 200'000) continue;
      least = std::min(least, overload.share_of_new());
      most = std::max(most, overload.share_of_new());
    }
    EXPECT_NEAR(most, 1 - can, 0.15) << can;
    EXPECT_LT(most - least, 0.15) << can;
  }
}

TEST(Overload, EachShareIsAShareOfTheFlows) {
  Overload overload;
  while (overload.share_of_new() < 0.3) overload.polled(true, kNow);
  std::uint64_t shed = 0;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const std::uint64_t flow = mix(i, 7);
    shed += overload.sheds_unknown(flow);
    EXPECT_EQ(overload.sheds_unknown(flow), overload.sheds_beginning(flow));
    EXPECT_FALSE(overload.sheds_known(flow));
  }
  EXPECT_NEAR(static_cast<double>(shed), 6'000, 300);
}

// What a worker did with the packets of each flow, by the client's port.
struct Fate {
  std::size_t worked = 0;
  std::size_t shed = 0;
};

class Bench {
 public:
  explicit Bench(const ShardSize& size = {.flows = 16'384})
      : worker{{.shard = size, .make_room = {}}, *rules().set} {}

  // Gives one packet; whether it was left out.
  bool sheds(const std::string& frame) {
    now_ += 10'000;
    const Packet packet{.bytes = as_bytes(frame),
                        .wire_length = static_cast<std::uint32_t>(frame.size()),
                        .at = Tick{now_},
                        .number = ++number_};
    const std::uint64_t before = outcome(worker, Outcome::shed);
    worker.process({&packet, 1});
    empty(worker.outbox());
    EXPECT_EQ(outcome_sum(worker), number_);
    return outcome(worker, Outcome::shed) > before;
  }

  Worker worker;

 private:
  std::uint64_t now_ = kNow.ns;
  std::uint64_t number_ = 0;
};

std::vector<std::vector<Sent>> transfers(std::size_t count) {
  std::vector<std::vector<Sent>> flows;
  for (std::size_t i = 0; i < count; ++i) {
    flows.push_back(
        Transfer{{.segments = 6, .size = 100, .port = static_cast<std::uint16_t>(20'000 + i)}}
            .sent());
  }
  return flows;
}

// Under pressure that rises and falls all the time, though never to nothing.
TEST(Overload, FlowsAreWholeOrAbsentWhileOnlyNewOnesAreLeftOut) {
  Bench bench;
  while (bench.worker.overload().share_of_new() < 0.5) bench.worker.polled(true);
  const auto flows = transfers(600);
  std::vector<Fate> fates(flows.size());
  // Flows begin one after the other, and each goes on while the next ones begin.
  for (std::size_t turn = 0; turn < flows.size() + flows[0].size() * 8; ++turn) {
    for (std::size_t flow = 0; flow < flows.size(); ++flow) {
      if (turn < flow || (turn - flow) % 8 != 0) continue;
      const std::size_t at = (turn - flow) / 8;
      if (at >= flows[flow].size()) continue;
      // SYNs tell who somebody is, and are read either way.
      const bool shed = bench.sheds(flows[flow][at].frame.bytes());
      const bool is_syn = at < 2;
      if (is_syn) {
        EXPECT_FALSE(shed);
      } else {
        (shed ? fates[flow].shed : fates[flow].worked) += 1;
      }
    }
    // The level goes up and down by far more than a flow's place.
    for (int i = 0; i < 300; ++i) bench.worker.polled(turn / 8 % 2 == 0 && i < 36);
  }
  ASSERT_EQ(bench.worker.overload().share_of_known(), 0);
  std::size_t whole = 0, absent = 0;
  for (const Fate& fate : fates) {
    EXPECT_TRUE(fate.worked == 0 || fate.shed == 0)
        << fate.worked << " worked on, " << fate.shed << " left out";
    (fate.shed == 0 ? whole : absent) += 1;
  }
  EXPECT_GT(whole, 50u);
  EXPECT_GT(absent, 50u);
}

TEST(Overload, AKnownFlowLosesNothingWhileOnlyNewOnesAreLeftOut) {
  Bench bench;
  const auto flows = transfers(100);
  for (const auto& flow : flows) {
    for (std::size_t at = 0; at < 4; ++at) EXPECT_FALSE(bench.sheds(flow[at].frame.bytes()));
  }
  press_out_new_flows(bench.worker);
  for (const auto& flow : flows) {
    for (std::size_t at = 4; at < flow.size(); ++at) {
      EXPECT_FALSE(bench.sheds(flow[at].frame.bytes()));
    }
  }
  const auto more = transfers(200);
  for (std::size_t flow = 100; flow < 200; ++flow) {
    for (std::size_t at = 2; at < more[flow].size(); ++at) {
      EXPECT_TRUE(bench.sheds(more[flow][at].frame.bytes()));
    }
  }
  // What was left out is no gap of the tap.
  bench.worker.close();
  EXPECT_EQ(bench.worker.tallies().taps[0][TapEvent::gap_bytes].value(), 0u);
}

TEST(Overload, KnownFlowsGoByTheirHashWhenThePressureLasts) {
  Bench bench;
  const auto flows = transfers(400);
  for (const auto& flow : flows) {
    for (std::size_t at = 0; at < 8; ++at) bench.sheds(flow[at].frame.bytes());
  }
  press_out_new_flows(bench.worker);
  while (bench.worker.overload().share_of_known() < 0.5) bench.worker.polled(true);
  std::size_t shed_flows = 0;
  for (const auto& flow : flows) {
    std::set<bool> fates;
    // Up to the FINs, which make room.
    for (std::size_t at = 8; at + 3 < flow.size(); ++at) {
      const bool shed = bench.sheds(flow[at].frame.bytes());
      // What the server says may still be read.
      if (!flow[at].from_server) fates.insert(shed);
    }
    EXPECT_LE(fates.size(), 1u) << "part of a flow";
    shed_flows += fates.contains(true);
  }
  EXPECT_GT(shed_flows, 0u);
  bench.worker.close();
  EXPECT_EQ(bench.worker.tallies().taps[0][TapEvent::gap_bytes].value(), 0u);
}

TEST(Overload, BothDirectionsOfAFlowAreTreatedAlike) {
  Bench bench;
  while (bench.worker.overload().share_of_new() < 0.5) bench.worker.polled(true);
  std::size_t shed = 0;
  for (std::uint16_t port = 1; port <= 1'000; ++port) {
    const bool there = bench.sheds(ethernet(kClient, kServer)
                                       .ipv4("10.0.0.1", "10.0.0.2")
                                       .udp(port, 4'000)
                                       .payload("a")
                                       .bytes());
    const bool back = bench.sheds(ethernet(kServer, kClient)
                                      .ipv4("10.0.0.2", "10.0.0.1")
                                      .udp(4'000, port)
                                      .payload("b")
                                      .bytes());
    EXPECT_EQ(there, back) << port;
    shed += there;
  }
  EXPECT_GT(shed, 300u);
  EXPECT_LT(shed, 700u);
}

TEST(Overload, DevicesAreStillNamedWhenAllNewFlowsAreLeftOut) {
  const Rules own{std::filesystem::path{TAPCENSUS_SOURCE} / "rules", 1};
  const auto fields_of = [&](const std::string& capture, bool pressed) {
    Worker worker{{.shard = {}, .make_room = {}}, *own.set};
    if (pressed) press_out_new_flows(worker);
    std::map<std::string, std::set<std::uint32_t>> said;
    const Recording recording = recording_of(capture_path(capture));
    for (const Packet& packet : packets_of(recording)) {
      worker.process({&packet, 1});
      Evidence evidence;
      while (worker.outbox().pop(evidence)) {
        said[std::string{name_of(evidence.field)}].insert(
            static_cast<std::uint32_t>(evidence.rule));
      }
      Sighting sighting;
      while (worker.outbox().pop(sighting)) {
      }
    }
    worker.close();
    return said;
  };
  for (const auto& [capture, fields] : std::map<std::string, std::vector<std::string>>{
           {"dhcp.pcap", {"dhcp.params", "dhcp.vendor_class"}},
           {"mdns.pcap", {"mdns.name"}},
           {"office.pcap", {"tcp.syn", "dhcp.params"}}}) {
    auto calm = fields_of(capture, false), pressed = fields_of(capture, true);
    for (const std::string& field : fields) {
      EXPECT_EQ(pressed[field], calm[field]) << capture << ' ' << field;
      EXPECT_FALSE(pressed[field].empty()) << capture << ' ' << field;
    }
  }
}

TEST(Overload, TheFirstBytesOfKnownFlowsAreReadToTheLast) {
  Bench bench;
  std::vector<Sent> flow = Transfer{}.sent();
  for (std::size_t at = 0; at < 3; ++at) bench.sheds(flow[at].frame.bytes());
  press_out_known_flows(bench.worker);
  EXPECT_FALSE(bench.sheds(flow[3].frame.bytes()));
  press(bench.worker, 100'000);
  EXPECT_TRUE(bench.sheds(flow[4].frame.bytes()));
}

TEST(Overload, FramesWithoutIpAreLeftOutToo) {
  Bench bench;
  press_out_new_flows(bench.worker);
  EXPECT_TRUE(bench.sheds(std::string(60, '\0')));
  EXPECT_FALSE(bench.sheds(
      ethernet(kClient, kEveryone).ethertype(0x0806).payload(std::string(28, '\0')).bytes()));
  press(bench.worker, 100'000);
  EXPECT_TRUE(bench.sheds(
      ethernet(kClient, kEveryone).ethertype(0x0806).payload(std::string(28, '\0')).bytes()));
}

TEST(Overload, TheLedgerSumsUnderAnyPressure) {
  std::uint64_t shed = 0;
  for (const std::string& name : capture_names()) {
    const Recording recording = recording_of(capture_path(name));
    Worker worker{{.shard = {.flows = 64}, .make_room = {}}, *rules().set};
    const std::vector<Packet> packets = packets_of(recording);
    for (std::size_t at = 0; at < packets.size(); at += 16) {
      press(worker, at % 400 < 200 ? 2'000 : 0);
      worker.process(
          std::span{packets}.subspan(at, std::min<std::size_t>(16, packets.size() - at)));
      empty(worker.outbox());
      EXPECT_EQ(outcome_sum(worker), std::min(at + 16, packets.size()));
    }
    worker.close();
    EXPECT_EQ(outcome_sum(worker), packets.size()) << name;
    shed += outcome(worker, Outcome::shed);
  }
  EXPECT_GT(shed, 100u);
}

}  // namespace
}  // namespace tapcensus
