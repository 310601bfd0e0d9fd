// pcapng: interfaces that differ, clocks of every unit, sections, and blocks of no use.
#include "capture/pcapng.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "capture/reading.hpp"

namespace tapcensus {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string seed(const std::string& name) {
  return TAPCENSUS_SOURCE "/tests/corpus/capture/" + name;
}

std::vector<Kept> packets_of(const std::string& file) { return rest_of(*capture_of(file)); }

std::string damage_of(const std::string& file) {
  const auto capture = capture_of(file);
  rest_of(*capture);
  return capture->damaged() ? capture->damaged()->what : "none";
}

class TwoLinkTypes : public testing::TestWithParam<const char*> {};

// The seed's first interface counts nanoseconds, the second 2^-20 s from an offset.
TEST_P(TwoLinkTypes, EachPacketHasTheLinkAndTheClockOfItsInterface) {
  const auto capture = *Capture::open(seed(GetParam()));
  const auto packets = rest_of(*capture);
  ASSERT_GE(packets.size(), 3u);
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const Kept& packet = packets[i];
    EXPECT_EQ(packet.number, i + 1);
    EXPECT_EQ(packet.link, i % 3 == 0 ? Link::ethernet : Link::raw_ip);
    EXPECT_EQ(packet.bytes.front(), i % 3 == 0 ? '\xff' : '\x45');
    EXPECT_EQ(packet.ns / 1'000, 1'528'243'200'123'456 + i % 3 * 1'000'000);
  }
  EXPECT_EQ(packets[2].wire_length, 1514u);
  EXPECT_THAT(packets[2].bytes, SizeIs(46));
  EXPECT_FALSE(capture->damaged());
  EXPECT_FALSE(capture->ended_mid_packet());
}

INSTANTIATE_TEST_SUITE_P(Seeds, TwoLinkTypes,
                         testing::Values("two_link_types.pcapng", "big_endian.pcapng",
                                         "two_link_types.pcapng.zst", "two_sections.pcapng"));

TEST(Pcapng, ReadsObsoleteAndSimplePacketBlocks) {
  const auto capture = *Capture::open(seed("old_blocks.pcapng"));
  const auto packets = rest_of(*capture);
  ASSERT_THAT(packets, SizeIs(3));
  EXPECT_EQ(packets[0].ns, 1'528'243'200'123'456'000u);
  EXPECT_THAT(packets[1].bytes, EndsWith("ABBBBBBBBBBBBBBBBBBB"));
  EXPECT_THAT(packets[2].bytes, SizeIs(60)) << "the interface's snapshot length";
  EXPECT_EQ(packets[2].wire_length, 1514u);
  EXPECT_EQ(packets[2].ns, packets[1].ns) << "a simple packet block has no time of its own";
}

TEST(TimeUnit, FollowsTheInterfaceDescription) {
  struct Case {
    std::uint8_t resolution;
    std::int64_t offset;
    std::uint64_t stamp, ns;
  };
  constexpr std::uint64_t kMost = ~std::uint64_t{0};
  constexpr std::uint64_t kLast = kMost / 2;  // in the year 2262
  for (const Case& c : {
           Case{6, 0, 1'500'000, 1'500'000'000},
           Case{0, 0, 7, 7'000'000'000},
           Case{9, 0, 123, 123},
           Case{12, 0, 123'456, 123},
           Case{127, 0, kMost, 1},
           Case{0x80, 0, 7, 7'000'000'000},
           Case{0x80 | 1, 0, 3, 1'500'000'000},
           Case{0x80 | 32, 0, 5ull << 31, 2'500'000'000},
           Case{0xff, 0, kMost, 0},
           Case{9, 3, 5, 3'000'000'005},
           Case{9, -3, 5'000'000'000, 2'000'000'000},
           Case{9, -6, 5'000'000'000, 0},
           Case{9, INT64_MIN, kMost, 0},
           Case{9, INT64_MAX, 0, kLast},
           Case{0, 0, kMost, kLast},
       }) {
    TimeUnit unit;
    unit.set_resolution(c.resolution);
    unit.set_offset(c.offset);
    EXPECT_EQ(unit.tick(c.stamp).ns, c.ns)
        << "resolution " << int{c.resolution} << ", offset " << c.offset << ", " << c.stamp;
  }
}

TEST(TimeUnit, IsMicrosecondsWhenNothingIsSaid) { EXPECT_EQ(TimeUnit{}.tick(5).ns, 5'000u); }

TEST(Pcapng, SkipsBlocksOfAnySizeThatHoldNoPackets) {
  const std::string file = section() + interface() + enhanced(0, "before") +
                           block(0x0bad, std::string(3'000'000, 'x')) +
                           block(4, std::string(600'000, 'x')) + enhanced(0, "after");
  const auto capture = capture_of(file);
  const auto packets = rest_of(*capture);
  ASSERT_THAT(packets, SizeIs(2));
  EXPECT_EQ(packets[1].bytes, "after");
  EXPECT_EQ(packets[1].number, 2u);
  EXPECT_FALSE(capture->damaged());
  EXPECT_FALSE(capture->ended_mid_packet());
}

TEST(Pcapng, AFileCutInASkippedBlockWasCut) {
  const std::string file = section() + interface() + enhanced(0, "before") +
                           block(0x0bad, std::string(3'000'000, 'x')).substr(0, 2'000'000);
  const auto capture = capture_of(file);
  EXPECT_THAT(rest_of(*capture), SizeIs(1));
  EXPECT_TRUE(capture->ended_mid_packet());
}

TEST(Pcapng, ANewSectionForgetsTheInterfacesOfTheOldOne) {
  const std::string file = section() + interface(1) + enhanced(0, "one") + section() +
                           interface(113) + enhanced(0, "two");
  const auto packets = packets_of(file);
  ASSERT_THAT(packets, SizeIs(2));
  EXPECT_EQ(packets[1].link, Link::linux_sll);
  EXPECT_THAT(damage_of(section() + interface() + section() + enhanced(0, "one")),
              HasSubstr("interface 0, which is not described"));
}

TEST(Pcapng, DamageIsNamedAfterThePacketsBeforeIt) {
  const std::string good = section() + interface() + enhanced(0, "good");
  const auto said = [&good](const std::string& bad) {
    const std::string file = good + bad;
    EXPECT_THAT(packets_of(file), SizeIs(1));
    return damage_of(file);
  };
  EXPECT_EQ(said(enhanced(7, "bad")), "a packet is from interface 7, which is not described");
  EXPECT_EQ(said(block(6, little(0u, 0u, 0u, 99u, 99u) + "bad")),
            "a packet claims 99 captured bytes");
  EXPECT_EQ(said(little(6u, 8u, 0u)), "a block claims a length of 8 bytes");
  EXPECT_EQ(said(little(6u, 33u, 0u)), "a block claims a length of 33 bytes");
  EXPECT_EQ(said(little(4u, 0x7ffffffcu, 0u)), "a block claims a length of 2147483644 bytes");
  EXPECT_EQ(said(little(6u, 1'048'576u, 0u)), "a block claims a length of 1048576 bytes");
  EXPECT_EQ(said(little(4u, 16u, 0u, 20u)), "a block's two lengths differ");
  EXPECT_EQ(said(section(2)), "a section is of pcapng version 2");
  EXPECT_EQ(said(little(0x0a0d0d0au, 28u, 0x12345678u)), "a section is in no known byte order");
}

TEST(Pcapng, InterfacesAreBounded) {
  std::string file = section();
  for (int i = 0; i <= 65'536; ++i) file += interface();
  EXPECT_EQ(damage_of(file), "a section has more than 65536 interfaces");
}

}  // namespace
}  // namespace tapcensus
