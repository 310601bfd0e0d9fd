// How packets are numbered is told from eight different numbers, in whatever order they come.
#include "flow/numbering.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <vector>

namespace tapcensus {
namespace {

constexpr std::uint64_t kWho = 0x1234'5678'9abc'def0;
constexpr std::uint64_t kMillisecond = kSecond / 1000;

struct Segment {
  std::uint16_t number;
  std::uint32_t sequence;
  std::uint32_t acknowledgment;
  bool last = false;  // FIN
};
using Segments = std::vector<Segment>;

// Of the headers, what is looked at.
struct Sent {
  explicit Sent(const Segment& segment) {
    header[4] = std::byte(segment.number >> 8);
    header[5] = std::byte(segment.number & 255);
    layers.ip_header = header;
    layers.tcp_flags = segment.last ? kFin | kAck : kAck;
    layers.tcp_sequence = segment.sequence;
    layers.tcp_acknowledgment = segment.acknowledgment;
  }
  std::array<std::byte, 20> header{};
  Layers layers;
};

// A sender of 100 bytes at a time, whose i-th packet has the number `number(i)`.
Segments sent(std::size_t count, const std::function<unsigned(unsigned)>& number) {
  Segments segments;
  for (unsigned i = 0; i < count; ++i) {
    segments.push_back({.number = static_cast<std::uint16_t>(number(i)),
                        .sequence = 1'000 + i * 100,
                        .acknowledgment = 7'000 + i / 2 * 300});
  }
  return segments;
}

class NumberingTest : public ::testing::Test {
 protected:
  // What is said of them, and nothing after that.
  std::string_view said_of(const Segments& segments) {
    Arena arena;
    Numbering numbering{64, arena};
    Tick at{kSecond};
    for (const auto& segment : segments) {
      at.ns += kMillisecond;
      const Numbers numbers = numbering.saw(kWho, Sent{segment}.layers, at);
      if (numbers != Numbers::watched) return name_of(numbers);
    }
    return "watched";
  }
};

unsigned count_from(unsigned first, unsigned step, unsigned i) { return first + i * step; }
unsigned exchanged(unsigned number) { return (number << 8 & 0xff00) | (number >> 8 & 0xff); }
unsigned lot(unsigned i) {
  constexpr unsigned kDrawn[] = {0x5ba1, 0xe90c, 0x1377, 0x8c4d, 0xb2f0,
                                 0x02d5, 0x70e6, 0xcf19, 0x3fa2, 0x96d8};
  return kDrawn[i % 10];
}

TEST_F(NumberingTest, CountersCountWhateverElseTheyCount) {
  EXPECT_EQ(said_of(sent(8, [](unsigned i) { return count_from(0x1234, 1, i); })), "counter");
  EXPECT_EQ(said_of(sent(8, [](unsigned i) { return count_from(0x1234, 37, i); })), "counter");
  EXPECT_EQ(said_of(sent(9, [](unsigned i) { return count_from(0xfffc, 1, i); })), "counter")
      << "past the end of the range";
}

TEST_F(NumberingTest, CountersWithExchangedBytesAreToldApart) {
  EXPECT_EQ(said_of(sent(8, [](unsigned i) { return exchanged(count_from(0x12fc, 1, i)); })),
            "counter_le");
  EXPECT_EQ(said_of(sent(8, [](unsigned i) { return exchanged(count_from(0x1234, 3, i)); })),
            "counter_le");
}

// Two machines behind one address of a service, each with its own counter.
TEST_F(NumberingTest, ACounterWithAStrangerIsNone) {
  const auto number = [](unsigned i) { return i == 3 ? 0x67fa : count_from(0x0700, 1, i); };
  EXPECT_EQ(said_of(sent(8, number)), "");
}

TEST_F(NumberingTest, LotsLieApart) { EXPECT_EQ(said_of(sent(8, lot)), "random"); }

TEST_F(NumberingTest, CountersThatRunFastAreNoLots) {
  EXPECT_EQ(said_of(sent(8, [](unsigned i) { return count_from(77, 2'000, i); })), "");
  EXPECT_EQ(said_of(sent(8, [](unsigned i) { return count_from(77, 9'000, i / 2) + i % 2; })), "")
      << "two packets at a time";
}

TEST_F(NumberingTest, NumbersThatStayAreBelievedOfDifferentPackets) {
  EXPECT_EQ(said_of(sent(7, [](unsigned) { return 0; })), "watched");
  EXPECT_EQ(said_of(sent(8, [](unsigned) { return 0; })), "zero");
  EXPECT_EQ(said_of(sent(8, [](unsigned) { return 0xabcd; })), "constant");
}

TEST_F(NumberingTest, PartsOfOneLargeSegmentMayShareANumber) {
  Segments parts = sent(20, [](unsigned) { return 0xabcd; });
  for (auto& part : parts) part.acknowledgment = 7'000;
  EXPECT_EQ(said_of(parts), "watched");
  const Segments more = sent(8, [](unsigned i) { return count_from(0xabcd, 1, i); });
  parts.insert(parts.end(), more.begin(), more.end());
  EXPECT_EQ(said_of(parts), "counter");
}

TEST_F(NumberingTest, ZerosAmongOthersSayNothing) {
  const auto some = [](unsigned i) { return i % 3 == 0 ? 0 : count_from(0x1234, 1, i); };
  EXPECT_EQ(said_of(sent(10, some)), "watched");
  EXPECT_EQ(said_of(sent(12, some)), "counter");
}

TEST_F(NumberingTest, OrderAndRepetitionChangeNothing) {
  std::mt19937 random{7};
  for (const auto& [segments, said] :
       {std::pair{sent(8, [](unsigned i) { return count_from(0xfffc, 1, i); }), "watched"},
        std::pair{sent(9, [](unsigned i) { return count_from(0xfffc, 1, i); }), "counter"},
        std::pair{sent(8, [](unsigned i) { return exchanged(count_from(0x12fc, 1, i)); }),
                  "counter_le"},
        std::pair{sent(8, lot), "random"}, std::pair{sent(7, lot), "watched"},
        std::pair{sent(8, [](unsigned) { return 0; }), "zero"},
        std::pair{sent(7, [](unsigned) { return 0; }), "watched"},
        std::pair{sent(8, [](unsigned) { return 0xabcd; }), "constant"}}) {
    SCOPED_TRACE(said);
    Segments twice = segments;
    twice.insert(twice.end(), segments.begin(), segments.end());
    for (int i = 0; i < 20; ++i) {
      EXPECT_EQ(said_of(twice), said);
      std::ranges::shuffle(twice, random);
    }
  }
}

TEST_F(NumberingTest, WhatNeverBecomesClearHasAnEnd) {
  EXPECT_EQ(said_of(sent(68, [](unsigned i) { return i % 5 + 1; })), "watched");
  EXPECT_EQ(said_of(sent(69, [](unsigned i) { return i % 5 + 1; })), "");
}

TEST_F(NumberingTest, FourOfOnePlaceAreWatchedAtATime) {
  Arena arena;
  Numbering numbering{64, arena};
  const auto saw = [&](std::uint64_t which, unsigned i) {
    const Sent sent{{static_cast<std::uint16_t>(500 + i), 1'000 + i * 100, 7'000, false}};
    return numbering.saw(kWho + 64 * which, sent.layers, Tick{kSecond + i});
  };
  for (unsigned i = 0; i < 7; ++i) {
    for (std::uint64_t which = 0; which < 4; ++which) EXPECT_EQ(saw(which, i), Numbers::watched);
  }
  EXPECT_EQ(saw(4, 7), Numbers::unclear) << "the fifth";
  for (std::uint64_t which = 0; which < 4; ++which) EXPECT_EQ(saw(which, 8), Numbers::counter);
}

TEST_F(NumberingTest, WhoComesLateIsNotWatchedUntilTheFirstIsSilent) {
  constexpr std::uint64_t kLate = kWho + 1;
  Arena arena;
  Numbering numbering{1, arena};
  const auto saw = [&](std::uint64_t who, unsigned i, std::uint64_t milliseconds,
                       bool last = false) {
    const Sent sent{{static_cast<std::uint16_t>(500 + i), 1'000 + i * 100, 7'000, last}};
    return numbering.saw(who, sent.layers, Tick{kSecond + milliseconds * kMillisecond});
  };
  EXPECT_EQ(saw(kWho, 0, 0), Numbers::watched);
  EXPECT_EQ(saw(kLate, 0, 1'000), Numbers::unclear);
  EXPECT_EQ(saw(kLate, 0, 10'000), Numbers::watched) << "ten seconds later";
  EXPECT_EQ(saw(kWho, 1, 10'001), Numbers::unclear);
  EXPECT_EQ(saw(kLate, 1, 10'002, true), Numbers::watched);
  EXPECT_EQ(saw(kWho, 2, 11'002), Numbers::watched) << "a second after its end";
  for (unsigned i = 3; i < 9; ++i) EXPECT_EQ(saw(kWho, i, 11'002 + i), Numbers::watched);
  EXPECT_EQ(saw(kWho, 9, 11'020), Numbers::counter);
  EXPECT_EQ(saw(kLate, 2, 11'021), Numbers::watched) << "what has been told makes room";
}

}  // namespace
}  // namespace tapcensus
