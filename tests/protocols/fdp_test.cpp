// Foundry's neighbours name their platform and software.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "neighbors.hpp"

namespace tapcensus {

extern const Protocol fdp;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;

TEST(Fdp, PlatformSoftwareAndName) {
  const Said said =
      ask(fdp, snap(0x00e052, 0x2000) + octets({1, 180, 0, 0}) + cdp_value(1, "core-1") +
                   cdp_value(5, "Version 08.0.30") + cdp_value(6, "FWSX424"));
  EXPECT_THAT(said.texts, ElementsAre("fdp.device_id=core-1", "fdp.version=Version 08.0.30",
                                      "fdp.platform=FWSX424"));
}

TEST(Fdp, AsLldpdSendsIt) {
  EXPECT_THAT(ask(fdp, corpus_file("fdp/lldpd")).texts,
              ElementsAre("fdp.device_id=vm", "fdp.version=Acme Switch OS 4.2 (build 77)",
                          "fdp.platform=AcmeSwitch 2400"));
}

TEST(Fdp, WhatCiscoSendsIsNotMine) {
  EXPECT_EQ(ask(fdp, corpus_file("cdp/lldpd_v1")).reading.what, Reading::What::not_mine);
}

}  // namespace
}  // namespace tapcensus
