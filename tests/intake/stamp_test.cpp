#include "intake/stamp.hpp"

#include <gtest/gtest.h>

namespace tapcensus {
namespace {

constexpr Tick kHost{2'000'000'000 * kSecond};  // far from the packets' time

constexpr Tick at(std::uint64_t second) { return {(1'500'000'000 + second) * kSecond}; }

TEST(Stamp, TimeNeverRunsBack) {
  Stamp stamp;
  EXPECT_EQ(stamp.settle(at(10), kHost), at(10));
  EXPECT_EQ(stamp.settle(at(8), kHost), at(10));
  EXPECT_EQ(stamp.settle(at(11), kHost), at(11));
}

TEST(Stamp, OneWildPacketDoesNotMoveTime) {
  Stamp stamp;
  stamp.settle(at(0), kHost);
  EXPECT_EQ(stamp.settle(at(90'000), kHost), at(0));
  EXPECT_EQ(stamp.settle(at(1), kHost), at(1));
  EXPECT_EQ(stamp.settle(at(90'000), kHost), at(1)) << "the first wild one is forgotten";
}

TEST(Stamp, ASecondPacketThatAgreesMakesALeapTrue) {
  Stamp stamp;
  stamp.settle(at(0), kHost);
  EXPECT_EQ(stamp.settle(at(90'000), kHost), at(0));
  EXPECT_EQ(stamp.settle(at(90'001), kHost), at(90'001));
}

TEST(Stamp, ASecondWildPacketThatDisagreesDoesNot) {
  Stamp stamp;
  stamp.settle(at(0), kHost);
  EXPECT_EQ(stamp.settle(at(90'000), kHost), at(0));
  EXPECT_EQ(stamp.settle(at(990'000), kHost), at(0));
}

TEST(Stamp, AfterASilentNightTheHostsClockIsWitnessEnough) {
  Stamp stamp;
  stamp.settle(at(0), at(0));
  EXPECT_EQ(stamp.settle(at(30'000), at(30'000)), at(30'000));
}

TEST(Stamp, AnHourItselfIsNoLeap) {
  Stamp stamp;
  stamp.settle(at(0), kHost);
  EXPECT_EQ(stamp.settle(at(3600), kHost), at(3600));
}

TEST(Stamp, AClockThatIsSetIsAJumpAndASilenceIsNone) {
  EXPECT_FALSE(Stamp::jumped({}, at(90'000), kHost)) << "the first packet";
  EXPECT_FALSE(Stamp::jumped(at(100), at(100), kHost));
  EXPECT_FALSE(Stamp::jumped(at(100), at(99), kHost)) << "a second back is reordering";
  EXPECT_TRUE(Stamp::jumped(at(100), at(98), kHost));
  EXPECT_FALSE(Stamp::jumped(at(100), at(3700), kHost));
  EXPECT_TRUE(Stamp::jumped(at(100), at(3701), kHost));
  EXPECT_FALSE(Stamp::jumped(at(100), at(30'000), at(30'001))) << "the host's clock agrees";
}

}  // namespace
}  // namespace tapcensus
