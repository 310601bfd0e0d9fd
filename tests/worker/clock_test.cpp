// A connection that opens and closes tells how fast the clock of each of its ends ticks.
#include <gmock/gmock.h>

#include "support/frame.hpp"
#include "worker/bench.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Clocked final : public FactListener {
 public:
  void hear(const Origin& origin, const MacAddress&, const Finding& finding) noexcept override {
    if (finding.field != Field::tcp_clock) return;
    said.push_back(origin.layers.source.to_string() + " " + std::string{finding.text});
  }
  std::vector<std::string> said;
};

std::string timestamp(std::uint32_t value) {
  std::string option = "\x01\x01\x08\x0a";
  for (const int shift : {24, 16, 8, 0}) option += static_cast<char>(value >> shift);
  return option + std::string(4, '\0');
}

struct Segment {
  std::string from, to;
  std::uint8_t flags;
  std::uint32_t value;
  std::uint64_t milliseconds;
};

std::vector<std::string> clocks_of(const std::vector<Segment>& segments) {
  const Rules rules;
  Clocked clocked;
  Worker worker{{.shard = {}, .make_room = {}, .listener = &clocked}, *rules.set};
  std::uint64_t number = 0;
  for (const Segment& segment : segments) {
    const bool up = segment.from == "10.0.0.5";
    const std::string frame = ethernet(up ? kClient : kServer, up ? kServer : kClient)
                                  .ipv4(segment.from, segment.to)
                                  .tcp(up ? std::uint16_t{40'000} : std::uint16_t{443},
                                       up ? std::uint16_t{443} : std::uint16_t{40'000})
                                  .flags(segment.flags)
                                  .tcp_options(timestamp(segment.value))
                                  .bytes();
    const Packet packet{.bytes = as_bytes(frame),
                        .wire_length = static_cast<std::uint32_t>(frame.size()),
                        .at = Tick{kSecond * 1000 + segment.milliseconds * (kSecond / 1000)},
                        .number = ++number};
    worker.process({&packet, 1});
    empty(worker.outbox());
  }
  worker.close();
  return clocked.said;
}

const std::string kPhone = "10.0.0.5", kPeer = "10.0.0.2";

TEST(Clock, EachEndSpeaksForItself) {
  EXPECT_THAT(clocks_of({{kPhone, kPeer, kSyn, 5'000, 0},
                         {kPeer, kPhone, kSyn | kAck, 90'000, 10},
                         {kPhone, kPeer, kFin | kAck, 7'000, 2'000},
                         {kPeer, kPhone, kFin | kAck, 90'500, 2'010}}),
              ElementsAre("10.0.0.5 1000", "10.0.0.2 250"));
}

TEST(Clock, OneDirectionIsEnough) {
  EXPECT_THAT(clocks_of({{kPhone, kPeer, kSyn, 5'000, 0}, {kPhone, kPeer, kFin, 5'300, 3'000}}),
              ElementsAre("10.0.0.5 100"));
}

TEST(Clock, WithoutItsBeginningAConnectionTellsNothing) {
  EXPECT_THAT(clocks_of({{kPhone, kPeer, kAck, 5'000, 0}, {kPhone, kPeer, kFin, 8'000, 3'000}}),
              IsEmpty());
}

}  // namespace
}  // namespace tapcensus
