// Cisco's neighbours name their platform and software.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "neighbors.hpp"

namespace tapcensus {

extern const Protocol cdp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

const std::string kHead = snap(0x00000c, 0x2000) + octets({2, 180, 0, 0});

TEST(Cdp, PlatformSoftwareNameAndCapabilities) {
  const Said said = ask(cdp, kHead + cdp_value(1, "sw-2") + cdp_value(4, be32(0x28)) +
                                 cdp_value(5, "IOS Software, Version 12.2(55)SE\nCopyright\n") +
                                 cdp_value(6, "cisco WS-C2960-24TT-L"));
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts,
              ElementsAre("cdp.device_id=sw-2", "cdp.capabilities=switch,igmp",
                          "cdp.software_version=IOS Software, Version 12.2(55)SE\nCopyright",
                          "cdp.platform=cisco WS-C2960-24TT-L"));
}

TEST(Cdp, FirstVersionAsLldpdSendsIt) {
  const Said said = ask(cdp, corpus_file("cdp/lldpd_v1"));
  EXPECT_THAT(said.texts, ElementsAre("cdp.device_id=vm", "cdp.capabilities=host",
                                      "cdp.software_version=Acme Switch OS 4.2 (build 77)",
                                      "cdp.platform=AcmeSwitch 2400"));
}

TEST(Cdp, ValueThatIsNotWholeEndsTheMessage) {
  const std::string whole = kHead + cdp_value(1, "sw-2") + cdp_value(6, "cisco 7206");
  EXPECT_THAT(ask(cdp, whole.substr(0, whole.size() - 1)).texts, ElementsAre("cdp.device_id=sw-2"));
  EXPECT_THAT(ask(cdp, kHead + be16(1) + be16(3) + "x").texts, IsEmpty());
}

TEST(Cdp, OtherProtocolsOfCiscoAndOtherFramesAreNotMine) {
  for (const std::string& bytes :
       {snap(0x00000c, 0x2004) + octets({2, 180, 0, 0}), snap(0x00e052, 0x2000), std::string{},
        octets({0x42, 0x42, 3, 0, 0}), snap(0x00000c, 0x2000) + octets({9, 180, 0, 0})}) {
    EXPECT_EQ(ask(cdp, bytes).reading.what, Reading::What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
