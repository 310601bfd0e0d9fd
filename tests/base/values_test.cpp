// The small values that everything else is made of.
#include <gtest/gtest.h>

#include "base/addresses.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "base/tick.hpp"

namespace tapcensus {
namespace {

IpAddress ip(std::string_view text) { return *IpAddress::parse(text); }

TEST(IpAddress, IsWrittenAsPeopleWriteIt) {
  for (const char* const text : {"192.168.1.7", "0.0.0.0", "2001:db8::1", "::", "fe80::1"}) {
    EXPECT_EQ(ip(text).to_string(), text);
  }
  EXPECT_EQ(ip("2001:DB8:0:0::1").to_string(), "2001:db8::1");
  for (const char* const text : {"", "1.2.3", "1.2.3.4.5", "host", "10.0.0.0/8", "1.2.3.256"}) {
    EXPECT_FALSE(IpAddress::parse(text)) << text;
  }
}

TEST(IpAddress, KnowsItsKind) {
  EXPECT_TRUE(ip("224.0.0.251").multicast());
  EXPECT_TRUE(ip("ff02::fb").multicast());
  EXPECT_FALSE(ip("223.255.255.255").multicast());
  EXPECT_TRUE(ip("255.255.255.255").broadcast());
  EXPECT_TRUE(ip("0.0.0.0").unspecified());
  EXPECT_TRUE(ip("::").unspecified());
  EXPECT_FALSE(ip("::1").unspecified());
  EXPECT_TRUE(ip("169.254.1.1").link_local());
  EXPECT_TRUE(ip("febf::1").link_local());
  EXPECT_FALSE(ip("fec0::1").link_local());
  EXPECT_TRUE(ip("127.9.9.9").loopback());
  EXPECT_TRUE(ip("::1").loopback());
}

TEST(Prefix, HoldsTheAddressesBelowIt) {
  EXPECT_TRUE(Prefix::parse("10.0.0.0/8")->contains(ip("10.255.1.1")));
  EXPECT_FALSE(Prefix::parse("10.0.0.0/8")->contains(ip("11.0.0.1")));
  EXPECT_FALSE(Prefix::parse("10.0.0.0/8")->contains(ip("2001:db8::1")));
  EXPECT_TRUE(Prefix::parse("192.168.1.128/25")->contains(ip("192.168.1.200")));
  EXPECT_FALSE(Prefix::parse("192.168.1.128/25")->contains(ip("192.168.1.100")));
  EXPECT_TRUE(Prefix::parse("2001:db8::/33")->contains(ip("2001:db8:7fff::1")));
  EXPECT_FALSE(Prefix::parse("2001:db8::/33")->contains(ip("2001:db8:8000::1")));
  EXPECT_TRUE(Prefix::parse("::/0")->contains(ip("2001:db8::1")));
  EXPECT_TRUE(Prefix::parse("10.1.2.3")->contains(ip("10.1.2.3")));
  for (const char* const text :
       {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "/8", "::/129", "x/8"}) {
    EXPECT_FALSE(Prefix::parse(text)) << text;
  }
}

TEST(MacAddress, TellsGroupsAndLocalOnesApart) {
  const MacAddress apple{{0xf0, 0x99, 0xb6, 1, 2, 3}};
  EXPECT_EQ(apple.to_string(), "f0:99:b6:01:02:03");
  EXPECT_FALSE(apple.multicast() || apple.locally_administered() || apple.none());
  EXPECT_TRUE((MacAddress{{0x01, 0x00, 0x5e, 0, 0, 1}}.multicast()));
  EXPECT_TRUE((MacAddress{{0x52, 0x54, 0, 0, 0, 1}}.locally_administered()));
  EXPECT_TRUE(MacAddress::of(as_bytes("short")).none());
}

TEST(Text, CutsAndSaysSo) {
  EXPECT_EQ(Text<4>{"abcd"}.view(), "abcd");
  EXPECT_FALSE(Text<4>{"abcd"}.cut());
  EXPECT_EQ(Text<4>{"abcde"}.view(), "abcd");
  EXPECT_TRUE(Text<4>{"abcde"}.cut());
}

TEST(Digest, EqualsThePublishedVectors) {
  const auto md5 = md5_hex("abc");  // RFC 1321, A.5
  EXPECT_EQ((std::string_view{md5.data(), md5.size()}), "900150983cd24fb0d6963f7d28e17f72");
  const auto sha = sha256_hex("abc");  // FIPS 180-4
  EXPECT_EQ((std::string_view{sha.data(), sha.size()}),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Tick, CountsMinutes) {
  EXPECT_EQ(Tick{59'999'999'999}.minute(), 0u);
  EXPECT_EQ(Tick{60'000'000'000}.minute(), 1u);
}

}  // namespace
}  // namespace tapcensus
