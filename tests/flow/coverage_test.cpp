// What is said to be missing is what a list of all bytes would say.
#include "flow/coverage.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace tapcensus {
namespace {

// Which bytes of a direction were seen, one by one.
class EveryByte {
 public:
  explicit EveryByte(std::size_t size) : seen_(size) {}

  bool saw(std::size_t from, std::size_t to) {
    bool filled = false;
    for (std::size_t at = from; at < to; ++at) {
      filled |= at < end_ && at >= acknowledged_ && !seen_[at];
      seen_[at] = true;
    }
    end_ = std::max(end_, to);
    return filled;
  }
  std::uint32_t acknowledged(std::size_t to) {
    std::uint32_t missing = 0;
    for (; acknowledged_ < to; ++acknowledged_) missing += seen_[acknowledged_] ? 0 : 1;
    end_ = std::max(end_, to);
    return missing;
  }
  std::size_t end() const { return end_; }

 private:
  std::vector<bool> seen_;
  std::size_t end_ = 0;
  std::size_t acknowledged_ = 0;
};

// Segments lost, late and sent again by chance; the receiver has all of them and says so now and
// then, so often that no list is full. `behind`: how far, in segments, what comes late may lie
// behind.
void expect_agreement(std::uint32_t first, std::size_t behind, unsigned seed) {
  constexpr std::size_t kSize = 10, kSegments = 3'000;
  std::mt19937 random{seed};
  Arena arena;
  Holes holes{4, arena};
  Coverage coverage;
  coverage.begin(first);
  EveryByte oracle{kSize * (kSegments + 10)};
  std::size_t acknowledged = 0;
  for (std::size_t i = 1; i < kSegments; ++i) {
    std::size_t at = i;
    if (random() % 3 == 0) at -= std::min(at - 1, random() % behind);
    if (random() % 5 != 0) {
      const std::size_t from = at * kSize - random() % 3, to = from + 1 + random() % (kSize + 2);
      ASSERT_EQ(coverage.saw(first + static_cast<std::uint32_t>(from),
                             static_cast<std::uint32_t>(to - from), holes),
                oracle.saw(from, to))
          << "segment " << i;
    }
    if (random() % 2 == 0 || i % 4 == 0) {
      acknowledged = std::max(acknowledged, oracle.end() - std::min(oracle.end(), random() % 25));
      ASSERT_EQ(
          coverage.acknowledged(first + static_cast<std::uint32_t>(acknowledged), holes).missing,
          oracle.acknowledged(acknowledged))
          << "segment " << i;
    }
  }
}

TEST(Coverage, AgreesWithAListOfAllBytes) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    for (const std::uint32_t first : {0u, 12'345u, 0x7fff'f000u, 0xffff'f000u}) {
      expect_agreement(first, 1 + seed % 4, seed);
    }
  }
}

// When holes had to be joined, sums stay what they were.
TEST(Coverage, CountsEveryMissingByteHoweverManyHolesThereAre) {
  for (const std::uint32_t holes_in_flight : {1u, 8u, 9u, 10u, 11u, 30u, 200u}) {
    Arena arena;
    Holes holes{1, arena};
    Coverage coverage;
    coverage.begin(1000);
    std::uint32_t at = 1000, missing = 0, found = 0;
    for (int turn = 0; turn < 20; ++turn) {
      for (std::uint32_t i = 0; i < holes_in_flight; ++i) {
        const std::uint32_t hole = 1 + (i * 7 + 3) % 50;
        missing += hole;
        at += hole;
        coverage.saw(at, 100, holes);
        at += 100;
        // Half of what was sent is acknowledged meanwhile.
        if (i % 3 == 0) found += coverage.acknowledged(at - 100 * i / 2, holes).missing;
      }
      found += coverage.acknowledged(at, holes).missing;
      EXPECT_EQ(found, missing) << holes_in_flight;
    }
  }
}

TEST(Coverage, HolesThatAreFilledLateAreForgotten) {
  Arena arena;
  Holes holes{2, arena};
  Coverage coverage;
  coverage.begin(0);
  std::vector<std::uint32_t> late;
  for (std::uint32_t at = 0; at < 100'000; at += 100) {
    if (at % 300 == 100) {
      late.push_back(at);
    } else {
      coverage.saw(at, 100, holes);
    }
    if (late.size() < 40) continue;
    for (const std::uint32_t from : late) {
      if (from == at) continue;  // not passed over yet
      EXPECT_TRUE(coverage.saw(from, 100, holes)) << from;
    }
    late.assign(1, at);
    EXPECT_EQ(coverage.acknowledged(at, holes).missing, 0u) << at;
  }
}

TEST(Coverage, AListThatChangedHandsIsNobodysMistake) {
  Arena arena;
  Holes holes{2, arena};
  std::vector<Coverage> many(20);
  for (Coverage& each : many) {
    each.begin(0);
    each.saw(100, 100, holes);
  }
  std::uint32_t missing = 0;
  for (Coverage& each : many) {
    EXPECT_FALSE(each.saw(0, 0, holes));
    missing += each.acknowledged(200, holes).missing;
  }
  EXPECT_EQ(missing, 200u);
}

// The fuzz of hostile numbers: nothing is promised but an answer that is bounded.
TEST(Coverage, AnyNumbersHaveAnAnswer) {
  std::mt19937 random{3};
  Arena arena;
  Holes holes{3, arena};
  std::vector<Coverage> many(8);
  std::uint32_t near = 0;
  for (int i = 0; i < 400'000; ++i) {
    Coverage& one = many[random() % many.size()];
    const std::uint32_t number = random() % 4 == 0 ? random() : near += random() % 5'000 - 1'000;
    switch (random() % 8) {
      case 0: one.begin(number); break;
      case 1: one.forget(holes); break;
      case 2:
      case 3: EXPECT_LE(one.acknowledged(number, holes).missing, 1u << 31); break;
      default: one.saw(number, random() % 3'000, holes);
    }
  }
}

}  // namespace
}  // namespace tapcensus
