// The first packets of each end of a connection tell how it numbers them: once, and the same
// however they come.
#include <gmock/gmock.h>

#include <functional>

#include "support/fragment.hpp"
#include "support/frame.hpp"
#include "support/recording.hpp"
#include "support/wrap.hpp"
#include "worker/bench.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Numbered final : public FactListener {
 public:
  void hear(const Origin& origin, const MacAddress&, const Finding& finding) noexcept override {
    if (finding.field != Field::ip_id) return;
    said.push_back(origin.layers.source.to_string() + " " + std::string{finding.text});
  }
  std::vector<std::string> said;
};

std::vector<std::string> numbers_in(const Recording& recording, std::size_t workers = 1) {
  static const Rules rules;
  Numbered numbered;
  for (std::size_t index = 0; index < workers; ++index) {
    Worker worker{{.index = index,
                   .workers = workers,
                   .shards = workers == 1 ? 1u : 8u,
                   .shard = {},
                   .make_room = {},
                   .listener = &numbered},
                  *rules.set};
    for (const Packet& packet : packets_of(recording)) {
      worker.process({&packet, 1});
      empty(worker.outbox());
    }
    worker.close();
  }
  return numbered.said;
}

const std::string kPhone = "10.0.0.5", kLaptop = "10.0.0.6", kPeer = "10.0.0.2";

using Number = std::function<unsigned(unsigned)>;

unsigned counted(unsigned i) { return 0x12f0 + i; }
unsigned zero(unsigned) { return 0; }

// A connection of `from`, each end of which sends its SYN and then so many segments.
struct Talk {
  std::string from;
  std::size_t segments;
  Number own, peers;
  std::uint16_t port = 40'000;
};

Recording traffic(const std::vector<Talk>& talks) {
  Recording recording;
  const auto add = [&](const Frame& frame) {
    const std::string bytes = frame.bytes();
    const auto length = static_cast<std::uint32_t>(bytes.size());
    recording.push_back({.bytes = bytes,
                         .wire_length = length,
                         .link = Link::ethernet,
                         .at = Tick{(1'000 + recording.size()) * kSecond / 100}});
  };
  for (const Talk& talk : talks) {
    const auto up = [&] {
      return ethernet(kClient, kServer).ipv4(talk.from, kPeer).tcp(talk.port, 7'007);
    };
    const auto down = [&] {
      return ethernet(kServer, kClient).ipv4(kPeer, talk.from).tcp(7'007, talk.port);
    };
    add(up().id(0x7777).flags(kSyn).seq(999));
    add(down().id(0).flags(kSyn | kAck).seq(4'999).ack(1'000));
    for (std::uint32_t i = 0; i < talk.segments; ++i) {
      const auto number = [&](const Number& of) { return static_cast<std::uint16_t>(of(i)); };
      const std::uint32_t own = 1'000 + i * 40, peers = 5'000 + i * 40;
      add(up().id(number(talk.own)).seq(own).ack(peers).payload(std::string(40, 'u')));
      add(down().id(number(talk.peers)).seq(peers).ack(own + 40).payload(std::string(40, 'd')));
    }
  }
  return recording;
}

TEST(Numbers, EachEndSpeaksForItself) {
  EXPECT_THAT(numbers_in(traffic({{kPhone, 8, zero, counted}})),
              ElementsAre("10.0.0.5 zero", "10.0.0.2 counter"));
}

TEST(Numbers, AreToldOnceInEachConnection) {
  EXPECT_THAT(numbers_in(traffic({{kPhone, 100, zero, counted}})),
              ElementsAre("10.0.0.5 zero", "10.0.0.2 counter"));
  EXPECT_THAT(
      numbers_in(traffic({{kPhone, 9, counted, zero}, {kPhone, 9, counted, zero, 40'001}})),
      ElementsAre("10.0.0.5 counter", "10.0.0.2 zero", "10.0.0.5 counter", "10.0.0.2 zero"));
}

TEST(Numbers, AFewPacketsTellNothing) {
  EXPECT_THAT(numbers_in(traffic({{kPhone, 7, counted, zero}})), IsEmpty());
}

// Linux answers a SYN, and refuses one, with 0, whatever it does in the connection.
TEST(Numbers, HandshakesAndResetsTellNothing) {
  Recording recording;
  const auto add = [&](std::uint8_t flags, std::uint32_t i) {
    const std::string bytes = ethernet(kClient, kServer)
                                  .ipv4(kPhone, kPeer)
                                  .tcp(40'000, 7'007)
                                  .flags(flags)
                                  .seq(i)
                                  .bytes();
    recording.push_back({.bytes = bytes,
                         .wire_length = static_cast<std::uint32_t>(bytes.size()),
                         .link = Link::ethernet,
                         .at = Tick{kSecond * (i + 1)}});
  };
  for (const std::uint8_t flags : {kSyn | kAck, kRst | kAck, +kRst}) {
    for (std::uint32_t i = 0; i < 20; ++i) add(flags, i);
  }
  EXPECT_THAT(numbers_in(recording), IsEmpty());
}

class HoweverTheyCome : public ::testing::Test {
 protected:
  const Recording recording_ = traffic({{kPhone, 8, zero, counted}, {kLaptop, 9, counted, zero}});
  const std::vector<std::string> said_ = {"10.0.0.5 zero", "10.0.0.2 counter", "10.0.0.6 counter",
                                          "10.0.0.2 zero"};

  void expect_the_same(const Recording& changed, std::size_t workers = 1) {
    EXPECT_THAT(numbers_in(changed, workers), ::testing::UnorderedElementsAreArray(said_));
  }
};

TEST_F(HoweverTheyCome, Twice) { expect_the_same(duplicated(recording_)); }

TEST_F(HoweverTheyCome, OutOfOrder) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    expect_the_same(reordered(recording_, 4, seed));
    expect_the_same(reordered(duplicated(recording_), 6, seed));
  }
}

TEST_F(HoweverTheyCome, InSmallerSegments) { expect_the_same(cut_smaller(recording_)); }

TEST_F(HoweverTheyCome, InTunnels) {
  for (const Wrapping& tunnel : kWrappings) {
    SCOPED_TRACE(tunnel.name);
    expect_the_same(wrapped(recording_, tunnel));
  }
}

// Who cuts a packet that is numbered 0 must give its pieces a number: so none of them here.
TEST_F(HoweverTheyCome, InPieces) {
  EXPECT_THAT(numbers_in(fragmented(traffic({{kPhone, 8, counted, counted}}), 68)),
              ElementsAre("10.0.0.5 counter", "10.0.0.2 counter"));
}

TEST_F(HoweverTheyCome, ToSeveralWorkers) { expect_the_same(recording_, 4); }

// Of a real system: tests/captures/README.md. Linux counts in each connection, whatever a program
// says of itself.
TEST(Numbers, OfLinuxCount) {
  const std::vector<std::string> said = numbers_in(recording_of(capture_path("office.pcap")));
  EXPECT_GT(said.size(), 10u);
  EXPECT_THAT(said, Each(::testing::EndsWith(" counter")));
}

}  // namespace
}  // namespace tapcensus
