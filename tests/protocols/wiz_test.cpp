// WiZ: a lamp that is asked names its module and firmware.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol wiz;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

TEST(Wiz, LampNamesItsModuleAndFirmware) {
  const std::string bytes =
      "{\"method\":\"getSystemConfig\",\"env\":\"pro\",\"result\":{\"mac\":\"1\",\"homeId\":1,"
      "\"fwVersion\":\"1.16.64\",\"moduleName\":\"ESP01_SHRGB1C_31\"}}";
  EXPECT_THAT(ask(wiz, bytes).texts,
              ElementsAre("wiz.module=ESP01_SHRGB1C_31", "wiz.version=1.16.64"));
  expect_no_more_when_cut(wiz, bytes);
}

TEST(Wiz, QuestionSaysNothing) {
  const Said said = ask(wiz, "{\"method\":\"getPilot\",\"params\":{}}");
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts, IsEmpty());
}

TEST(Wiz, OtherMessagesOnThePortAreNotMine) { expect_not_mine(wiz, {"{}", "\"method\"", ""}); }

}  // namespace
}  // namespace tapcensus
