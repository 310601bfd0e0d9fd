// Neighbours describe themselves by LLDP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "neighbors.hpp"

namespace tapcensus {

extern const Protocol lldp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

std::string value(unsigned type, const std::string& bytes) {
  return be16(type << 9 | static_cast<unsigned>(bytes.size())) + bytes;
}

const std::string kChassis = value(1, octets({4, 0, 0x1c, 0x0e, 0x87, 0x78, 1}));
const std::string kPort = value(2, octets({5}) + "Gi0/1") + value(3, be16(120));
const std::string kEnd = value(0, "");

std::string med(unsigned subtype, const std::string& text) {
  return value(127, octets({0x00, 0x12, 0xbb, subtype}) + text);
}

TEST(Lldp, NamesAndDescriptions) {
  const Said said = ask(lldp, kChassis + kPort + value(4, "uplink") + value(5, "sw-3") +
                                  value(6, "ProCurve J9019A, revision Q.11.17") +
                                  value(7, be16(0x14) + be16(0x04)) + kEnd);
  EXPECT_THAT(said.texts, ElementsAre("lldp.chassis_id=00:1c:0e:87:78:01",
                                      "lldp.port_description=uplink", "lldp.system_name=sw-3",
                                      "lldp.system_description=ProCurve J9019A, revision Q.11.17",
                                      "lldp.capabilities=bridge"));
}

TEST(Lldp, InventoryOfTelephones) {
  EXPECT_THAT(ask(lldp, kChassis + kPort + med(7, "SIP55.8.5.3") + med(8, "FCH123") +
                            med(9, "Cisco Systems, Inc.") + med(10, "CP-7962G"))
                  .texts,
              ElementsAre("lldp.chassis_id=00:1c:0e:87:78:01", "lldp.software=SIP55.8.5.3",
                          "lldp.manufacturer=Cisco Systems, Inc.", "lldp.model=CP-7962G"));
}

TEST(Lldp, NamedChassisIsText) {
  EXPECT_THAT(ask(lldp, value(1, octets({7}) + "rack-4") + kPort).texts,
              ElementsAre("lldp.chassis_id=rack-4"));
  EXPECT_THAT(ask(lldp, value(1, octets({5, 1, 10, 0, 0, 1})) + kPort).texts, IsEmpty());
}

TEST(Lldp, AsLldpdSendsIt) {
  EXPECT_THAT(ask(lldp, corpus_file("lldp/lldpd_med")).texts,
              ElementsAre("lldp.chassis_id=56:c0:27:53:f9:63", "lldp.system_name=vm",
                          "lldp.system_description=Acme Switch OS 4.2 (build 77)",
                          "lldp.capabilities=station", "lldp.port_description=la",
                          "lldp.software=6.1.90-18-amd64"));
}

TEST(Lldp, ValueThatIsNotWholeEndsTheMessage) {
  const std::string whole = kChassis + kPort + value(5, "sw-3") + value(6, "ProCurve");
  EXPECT_THAT(ask(lldp, whole.substr(0, whole.size() - 1)).texts,
              ElementsAre("lldp.chassis_id=00:1c:0e:87:78:01", "lldp.system_name=sw-3"));
}

TEST(Lldp, WhatDoesNotBeginWithTheChassisIsNotMine) {
  EXPECT_EQ(ask(lldp, kPort).reading.what, Reading::What::not_mine);
  EXPECT_EQ(ask(lldp, kChassis.substr(0, 5)).reading.what, Reading::What::not_mine);
}

}  // namespace
}  // namespace tapcensus
