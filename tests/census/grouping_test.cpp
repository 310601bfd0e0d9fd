// Which addresses and MACs are one device.
#include "census/grouping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "census/notes.hpp"

namespace tapcensus {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr std::string_view kHost = "f0:99:b6:00:00:01";
constexpr std::string_view kOther = "f0:99:b6:00:00:02";
constexpr std::string_view kRouter = "00:1a:a1:00:00:fe";
constexpr std::string_view kVrrp = "00:00:5e:00:01:0a";

// Each device as "mac: ip ip".
std::vector<std::string> devices(const std::vector<Note>& notes, World* given = nullptr,
                                 CensusOptions options = {}) {
  World own;
  Census census{(given != nullptr ? given : &own)->catalog, std::move(options)};
  enter(census, notes);
  std::vector<std::string> described;
  for (const Device& device : census.devices()) {
    std::string text = device.macs.empty() ? "-:" : device.macs.front().to_string() + ":";
    for (const IpAddress& address : device.ips) text += " " + address.to_string();
    described.push_back(text);
  }
  return described;
}

const DeviceKey kServer = key(kRouter, "198.51.100.1");

TEST(Grouping, AllAddressesOfAHostAreOneDevice) {
  EXPECT_THAT(
      devices({sends(key(kHost, "10.0.0.5"), kServer), sends(key(kHost, "2001:db8::5"), kServer),
               sends(key(kHost, "fe80::5"), kServer)}),
      ElementsAre("f0:99:b6:00:00:01: 10.0.0.5 2001:db8::5 fe80::5"));
}

TEST(Grouping, WhatNeverSentIsNoDevice) {
  EXPECT_THAT(devices({sends(key(kHost, "10.0.0.5"), key(kOther, "10.0.0.6"))}),
              ElementsAre("f0:99:b6:00:00:01: 10.0.0.5"));
}

TEST(Grouping, WithoutAMacEachAddressIsADevice) {
  EXPECT_THAT(devices({sends(key("", "10.0.0.5"), key("", "10.0.0.6")),
                       sends(key("", "10.0.0.6"), key("", "10.0.0.5"))}),
              ElementsAre("-: 10.0.0.5", "-: 10.0.0.6"));
}

TEST(Grouping, DecrementedTtlsShowARouter) {
  EXPECT_THAT(devices({sends(key(kRouter, "10.9.0.5"), kServer, 63),
                       sends(key(kRouter, "10.9.0.6"), kServer, 127)}),
              ElementsAre("-: 10.9.0.5", "-: 10.9.0.6"));
}

TEST(Grouping, InitialTtlsAndTraceroutesDoNot) {
  for (const std::uint8_t ttl : {1, 30, 32, 60, 64, 128, 255}) {
    EXPECT_FALSE(decremented(ttl)) << int{ttl};
  }
  for (const std::uint8_t ttl : {57, 63, 118, 127, 243, 254}) {
    EXPECT_TRUE(decremented(ttl)) << int{ttl};
  }
}

TEST(Grouping, MoreThanFourAddressesShowARouter) {
  std::vector<Note> notes;
  for (const char* address : {"10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"}) {
    notes.emplace_back(sends(key(kHost, address), kServer));
  }
  EXPECT_EQ(devices(notes).size(), 1u);
  notes.emplace_back(sends(key(kHost, "10.0.0.5"), kServer));
  EXPECT_EQ(devices(notes).size(), 5u);
}

TEST(Grouping, MoreThanTwoIpv6NetworksShowARouter) {
  std::vector<Note> notes{sends(key(kHost, "fd00:0:0:1::5"), kServer),
                          sends(key(kHost, "2001:db8:0:2::5"), kServer),
                          sends(key(kHost, "fe80::5"), kServer)};
  EXPECT_EQ(devices(notes).size(), 1u);
  notes.emplace_back(sends(key(kHost, "2001:db8:0:3::5"), kServer));
  EXPECT_EQ(devices(notes).size(), 4u);
}

TEST(Grouping, AddressesNoHostHasTogetherShowARouter) {
  EXPECT_EQ(
      devices({sends(key(kRouter, "198.51.100.1"), {}), sends(key(kRouter, "203.0.113.1"), {})})
          .size(),
      2u);
  EXPECT_EQ(
      devices({sends(key(kRouter, "10.0.0.1"), {}), sends(key(kRouter, "203.0.113.1"), {})}).size(),
      2u);
  EXPECT_EQ(
      devices({sends(key(kHost, "203.0.113.1"), {}), sends(key(kHost, "203.0.113.9"), {})}).size(),
      1u);
}

TEST(Grouping, TheRouterIsADeviceOfItsOwn) {
  EXPECT_THAT(devices({claims(key(kRouter, "10.0.0.1")), sends(key(kRouter, "10.0.0.1"), {}),
                       sends(key(kRouter, "fe80::1"), {}), routes(kRouter),
                       sends(key(kRouter, "198.51.100.1"), {}, 57)}),
              ElementsAre("00:1a:a1:00:00:fe: 10.0.0.1 fe80::1", "-: 198.51.100.1"));
}

TEST(Grouping, AHostBeforeAndAfterItsRouterIsOne) {
  EXPECT_THAT(devices({claims(key(kHost, "10.0.0.5")), sends(key(kHost, "10.0.0.5"), {}),
                       sends(key(kRouter, "10.0.0.5"), {}, 63)}),
              ElementsAre("f0:99:b6:00:00:01: 10.0.0.5"));
}

TEST(Grouping, AlsoWhenItNeverClaimedItsAddress) {
  EXPECT_THAT(devices({sends(key(kHost, "10.0.0.5"), {}), sends(key(kRouter, "10.0.0.5"), {}, 63)}),
              ElementsAre("f0:99:b6:00:00:01: 10.0.0.5"));
}

TEST(Grouping, ButNotWhenTwoHostsUseIt) {
  EXPECT_THAT(devices({sends(key(kHost, "10.0.0.5"), {}), sends(key(kOther, "10.0.0.5"), {}),
                       sends(key(kRouter, "10.0.0.5"), {}, 63)}),
              UnorderedElementsAre("f0:99:b6:00:00:01: 10.0.0.5", "f0:99:b6:00:00:02: 10.0.0.5",
                                   "-: 10.0.0.5"));
}

TEST(Grouping, DhcpBindsTheAddressOfAClientBehindARelay) {
  World world;
  const auto spoke = heard(world, key(kHost, ""), Field::dhcp_params, 90, {os({"iOS"})});
  EXPECT_THAT(devices({spoke, is_told_to_own(key(kHost, "10.9.0.5"), kRouter),
                       sends(key(kRouter, "10.9.0.5"), {}, 63)},
                      &world),
              ElementsAre("f0:99:b6:00:00:01: 10.9.0.5"));
}

TEST(Grouping, AnAddressThatWasOnlyOfferedIsNoDevice) {
  EXPECT_THAT(devices({is_told_to_own(key(kHost, "10.9.0.5"), kRouter)}), IsEmpty());
}

TEST(Grouping, AHostThatOnlySpeaksArpIsADevice) {
  EXPECT_THAT(devices({claims(key(kHost, "10.0.0.5"))}),
              ElementsAre("f0:99:b6:00:00:01: 10.0.0.5"));
}

TEST(Grouping, ProxyArpDoesNotMakeARouterOfManyHosts) {
  std::vector<Note> notes;
  for (int i = 1; i <= 9; ++i) {
    const DeviceKey far = key(kRouter, "10.9.0." + std::to_string(i));
    notes.emplace_back(claims(far));
    notes.emplace_back(sends(far, {}, 63));
  }
  EXPECT_EQ(devices(notes).size(), 9u);
}

TEST(Grouping, VirtualRouterMacsAreNoDevices) {
  EXPECT_THAT(devices({routes(kVrrp), claims(key(kVrrp, "10.0.0.254")),
                       sends(key(kVrrp, "198.51.100.1"), {}, 57)}),
              ElementsAre("-: 198.51.100.1"));
}

TEST(Grouping, NobodyIsAtMulticastOrUnspecifiedAddresses) {
  EXPECT_THAT(devices({sends(key("", "0.0.0.0"), kServer), sends(key("", "::"), kServer),
                       sends(key("", "224.0.0.1"), kServer), sends(key(kHost, "ff02::1"), kServer),
                       sends(key("", "255.255.255.255"), kServer)}),
              IsEmpty());
}

TEST(Grouping, AClientWithoutAnAddressIsADevice) {
  EXPECT_THAT(devices({sends(key(kHost, "0.0.0.0"), key("ff:ff:ff:ff:ff:ff", "255.255.255.255"))}),
              ElementsAre("f0:99:b6:00:00:01:"));
}

TEST(Grouping, TheOuiOfARouterDoesNotNameThoseBehindIt) {
  World world;
  Census census{world.catalog, {}};
  enter(census, {heard(world, key(kRouter, ""), Field::eth_oui, 95, {vendor({"Cisco"})}),
                 sends(key(kRouter, "10.9.0.5"), {}, 63)});
  const std::vector<Device> devices = census.devices();
  ASSERT_EQ(devices.size(), 1u);
  EXPECT_EQ(world.answer(devices.front().verdict, Level::vendor), "-");
}

TEST(Grouping, ItNamesTheRouterAlsoWhenItCameWithForwardedPackets) {
  World world;
  Census census{world.catalog, {}};
  enter(census, {heard(world, key(kRouter, "10.9.0.5"), Field::eth_oui, 95, {vendor({"Cisco"})}),
                 sends(key(kRouter, "10.9.0.5"), {}, 63), claims(key(kRouter, "10.0.0.1"))});
  const std::vector<Device> devices = census.devices();
  ASSERT_EQ(devices.size(), 2u);
  EXPECT_EQ(world.answer(devices[0].verdict, Level::vendor), "Cisco");
  EXPECT_EQ(world.answer(devices[1].verdict, Level::vendor), "-");
}

TEST(Grouping, ASwitchThatOnlySendsFramesIsADevice) {
  World world;
  EXPECT_THAT(
      devices({heard(world, key(kRouter, ""), Field::eth_oui, 95, {vendor({"Cisco"})})}, &world),
      ElementsAre("00:1a:a1:00:00:fe:"));
}

TEST(Grouping, OnlyDevicesInScopeAreListed) {
  CensusOptions options;
  options.scope = {*Prefix::parse("10.0.0.0/24")};
  EXPECT_THAT(devices({sends(key(kHost, "10.0.0.5"), {}), sends(key(kHost, "2001:db8::5"), {}),
                       sends(key(kOther, "10.0.1.5"), {})},
                      nullptr, options),
              ElementsAre("f0:99:b6:00:00:01: 10.0.0.5 2001:db8::5"));
}

}  // namespace
}  // namespace tapcensus
