#include "intake/tape.hpp"

#include <gmock/gmock.h>

#include "intake/taps.hpp"

namespace tapcensus {
namespace {

constexpr std::uint64_t kStart = 1'528'243'200 * kSecond;

class TapeTest : public ::testing::Test {
 protected:
  Tape load(const std::vector<Recorded>& frames, std::uint32_t link_type = 1) {
    write(directory_.file("capture.pcap"), frames, link_type);
    auto tape = Tape::load(directory_.file("capture.pcap"));
    EXPECT_TRUE(tape.ok());
    return std::move(*tape);
  }
  static Bytes played(const Tape& tape, std::size_t frame, std::uint64_t lap, bool move = false) {
    const Tape::Frame& recorded = tape.frames().at(frame);
    Bytes bytes(recorded.size);
    tape.play(recorded, lap, move, bytes);
    return bytes;
  }

  Directory directory_;
};

TEST_F(TapeTest, TheFirstLapIsTheCaptureAsItIs) {
  const Bytes frame = udp(7, 50000, 1, 53);
  EXPECT_EQ(played(load({{frame, {kStart}}}), 0, 0, true), frame);
}

TEST_F(TapeTest, LaterLapsHaveNewFlowsBetweenTheSameAddresses) {
  const Bytes query = udp(7, 50000, 1, 53);
  const Bytes answer = udp(1, 53, 7, 50000);
  const Tape tape = load({{query, {kStart}}, {answer, {kStart + kSecond}}});
  const Bytes query_later = played(tape, 0, 1);
  const Bytes answer_later = played(tape, 1, 1);
  EXPECT_NE(source_port(query_later), 50000u);
  EXPECT_EQ(source_port(query_later), target_port(answer_later)) << "both directions move alike";
  EXPECT_EQ(target_port(query_later), 53u);
  EXPECT_EQ(source_port(answer_later), 53u);
  EXPECT_EQ(addresses(query_later), addresses(query));
  EXPECT_NE(source_port(played(tape, 0, 2)), source_port(query_later));
}

TEST_F(TapeTest, TheSideThatSentTheSynMovesEvenWhenItsPortIsTheLowerOne) {
  const Tape tape = load({{tcp(1, 62078, 7, 50000, 0x12), {kStart}},
                          {tcp(7, 50000, 1, 62078, 0x10), {kStart}},
                          {tcp(1, 62078, 7, 50000, 0x10), {kStart}}});
  EXPECT_EQ(source_port(played(tape, 0, 1)), 62078u);
  EXPECT_EQ(target_port(played(tape, 1, 1)), 62078u);
  EXPECT_EQ(source_port(played(tape, 2, 1)), 62078u);
  EXPECT_NE(source_port(played(tape, 1, 1)), 50000u);
}

TEST_F(TapeTest, PortsThatNameAServiceStay) {
  for (const Bytes& frame : {udp(7, 68, 255, 67), udp(7, 5353, 251, 5353), udp(7, 1030, 1, 5353)}) {
    EXPECT_EQ(played(load({{frame, {kStart}}}), 0, 3), frame);
  }
}

TEST_F(TapeTest, ForMeasurementsAddressesMoveToo) {
  const Bytes query = udp(7, 50000, 1, 53);
  const Bytes answer = udp(1, 53, 7, 50000);
  const Tape tape = load({{query, {kStart}}, {answer, {kStart}}});
  const Bytes there = addresses(played(tape, 0, 1, true));
  const Bytes back = addresses(played(tape, 1, 1, true));
  EXPECT_NE(there, addresses(query));
  EXPECT_EQ(there[0], std::byte{10}) << "a private address stays private";
  EXPECT_TRUE(std::equal(there.begin(), there.begin() + 4, back.begin() + 4));
}

TEST_F(TapeTest, SilenceIsShortenedAndTimeThatRunsBackStandsStill) {
  const Bytes frame = udp(7, 50000, 1, 53);
  const Tape tape = load({{frame, {kStart}},
                          {frame, {kStart + kSecond / 2}},
                          {frame, {kStart}},
                          {frame, {kStart + 40'000'000 * kSecond}}});
  EXPECT_EQ(tape.frames()[1].at, kSecond / 2);
  EXPECT_EQ(tape.frames()[2].at, kSecond / 2);
  EXPECT_EQ(tape.frames()[3].at, kSecond / 2 + kSecond);
  EXPECT_GT(tape.length(), tape.frames()[3].at);
}

TEST_F(TapeTest, FramesWithoutEthernetGetAHeader) {
  const Bytes whole = udp(7, 50000, 1, 53);
  const Bytes raw{whole.begin() + 14, whole.end()};
  const Tape tape = load({{raw, {kStart}}}, 101);
  Bytes expected(12);
  expected.insert(expected.end(), {std::byte{0x08}, std::byte{0x00}});
  expected.insert(expected.end(), raw.begin(), raw.end());
  EXPECT_EQ(played(tape, 0, 0), expected);
  EXPECT_EQ(tape.frames()[0].wire_length, expected.size());
}

TEST_F(TapeTest, BothDirectionsGoToTheSameQueue) {
  const Tape tape = load({{udp(7, 50000, 1, 53), {kStart}}, {udp(1, 53, 7, 50000), {kStart}}});
  EXPECT_EQ(tape.frames()[0].spread, tape.frames()[1].spread);
}

TEST_F(TapeTest, ACaptureWithNothingToPlayIsAnErrorWithItsName) {
  write(directory_.file("empty.pcap"), {});
  const auto tape = Tape::load(directory_.file("empty.pcap"));
  ASSERT_FALSE(tape.ok());
  EXPECT_EQ(tape.errors()[0].where, directory_.file("empty.pcap"));
}

}  // namespace
}  // namespace tapcensus
