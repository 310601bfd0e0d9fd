// A bridge names itself and the version of spanning tree that it speaks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "neighbors.hpp"

namespace tapcensus {

extern const Protocol stp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

const std::string kLlc = octets({0x42, 0x42, 3});
const std::string kRoot = octets({0x10, 0, 0, 0x1c, 0x0e, 1, 1, 1});
const std::string kBridge = octets({0x80, 10, 0, 0x1c, 0x0e, 0x87, 0x78, 0});

std::string message(unsigned version, unsigned type) {
  return be16(0) + octets({version, type, 0}) + kRoot + be32(4) + kBridge + std::string(10, '\0');
}

TEST(Stp, SenderNotRoot) {
  EXPECT_THAT(ask(stp, kLlc + message(0, 0)).texts,
              ElementsAre("stp.bridge=stp 32768 00:1c:0e:87:78:00"));
  EXPECT_THAT(ask(stp, kLlc + message(2, 2)).texts,
              ElementsAre("stp.bridge=rstp 32768 00:1c:0e:87:78:00"));
  EXPECT_THAT(ask(stp, kLlc + message(3, 2)).texts,
              ElementsAre("stp.bridge=mstp 32768 00:1c:0e:87:78:00"));
}

TEST(Stp, TreeOfAVlanAsCiscoSendsIt) {
  EXPECT_THAT(ask(stp, snap(0x00000c, 0x010b) + message(2, 2)).texts,
              ElementsAre("stp.bridge=rstp 32768 00:1c:0e:87:78:00"));
}

TEST(Stp, AsLinuxSendsIt) {
  EXPECT_THAT(ask(stp, corpus_file("stp/linux")).texts,
              ElementsAre("stp.bridge=stp 32768 56:c0:27:53:f9:63"));
}

TEST(Stp, NoticesAndCutMessagesNameNobody) {
  EXPECT_THAT(ask(stp, kLlc + be16(0) + octets({0, 0x80})).texts, IsEmpty());
  EXPECT_THAT(ask(stp, (kLlc + message(0, 0)).substr(0, 25)).texts, IsEmpty());
}

TEST(Stp, OtherFramesAreNotMine) {
  EXPECT_EQ(ask(stp, snap(0x00000c, 0x2000) + message(0, 0)).reading.what, Reading::What::not_mine);
  EXPECT_EQ(ask(stp, kLlc + message(9, 0)).reading.what, Reading::What::not_mine);
}

}  // namespace
}  // namespace tapcensus
