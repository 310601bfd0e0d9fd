// The rate of a clock is told from the first and the last timestamp of one end, or not at all.
#include "flow/clocks.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tapcensus {
namespace {

using namespace std::string_literals;

constexpr std::uint64_t kMillisecond = kSecond / 1000;
constexpr std::uint64_t kWho = 0x1234'5678'9abc'def0;

Tick after(std::uint64_t milliseconds) { return Tick{kSecond + milliseconds * kMillisecond}; }

class ClocksTest : public ::testing::Test {
 protected:
  std::uint32_t rate(std::uint32_t first, std::uint32_t last, std::uint64_t milliseconds) {
    clocks_.begin(kWho, first, after(0));
    return clocks_.end(kWho, last, after(milliseconds));
  }
  Arena arena_;
  Clocks clocks_{64, arena_};
};

TEST_F(ClocksTest, UsualRatesAreKnown) {
  EXPECT_EQ(rate(7'000, 8'003, 1'000), 1000u);
  EXPECT_EQ(rate(7'000, 7'249, 1'000), 250u);
  EXPECT_EQ(rate(7'000, 7'103, 1'000), 100u);
  EXPECT_EQ(rate(7'000, 7'100, 10'000), 10u);
}

TEST_F(ClocksTest, ClockMayPassItsEnd) { EXPECT_EQ(rate(0xffff'ff00, 0x300, 1'024), 1000u); }

TEST_F(ClocksTest, ShortConnectionsSlowAndOddClocksSayNothing) {
  EXPECT_EQ(rate(7'000, 7'100, 100), 0u);
  EXPECT_EQ(rate(7'000, 7'010, 1'000), 0u);
  EXPECT_EQ(rate(7'000, 7'700, 1'000), 0u);
  EXPECT_EQ(rate(7'000, 6'000, 1'000), 0u) << "it runs back";
  EXPECT_EQ(rate(7'000, 1'007'000, 1'000'000), 0u) << "too long ago";
}

TEST_F(ClocksTest, FirstTimestampCountsWhateverIsRepeated) {
  clocks_.begin(kWho, 7'000, after(0));
  clocks_.begin(kWho, 7'500, after(500));
  EXPECT_EQ(clocks_.end(kWho, 8'000, after(1'000)), 1000u);
  EXPECT_EQ(clocks_.end(kWho, 8'000, after(1'000)), 0u) << "an end that comes again";
}

TEST_F(ClocksTest, EndOfSomebodyElseSaysNothing) {
  clocks_.begin(kWho, 7'000, after(0));
  EXPECT_EQ(clocks_.end(kWho + 64, 8'000, after(1'000)), 0u);
}

TEST(TimestampIn, StandsAnywhereAmongTheOptions) {
  const std::string header(20, '\0');
  EXPECT_EQ(timestamp_in(as_bytes(header + "\1\1\x08\x0a\0\0\x1b\x58\0\0\0\0"s)), 7'000u);
  EXPECT_EQ(timestamp_in(as_bytes(header + "\2\4\5\xb4\4\2\x08\x0a\0\0\x1b\x58\0\0\0\0"s)), 7'000u);
  EXPECT_EQ(timestamp_in(as_bytes(header + "\2\4\5\xb4"s)), 0u);
  EXPECT_EQ(timestamp_in(as_bytes(header + "\x08\x0a\0\0"s)), 0u);
  EXPECT_EQ(timestamp_in(as_bytes(header + "\x05\0\0\0"s)), 0u);
  EXPECT_EQ(timestamp_in({}), 0u);
}

}  // namespace
}  // namespace tapcensus
