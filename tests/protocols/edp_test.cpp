// Extreme's neighbours give their name and version.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "neighbors.hpp"

namespace tapcensus {

extern const Protocol edp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

const std::string kHead = snap(0x00e02b, 0x00bb) + octets({1, 0}) + std::string(14, '\0');

std::string value(unsigned type, const std::string& bytes) {
  return octets({0x99, type}) + be16(static_cast<unsigned>(bytes.size()) + 4) + bytes;
}

TEST(Edp, NameAndVersion) {
  const std::string system = std::string(12, '\0') + octets({7, 6, 4, 0}) + std::string(16, '\xff');
  EXPECT_THAT(ask(edp, kHead + value(1, std::string{"core-2\0", 7}) + value(2, system)).texts,
              ElementsAre("edp.display=core-2", "edp.version=7.6.4.0"));
}

TEST(Edp, AsLldpdSendsIt) {
  EXPECT_EQ(ask(edp, corpus_file("edp/lldpd")).texts.front(), "edp.display=vm");
}

TEST(Edp, WhatIsNotMarkedEndsTheMessage) {
  EXPECT_THAT(ask(edp, kHead + "\x01" + value(1, "core-2")).texts, IsEmpty());
  EXPECT_THAT(ask(edp, kHead + value(2, "short")).texts, IsEmpty());
}

TEST(Edp, OtherFramesAreNotMine) {
  EXPECT_EQ(ask(edp, snap(0x00e02b, 0x00bc) + std::string(16, '\1')).reading.what,
            Reading::What::not_mine);
  EXPECT_EQ(ask(edp, "").reading.what, Reading::What::not_mine);
}

}  // namespace
}  // namespace tapcensus
