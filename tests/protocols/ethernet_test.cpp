// The Ethernet address names the maker of the hardware, where it was the maker who gave it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol ethernet;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

Said frame_from(const MacAddress& sender) {
  Layers layers;
  layers.source_mac = sender;
  return ask(ethernet, "", layers);
}

TEST(Ethernet, FirstThreeOctetsAreTheMakers) {
  const Said said = frame_from({{0xf0, 0x99, 0xb6, 0x12, 0x34, 0x56}});
  EXPECT_THAT(said.texts, ElementsAre("eth.oui=f099b6"));
  EXPECT_THAT(said.claims, IsEmpty());
}

TEST(Ethernet, AddressThatNoMakerGaveTellsWhoMadeItUp) {
  struct Row {
    MacAddress sender;
    const char* origin;
  };
  for (const Row& row : {Row{{{0x02, 0x42, 0xac, 0x11, 0, 2}}, "docker"},
                         Row{{{0x52, 0x54, 0x00, 0x12, 0x34, 0x56}}, "qemu"},
                         Row{{{0xfe, 0x54, 0x00, 0x9a, 0x01, 0x77}}, "qemu"},
                         Row{{{0xda, 0xa1, 0x19, 0x5f, 0x00, 0xc4}}, "random"},
                         Row{{{0x7e, 0x3c, 0x91, 0x91, 0xe0, 0x18}}, "random"},
                         Row{{{0x02, 0x00, 0x00, 0x00, 0x00, 0x01}}, "other"},
                         Row{{{0x0a, 0x00, 0x27, 0x00, 0x00, 0x0b}}, "other"},
                         Row{{{0x06, 0x05, 0x04, 0x03, 0x02, 0x01}}, "other"},
                         Row{{{0x66, 0x77, 0x88, 0x99, 0x00, 0x11}}, "other"},
                         Row{{{0x02, 0x00, 0x4c, 0x4f, 0x4f, 0x50}}, "other"},
                         Row{{{0xaa, 0x00, 0x04, 0x00, 0x0a, 0x04}}, "other"}}) {
    const Said said = frame_from(row.sender);
    EXPECT_THAT(said.texts, ElementsAre(std::string{"eth.local="} + row.origin));
    EXPECT_THAT(said.claims, IsEmpty());
  }
}

TEST(Ethernet, GroupAndMissingAddressesNameNobody) {
  for (const MacAddress& sender : {MacAddress{{0x01, 0x00, 0x5e, 0, 0, 1}},
                                   MacAddress{{0x33, 0x33, 0, 0, 0, 1}}, MacAddress{}}) {
    const Said said = frame_from(sender);
    EXPECT_THAT(said.texts, IsEmpty());
    EXPECT_THAT(said.claims, IsEmpty());
  }
}

TEST(Ethernet, AddressThatRoutersShareRoutesAndHasNoMaker) {
  for (const MacAddress& sender : {MacAddress{{0x00, 0x00, 0x5e, 0x00, 0x01, 0x0a}},     // VRRP
                                   MacAddress{{0x00, 0x00, 0x5e, 0x00, 0x02, 0x0a}},     // IPv6
                                   MacAddress{{0x00, 0x00, 0x0c, 0x07, 0xac, 0x05}},     // HSRP
                                   MacAddress{{0x00, 0x00, 0x0c, 0x9f, 0xf1, 0x23}},     // HSRPv2
                                   MacAddress{{0x00, 0x05, 0x73, 0xa0, 0x01, 0x02}},     // IPv6
                                   MacAddress{{0x00, 0x07, 0xb4, 0x00, 0x01, 0x02}}}) {  // GLBP
    const Said said = frame_from(sender);
    EXPECT_THAT(said.texts, IsEmpty());
    EXPECT_THAT(said.claims, ElementsAre(sender.to_string() + " routes"));
  }
}

TEST(Ethernet, NeighboursOfTheSharedAddressesAreOrdinaryHardware) {
  for (const MacAddress& sender : {MacAddress{{0x00, 0x00, 0x5e, 0x00, 0x53, 0x01}},
                                   MacAddress{{0x00, 0x00, 0x0c, 0x07, 0xad, 0x05}},
                                   MacAddress{{0x00, 0x00, 0x0c, 0x9f, 0xe0, 0x00}},
                                   MacAddress{{0x00, 0x07, 0xb4, 0x01, 0x00, 0x00}}}) {
    const Said said = frame_from(sender);
    EXPECT_THAT(said.claims, IsEmpty()) << sender.to_string();
    EXPECT_EQ(said.texts.size(), 1u) << sender.to_string();
  }
}

}  // namespace
}  // namespace tapcensus
