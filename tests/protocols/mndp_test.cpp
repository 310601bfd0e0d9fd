// MNDP: a router of MikroTik says which it is.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol mndp;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;

const Layers kRouter = sent_by("10.0.0.1");

std::string value(unsigned kind, const std::string& bytes) {
  return be16(kind) + be16(static_cast<unsigned>(bytes.size())) + bytes;
}
const std::string kHardware = value(1, octets({0xe4, 0x8d, 0x8c, 0, 0, 1}));

TEST(Mndp, RouterSaysWhatItIs) {
  const std::string bytes = be16(0) + be16(7) + kHardware + value(5, "Office") +
                            value(7, "6.49.10 (long-term)") + value(8, "MikroTik") +
                            value(10, le32(1000)) + value(11, "ABCD-1234") + value(12, "RB750Gr3");
  const Said said = ask(mndp, bytes, kRouter);
  EXPECT_THAT(said.texts, ElementsAre("mndp.identity=Office", "mndp.version=6.49.10 (long-term)",
                                      "mndp.platform=MikroTik", "mndp.board=RB750Gr3"));
  EXPECT_THAT(said.claims, ElementsAre("e4:8d:8c:00:00:01 owns 10.0.0.1"));
  expect_no_more_when_cut(mndp, bytes, kRouter);
}

TEST(Mndp, ValueLongerThanTheDatagramIsLeftOut) {
  const std::string bytes = be32(7) + kHardware + value(5, "Office") + be16(7) + be16(60000) + "6";
  EXPECT_THAT(ask(mndp, bytes, kRouter).texts, ElementsAre("mndp.identity=Office"));
}

TEST(Mndp, RequestsAndOtherMessagesOnThePortAreNotMine) {
  expect_not_mine(mndp, {be32(0), be32(7) + value(5, "Office"), std::string(40, 'x'), ""});
}

}  // namespace
}  // namespace tapcensus
