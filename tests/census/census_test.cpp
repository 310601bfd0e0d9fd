// Devices, their order, their traffic, and the bounds of the census.
#include "census/census.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "census/notes.hpp"

namespace tapcensus {
namespace {

using testing::ElementsAre;

constexpr std::string_view kPhone = "f0:99:b6:00:00:01";
constexpr std::string_view kPrinter = "00:1b:78:00:00:02";

TEST(Census, ADeviceCarriesItsTrafficAndTimes) {
  World world;
  Census census{world.catalog, {}};
  enter(census, {sends(key(kPhone, "10.0.0.5"), key(kPrinter, "10.0.0.9"), 64, 3),
                 sends(key(kPhone, "fe80::5"), key(kPrinter, "fe80::9"), 64, 1),
                 sends(key(kPrinter, "10.0.0.9"), key(kPhone, "10.0.0.5"), 64, 9)});
  const Device phone = census.devices().front();
  EXPECT_EQ(phone.sent.packets, 20u);
  EXPECT_EQ(phone.received.bytes, 1000u);
  EXPECT_EQ(phone.first_seen, at_second(1));
  EXPECT_EQ(phone.last_seen, at_second(4));
}

TEST(Census, TheIdIsKeyedAndStaysTheSame) {
  World world;
  const auto id = [&](std::byte key_byte, std::string_view address) {
    CensusOptions options;
    options.id_key.fill(key_byte);
    Census census{world.catalog, options};
    enter(census, {sends(key(kPhone, address), {})});
    return census.devices().front().id;
  };
  EXPECT_THAT(id(std::byte{1}, "10.0.0.5"), testing::MatchesRegex("d-[0-9a-f]{16}"));
  EXPECT_EQ(id(std::byte{1}, "10.0.0.5"), id(std::byte{1}, "10.0.0.77"));
  EXPECT_NE(id(std::byte{1}, "10.0.0.5"), id(std::byte{2}, "10.0.0.5"));
}

TEST(Census, DevicesThatShareAnAddressStandInOrderOfConfidence) {
  World world;
  Census census{world.catalog, {}};
  enter(census, {sends(key("02:00:00:00:00:01", "10.0.0.5"), {}),
                 sends(key("02:00:00:00:00:02", "10.0.0.5"), {}),
                 sends(key("02:00:00:00:00:03", "10.0.0.4"), {}),
                 heard(world, key("02:00:00:00:00:02", "10.0.0.5"), Field::http_user_agent, 90,
                       {os({"iOS"})})});
  std::vector<std::string> macs;
  for (const Device& device : census.devices()) macs.push_back(device.macs.front().to_string());
  EXPECT_THAT(macs, ElementsAre("02:00:00:00:00:03", "02:00:00:00:00:02", "02:00:00:00:00:01"));
}

TEST(Census, EvidenceCountsOnceAMinute) {
  World world;
  Census census{world.catalog, {}};
  for (const double when : {0.0, 10.0, 59.0, 61.0, 30.0, 3000.0}) {
    enter(census,
          {heard(world, key(kPhone, ""), Field::dhcp_params, 90, {os({"iOS"})}, "1,3,6", when)});
  }
  EXPECT_EQ(census.evidence()[static_cast<std::size_t>(Source::dhcp)], 3u);
  const Device device = census.devices().front();
  ASSERT_EQ(device.reasons.size(), 1u);
  EXPECT_EQ(device.reasons.front().record.minutes, 3u);
  EXPECT_EQ(device.reasons.front().record.frame, 1u);
  EXPECT_EQ(device.reasons.front().record.text, "1,3,6");
}

TEST(Census, DevicesFewerSourcesAgreeOnAreLeftOut) {
  World world;
  CensusOptions options;
  options.min_sources = 2;
  Census census{world.catalog, options};
  const DeviceKey sure = key(kPhone, "10.0.0.5");
  enter(census,
        {heard(world, sure, Field::http_user_agent, 90, {os({"iOS"})}),
         heard(world, sure, Field::tcp_syn, 80, {os({"iOS"})}),
         heard(world, key(kPrinter, "10.0.0.6"), Field::dhcp_params, 95, {vendor({"HP"})})});
  ASSERT_EQ(census.devices().size(), 1u);
  EXPECT_EQ(census.devices().front().verdict.corroboration, 2u);
}

const ClassTraffic* traffic_of(const std::vector<ClassTraffic>& all, std::string_view os) {
  for (const ClassTraffic& one : all) {
    if (one.device_class.os == os) return &one;
  }
  return nullptr;
}

TEST(Census, TrafficStaysWithTheClassItWasCreditedTo) {
  World world;
  Census census{world.catalog, {}};
  const DeviceKey who = key(kPhone, "10.0.0.5");
  enter(census, {sends(who, {})});
  census.settle(at_second(1));
  EXPECT_EQ(traffic_of(census.traffic(), "unknown")->sent.packets, 10u);
  EXPECT_EQ(census.reclassified(), 0u);

  enter(census, {heard(world, who, Field::http_user_agent, 90, {os({"iOS"})}), sends(who, {})});
  census.settle(at_second(2));
  census.settle(at_second(3));
  const std::vector<ClassTraffic> traffic = census.traffic();
  EXPECT_EQ(traffic_of(traffic, "unknown")->sent.packets, 10u);
  EXPECT_EQ(traffic_of(traffic, "iOS")->sent.packets, 10u);
  EXPECT_EQ(traffic_of(traffic, "iOS")->sent.flows, 1u);
  EXPECT_EQ(census.reclassified(), 1u);
}

TEST(Census, ANameThatAHostGivesInTwoProtocolsIsOneStatement) {
  World world;
  Census census{world.catalog, {}};
  const DeviceKey who = key(kPhone, "10.0.0.5");
  Heard by_dhcp = heard(world, who, Field::dhcp_hostname, 90, {os({"Windows"})}, "DESKTOP-1");
  Heard by_session = by_dhcp;
  by_session.evidence.field = Field::ntlmssp_host;
  enter(census, {by_session, by_dhcp, by_session});
  const Device device = census.devices().front();
  EXPECT_EQ(device.verdict.corroboration, 1u);
  EXPECT_NEAR(device.verdict.confidences[static_cast<std::size_t>(Level::os)], 0.9, 1e-9);
  EXPECT_EQ(device.verdict.sources.count(), 1u);
  EXPECT_TRUE(device.verdict.sources.test(static_cast<std::size_t>(Source::dhcp)));
}

TEST(Census, AContradictionIsCountedOnce) {
  World world;
  Census census{world.catalog, {}};
  const DeviceKey who = key(kPhone, "10.0.0.5");
  enter(census, {heard(world, who, Field::http_user_agent, 90, {os({"iOS"})}),
                 heard(world, who, Field::dhcp_params, 90, {os({"Windows"})})});
  census.settle(at_second(1));
  census.settle(at_second(2));
  EXPECT_EQ(census.contradictions()[static_cast<std::size_t>(Level::os)], 1u);
  EXPECT_EQ(census.contradictions()[static_cast<std::size_t>(Level::vendor)], 0u);
}

TEST(Census, TheSummaryCountsDevicesByClassAndWindow) {
  World world;
  Census census{world.catalog, {}};
  enter(census,
        {heard(world, key(kPhone, "10.0.0.5"), Field::http_user_agent, 90,
               {family({"iPhone"}), version({"16", "15"})}, "a", 0),
         heard(world, key(kPrinter, "10.0.0.6"), Field::http_user_agent, 90,
               {family({"iPhone"}), version({"16", "15"})}, "b", 4000),
         heard(world, key(kPrinter, "10.0.0.6"), Field::dhcp_params, 90, {vendor({"Apple"})}),
         sends(key("", "10.0.0.7"), {}, 64, 4000)});
  const Summary summary = census.settle(at_second(4100));
  ASSERT_EQ(summary.classes.size(), 2u);
  const ClassCount& phones = summary.classes[0];
  EXPECT_EQ(phones.device_class, (DeviceClass{"Apple", "iPhone", "phone", "iOS"}));
  EXPECT_THAT(phones.devices, ElementsAre(1, 1, 2, 2));
  EXPECT_THAT(phones.corroborated, ElementsAre(1, 1, 1, 1));
  EXPECT_EQ(summary.classes[1].device_class,
            (DeviceClass{"unknown", "unknown", "unknown", "unknown"}));
  ASSERT_EQ(summary.versions.size(), 2u);
  EXPECT_EQ(summary.versions[0].os_version, "ambiguous");
  ASSERT_EQ(summary.origins.size(), 2u);
  EXPECT_EQ(summary.origins[0].origin, "US");
  EXPECT_THAT(summary.origins[0].devices, ElementsAre(1, 1, 2, 2));
}

TEST(Census, AFloodOfAddressesIsBoundedAndCounted) {
  World world;
  CensusOptions options;
  options.most_atoms = 1000;
  Census census{world.catalog, options};
  Sighting sighting = sends({}, {});
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    sighting.who = key("", "10.0.0.0");
    for (std::size_t byte = 0; byte < 3; ++byte) {
      sighting.who.network.octets[13 + byte] = static_cast<std::uint8_t>(i >> (16 - 8 * byte));
    }
    sighting.who.network.octets[12] = 11;
    sighting.last_seen = at_second(i);
    census.note(sighting);
  }
  EXPECT_LE(census.atoms(), 1000u);
  EXPECT_EQ(census.evicted() + census.atoms(), 100'000u);
  census.settle(at_second(0));
  EXPECT_EQ(traffic_of(census.traffic(), "unknown")->sent.packets, 1'000'000u);
}

TEST(Census, TheSilentLeaveFirst) {
  World world;
  CensusOptions options;
  options.most_atoms = 100;
  Census census{world.catalog, options};
  enter(census, {sends(key(kPhone, "10.0.0.5"), {}, 64, 0)});
  for (int i = 0; i < 1000; ++i) {
    enter(census, {sends(key(kPrinter, "10.0.0.6"),
                         key("", "10.1." + std::to_string(i / 250) + "." + std::to_string(i % 250)),
                         64, 10 + i)});
  }
  EXPECT_EQ(census.devices().size(), 2u);
}

TEST(Census, AnAtomKeepsItsMostTellingEvidence) {
  World world;
  Census census{world.catalog, {}};
  const DeviceKey who = key(kPhone, "10.0.0.5");
  for (int i = 0; i < 100; ++i) {
    const std::string name = "V" + std::to_string(i);
    world.catalog.taxonomy.vendors[name] = {"US"};
    enter(census, {heard(world, who, Field::dns_query, 10, {vendor({name})}, name)});
  }
  enter(census, {heard(world, who, Field::http_user_agent, 99, {os({"iOS"})})});
  EXPECT_EQ(census.devices().front().reasons.size(), AtomTable::kMostRecords);
  EXPECT_EQ(census.evidence_left_out(), 37u);
  EXPECT_EQ(world.answer(census.devices().front().verdict, Level::os), "iOS");
}

}  // namespace
}  // namespace tapcensus
