// A DHCPv6 client tells what it is, also through relays; servers and relays tell nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol dhcpv6;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr MacAddress kPhone{{0xf0, 0x99, 0xb6, 0, 0, 1}};
constexpr MacAddress kOther{{0x3c, 0x07, 0x54, 0, 0, 2}};
constexpr unsigned kSolicit = 1, kAdvertise = 2, kReply = 7, kRelayForward = 12;

std::string option(unsigned code, const std::string& value) {
  return be16(code) + be16(static_cast<unsigned>(value.size())) + value;
}
std::string message(unsigned type, const std::string& options) {
  return octets({type, 0xa, 0xb, 0xc}) + options;
}
std::string relayed(const std::string& inner, const std::string& more = "") {
  return octets({kRelayForward, 0}) + std::string(32, '\1') + more + option(9, inner);
}
std::string duid_ll(const MacAddress& mac) { return be16(3) + be16(1) + octets_of(mac); }
std::string duid_llt(const MacAddress& mac) {
  return be16(1) + be16(1) + be32(1000) + octets_of(mac);
}
std::string item(const std::string& text) {
  return be16(static_cast<unsigned>(text.size())) + text;
}

Layers from(const MacAddress& mac, std::string_view source) {
  Layers layers;
  layers.source_mac = mac;
  layers.source = ip(source);
  return layers;
}

TEST(Dhcpv6, ClientTellsWhatItIs) {
  const std::string bytes =
      message(kSolicit, option(1, duid_llt(kPhone)) + option(6, be16(24) + be16(23)) +
                            option(15, item("lab") + item("iPXE")) +
                            option(16, be32(311) + item("MSFT 5.0")) +
                            option(39, octets({0}) + std::string{"\2pc\7example\0", 12}));
  const Said said = ask(dhcpv6, bytes);
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts,
              ElementsAre("dhcpv6.duid=llt/1/1000/f0:99:b6:00:00:01", "dhcpv6.params=24,23",
                          "dhcpv6.user_class=lab,iPXE", "dhcpv6.vendor_class=MSFT 5.0",
                          "dhcpv6.fqdn=pc.example", "dhcpv6.options=1,6,15,16,39"));
  EXPECT_EQ(said.about, "");
}

TEST(Dhcpv6, IdentifiersAreWrittenByTheirKind) {
  const auto duid = [](const std::string& bytes) {
    return ask(dhcpv6, message(kSolicit, option(1, bytes))).texts.front();
  };
  EXPECT_EQ(duid(duid_ll(kPhone)), "dhcpv6.duid=ll/1/f0:99:b6:00:00:01");
  EXPECT_EQ(duid(be16(2) + be32(43793) + "\1\2"), "dhcpv6.duid=en/43793/0102");
  EXPECT_EQ(duid(be16(4) + std::string(16, '\x11')), "dhcpv6.duid=uuid/" + std::string(32, '1'));
  EXPECT_EQ(duid(be16(9) + "\7"), "dhcpv6.duid=9/07");
  EXPECT_EQ(duid(be16(9)), "dhcpv6.options=1");
  EXPECT_EQ(duid(std::string(131, '\1')), "dhcpv6.options=1");
}

TEST(Dhcpv6, EnterpriseWithoutTextIsANumber) {
  EXPECT_THAT(ask(dhcpv6, message(kSolicit, option(16, be32(9)))).texts,
              ElementsAre("dhcpv6.vendor_class=9", "dhcpv6.options=16"));
}

TEST(Dhcpv6, LinkLocalAddressIsThatOfTheHardwareThatSendsAndNamesItself) {
  const std::string bytes = message(kSolicit, option(1, duid_ll(kPhone)));
  EXPECT_THAT(ask(dhcpv6, bytes, from(kPhone, "fe80::5")).claims,
              ElementsAre("f0:99:b6:00:00:01 owns fe80::5"));
  EXPECT_THAT(ask(dhcpv6, bytes, from(kOther, "fe80::5")).claims, IsEmpty());
  EXPECT_THAT(ask(dhcpv6, bytes, from(kPhone, "2001:db8::5")).claims, IsEmpty());
}

TEST(Dhcpv6, BehindRelaysTextsAreAboutTheHardwareThatIsNamed) {
  const std::string inner = message(kSolicit, option(1, duid_ll(kPhone)) + option(6, be16(23)));
  const Said by_identifier = ask(dhcpv6, relayed(relayed(inner)), from(kOther, "fe80::7"));
  EXPECT_EQ(by_identifier.about, "f0:99:b6:00:00:01");
  EXPECT_THAT(by_identifier.texts, ElementsAre("dhcpv6.duid=ll/1/f0:99:b6:00:00:01",
                                               "dhcpv6.params=23", "dhcpv6.options=1,6"));
  EXPECT_THAT(by_identifier.claims, IsEmpty());
  const std::string hardware = option(79, be16(1) + octets_of(kOther));
  EXPECT_EQ(ask(dhcpv6, relayed(inner, hardware)).about, "3c:07:54:00:00:02");
}

TEST(Dhcpv6, RelayedClientWithoutHardwareIsNotTakenForTheRelay) {
  const std::string inner = message(kSolicit, option(6, be16(23)));
  EXPECT_THAT(ask(dhcpv6, relayed(inner)).texts, IsEmpty());
}

TEST(Dhcpv6, RelaysWithoutEndAreNotFollowed) {
  std::string bytes = message(kSolicit, option(1, duid_ll(kPhone)));
  for (int i = 0; i < 8; ++i) bytes = relayed(bytes);
  EXPECT_EQ(ask(dhcpv6, bytes).texts.size(), 2u);
  EXPECT_EQ(ask(dhcpv6, relayed(bytes)).reading.what, Reading::What::not_mine);
}

TEST(Dhcpv6, WhatAServerSaysIsNotTheClients) {
  for (const unsigned type : {kAdvertise, kReply}) {
    const Said said = ask(dhcpv6, message(type, option(1, duid_ll(kPhone))));
    EXPECT_EQ(said.reading.what, Reading::What::done);
    EXPECT_THAT(said.texts, IsEmpty());
  }
}

TEST(Dhcpv6, OptionsBeforeACutAreKeptButNotListed) {
  std::string bytes = message(kSolicit, option(6, be16(23)) + option(15, item("lab")));
  bytes.pop_back();
  EXPECT_THAT(ask(dhcpv6, bytes).texts, ElementsAre("dhcpv6.params=23"));
}

TEST(Dhcpv6, OtherMessagesAreNotMine) {
  for (const std::string& bytes : {message(0, ""), message(14, ""), std::string{"\1\2"},
                                   relayed(""), std::string(20, '\x0c'), std::string{}}) {
    EXPECT_EQ(ask(dhcpv6, bytes).reading.what, Reading::What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
