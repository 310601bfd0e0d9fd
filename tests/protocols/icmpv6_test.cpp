// Neighbour discovery says whose an IPv6 address is, who routes and how, if it comes from this
// link; listeners tell their groups, and echo requests have the shape of their program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol icmpv6;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using namespace tapcensus::testing;

constexpr MacAddress kPhone{{0xf0, 0x99, 0xb6, 0, 0, 1}};
constexpr MacAddress kProxy{{0x3c, 0x07, 0x54, 0, 0, 2}};

Layers from(std::string_view source, std::uint8_t hop_limit = 255) {
  Layers layers;
  layers.source_mac = kPhone;
  layers.source = ip(source);
  layers.ttl = hop_limit;
  return layers;
}

// Type, code, checksum and the four bytes that follow.
std::string header(unsigned type, unsigned code = 0) {
  return octets({type, code, 0, 0, 0, 0, 0, 0});
}
std::string solicitation(std::string_view target, const std::string& options = "") {
  return header(135) + octets_of(ip(target)) + options;
}
std::string advertisement(std::string_view target, const std::string& options = "") {
  return header(136) + octets_of(ip(target)) + options;
}
std::string router_advertisement(const std::string& options = "") {
  return header(134) + std::string(8, '\0') + options;
}
std::string source_option(const MacAddress& mac) { return octets({1, 1}) + octets_of(mac); }
std::string target_option(const MacAddress& mac) { return octets({2, 1}) + octets_of(mac); }

TEST(Icmpv6, RouterAdvertisementMarksARouter) {
  const Said said = ask(icmpv6, router_advertisement(source_option(kPhone)), from("fe80::1"));
  EXPECT_THAT(said.claims,
              UnorderedElementsAre("f0:99:b6:00:00:01 routes", "f0:99:b6:00:00:01 owns fe80::1"));
}

TEST(Icmpv6, RouterAdvertisementFromBeyondTheLinkIsIgnored) {
  EXPECT_THAT(ask(icmpv6, router_advertisement(), from("2001:db8::1")).claims, IsEmpty());
  EXPECT_THAT(ask(icmpv6, router_advertisement(), from("fe80::1", 64)).claims, IsEmpty());
}

TEST(Icmpv6, SolicitationNamesTheHardwareOfItsSender) {
  const Said said =
      ask(icmpv6, solicitation("2001:db8::1", source_option(kPhone)), from("2001:db8::5"));
  EXPECT_THAT(said.claims, ElementsAre("f0:99:b6:00:00:01 owns 2001:db8::5"));
}

TEST(Icmpv6, DuplicateAddressDetectionOwnsNothingYet) {
  EXPECT_THAT(ask(icmpv6, solicitation("2001:db8::5"), from("::")).claims, IsEmpty());
}

TEST(Icmpv6, AdvertisementNamesTheHardwareOfItsTarget) {
  EXPECT_THAT(ask(icmpv6, advertisement("2001:db8::5"), from("fe80::5")).claims,
              ElementsAre("f0:99:b6:00:00:01 owns 2001:db8::5"));
  // What the option says counts: a sleep proxy answers for somebody else.
  EXPECT_THAT(
      ask(icmpv6, advertisement("2001:db8::5", target_option(kProxy)), from("fe80::5")).claims,
      ElementsAre("3c:07:54:00:00:02 owns 2001:db8::5"));
}

TEST(Icmpv6, ForwardedNeighbourMessagesAreIgnored) {
  const Said said = ask(icmpv6, advertisement("2001:db8::5"), from("2001:db8::6", 254));
  EXPECT_EQ(said.reading.what, Reading::What::not_mine);
  EXPECT_THAT(said.claims, IsEmpty());
}

TEST(Icmpv6, OptionOfLengthZeroSpoilsTheOptions) {
  const std::string broken = octets({14, 0}) + source_option(kPhone);
  EXPECT_THAT(ask(icmpv6, solicitation("2001:db8::1", broken), from("2001:db8::5")).claims,
              IsEmpty());
}

TEST(Icmpv6, EchoRequestsHaveTheShapeOfTheirProgram) {
  EXPECT_THAT(ask(icmpv6, header(128) + "abcdefgh", from("2001:db8::5", 64)).texts,
              ElementsAre("icmp.echo=8,-,a-w"));
}

TEST(Icmpv6, RouterAdvertisementHasAShape) {
  const std::string prefix =
      octets({3, 4, 64, 0xc0}) + std::string(12, '\0') + octets_of(ip("2001:db8::"));
  const std::string mtu = octets({5, 1, 0, 0}) + be32(1500);
  const std::string servers = octets({25, 3, 0, 0}) + be32(600) + octets_of(ip("2001:db8::1"));
  const std::string bytes = octets({134, 0, 0, 0, 64, 0x48}) + be16(1800) + be32(0) + be32(1000) +
                            source_option(kPhone) + mtu + prefix + servers;
  const Said said = ask(icmpv6, bytes, from("fe80::1"));
  EXPECT_THAT(said.texts, ElementsAre("icmpv6.ra=64:o+:1800:0:1000:1,5=1500,3la,25=600"));
  EXPECT_THAT(ask(icmpv6, bytes + octets({14, 0}), from("fe80::1")).texts, IsEmpty());
  EXPECT_THAT(ask(icmpv6, bytes, from("fe80::1", 64)).texts, IsEmpty());
}

TEST(Icmpv6, RouterSolicitationListsItsOptions) {
  EXPECT_THAT(ask(icmpv6, header(133), from("::")).texts, ElementsAre("icmpv6.rs=none"));
  const std::string nonce = octets({14, 1, 1, 2, 3, 4, 5, 6});
  const Said said = ask(icmpv6, header(133) + source_option(kPhone) + nonce, from("fe80::5"));
  EXPECT_THAT(said.texts, ElementsAre("icmpv6.rs=1,14"));
  EXPECT_THAT(said.claims, ElementsAre("f0:99:b6:00:00:01 owns fe80::5"));
}

std::string group_record(unsigned type, std::string_view group, unsigned sources = 0) {
  return octets({type, 0}) + be16(sources) + octets_of(ip(group)) +
         std::string(std::size_t{16} * sources, '\1');
}
std::string report2(unsigned records, const std::string& bytes) {
  return octets({143, 0, 0, 0, 0, 0}) + be16(records) + bytes;
}

TEST(Icmpv6, ListenersTellTheirGroups) {
  EXPECT_THAT(ask(icmpv6, header(131) + octets_of(ip("ff02::fb")), from("fe80::5", 1)).texts,
              ElementsAre("mld.group=ff02::fb", "mld.version=1"));
  const std::string bytes =
      report2(5, group_record(4, "ff02::1:ff00:5") + group_record(4, "ff02::c") +
                     group_record(3, "ff02::1:3") + group_record(3, "ff35::1", 1) +
                     group_record(2, "ff05::2"));
  EXPECT_THAT(
      ask(icmpv6, bytes, from("fe80::5", 1)).texts,
      ElementsAre("mld.group=ff02::c", "mld.group=ff35::1", "mld.group=ff05::2", "mld.version=2"));
  EXPECT_THAT(ask(icmpv6, report2(9, group_record(4, "ff02::c")), from("::", 1)).texts,
              ElementsAre("mld.group=ff02::c", "mld.version=2"));
}

TEST(Icmpv6, ListenersFromBeyondTheLinkAreIgnored) {
  const std::string bytes = report2(1, group_record(4, "ff02::c"));
  EXPECT_EQ(ask(icmpv6, bytes, from("fe80::5", 64)).reading.what, Reading::What::not_mine);
  EXPECT_EQ(ask(icmpv6, bytes, from("2001:db8::5", 1)).reading.what, Reading::What::not_mine);
}

TEST(Icmpv6, MulticastTargetsHaveNoOwner) {
  EXPECT_THAT(ask(icmpv6, advertisement("ff02::1"), from("fe80::5")).claims, IsEmpty());
}

TEST(Icmpv6, RepliesAndCutMessagesAreNotMine) {
  for (const std::string& bytes : {header(129) + "abcdefgh", header(135), header(134),
                                   header(136, 1), std::string{"\x88"}, std::string{}}) {
    EXPECT_EQ(ask(icmpv6, bytes, from("fe80::5")).reading.what, Reading::What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
