// A host tells which groups it wants to hear, by which version, and how exactly it follows it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol igmp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

const std::string kAlert = std::string(20, '\0') + octets({0x94, 4, 0, 0});

Layers with(std::uint8_t ttl, const std::string& ip_header) {
  Layers layers;
  layers.ttl = ttl;
  layers.ip_header = as_bytes(ip_header);
  return layers;
}
Said said(const std::string& bytes) { return ask(igmp, bytes, with(1, kAlert)); }

std::string message(unsigned type, std::string_view group, unsigned response_time = 0) {
  return octets({type, response_time, 0, 0}) + octets_of(ip(group));
}
std::string record(unsigned type, std::string_view group, unsigned sources = 0,
                   unsigned auxiliary = 0) {
  return octets({type, auxiliary}) + be16(sources) + octets_of(ip(group)) +
         std::string(4 * (sources + auxiliary), '\1');
}
std::string report3(unsigned records, const std::string& bytes) {
  return octets({0x22, 0, 0, 0, 0, 0}) + be16(records) + bytes;
}

TEST(Igmp, ReportsNameAGroupAndAVersion) {
  EXPECT_THAT(said(message(0x12, "239.255.255.250")).texts,
              ElementsAre("igmp.version=1", "igmp.group=239.255.255.250"));
  EXPECT_THAT(said(message(0x16, "224.0.0.251")).texts,
              ElementsAre("igmp.version=2", "igmp.group=224.0.0.251"));
}

TEST(Igmp, RecordsOfVersion3AreGroupsUnlessTheyAreLeft) {
  const std::string bytes = report3(5, record(4, "224.0.0.251", 0, 2) + record(3, "224.0.0.252") +
                                           record(3, "232.1.1.1", 2) + record(6, "232.1.1.2", 1) +
                                           record(2, "239.1.1.1"));
  EXPECT_THAT(said(bytes).texts, ElementsAre("igmp.version=3", "igmp.group=224.0.0.251",
                                             "igmp.group=232.1.1.1", "igmp.group=239.1.1.1"));
}

TEST(Igmp, QueriesTellTheirVersion) {
  EXPECT_THAT(said(message(0x11, "0.0.0.0")).texts, ElementsAre("igmp.version=1"));
  EXPECT_THAT(said(message(0x11, "0.0.0.0", 100)).texts, ElementsAre("igmp.version=2"));
  EXPECT_THAT(said(message(0x11, "0.0.0.0", 100) + octets({2, 125, 0, 0})).texts,
              ElementsAre("igmp.version=3"));
}

TEST(Igmp, WhatTheRfcForbidsIsTold) {
  const std::string bytes = message(0x16, "224.0.0.251");
  const std::string plain(20, '\0');
  EXPECT_EQ(ask(igmp, bytes, with(1, plain)).texts.front(), "igmp.version=2,no_alert");
  EXPECT_EQ(ask(igmp, bytes, with(64, kAlert)).texts.front(), "igmp.version=2,ttl64");
  EXPECT_EQ(ask(igmp, message(0x12, "224.0.0.251"), with(1, plain)).texts.front(),
            "igmp.version=1");
  const std::string broken = plain + octets({7, 0, 0, 0});
  EXPECT_EQ(ask(igmp, bytes, with(1, broken)).texts.front(), "igmp.version=2,no_alert");
}

TEST(Igmp, MoreRecordsThanThereAreEnd) {
  EXPECT_THAT(said(report3(65535, record(4, "224.0.0.251"))).texts,
              ElementsAre("igmp.version=3", "igmp.group=224.0.0.251"));
  EXPECT_THAT(said(report3(2, record(4, "10.0.0.1"))).texts, ElementsAre("igmp.version=3"));
}

TEST(Igmp, LeavesOtherTypesAndCutMessagesAreNotMine) {
  for (const std::string& bytes :
       {message(0x17, "224.0.0.251"), message(0x13, "224.0.0.4"), octets({0x16, 0, 0, 0, 1}),
        octets({0x22, 0, 0, 0}), octets({0x11}), std::string{}}) {
    EXPECT_EQ(said(bytes).reading.what, Reading::What::not_mine);
    EXPECT_THAT(said(bytes).texts, IsEmpty());
  }
}

}  // namespace
}  // namespace tapcensus
