// Kasa: a plug that is asked says its model, behind what hides nothing.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol kasa;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

std::string hidden(const std::string& text) {
  std::string bytes;
  unsigned key = 171;
  for (const char c : text) {
    key ^= static_cast<unsigned char>(c);
    bytes += static_cast<char>(key);
  }
  return bytes;
}
const std::string kAnswer = hidden(
    "{\"system\":{\"get_sysinfo\":{\"err_code\":0,\"sw_ver\":\"1.0.8 Build 151101 Rel.24452\","
    "\"hw_ver\":\"1.0\",\"type\":\"IOT.SMARTPLUGSWITCH\",\"model\":\"HS100(EU)\"}}}");

TEST(Kasa, PlugSaysModelAndFirmware) {
  for (const Said& said : {ask(kasa, kAnswer), ask_guessed(kasa, kAnswer)}) {
    EXPECT_THAT(said.texts,
                ElementsAre("kasa.model=HS100(EU)", "kasa.version=1.0.8 Build 151101 Rel.24452"));
  }
  expect_no_more_when_cut(kasa, kAnswer);
}

TEST(Kasa, QuestionAndOtherCommandsSayNothing) {
  for (const std::string text : {"{\"system\":{\"get_sysinfo\":null}}",
                                 "{\"system\":{\"set_relay_state\":{\"model\":\"a\"}}}"}) {
    const Said said = ask(kasa, hidden(text));
    EXPECT_EQ(said.reading.what, Reading::What::done);
    EXPECT_THAT(said.texts, IsEmpty());
  }
}

TEST(Kasa, LongAnswerIsBounded) {
  EXPECT_THAT(ask(kasa, hidden("{\"system\":{\"get_sysinfo\":{\"a\":\"" + std::string(9000, 'a') +
                               "\",\"model\":\"b\"}}}"))
                  .texts,
              IsEmpty());
}

TEST(Kasa, OtherMessagesOnThePortAreNotMine) {
  expect_not_mine(kasa, {"{\"system\":{}}", std::string(20, '\xd0'), ""});
}

}  // namespace
}  // namespace tapcensus
