// BJNP: a printer of Canon that is asked who it is.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol bjnp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

std::string message(unsigned kind, unsigned command, const std::string& body) {
  return "BJNP" + octets({kind, command}) + be16(0) + be16(7) + be16(1) +
         be32(static_cast<std::uint32_t>(body.size())) + body;
}
const std::string kIdentity = "MFG:Canon;CMD:BJL,BSCCe;SOJ:TXT01;CLS:PRINTER;MDL:MG5200 series;";
const std::string kBody = be16(static_cast<unsigned>(kIdentity.size() + 2)) + kIdentity;

TEST(Bjnp, PrinterSaysWhoItIs) {
  const std::string bytes = message(0x81, 0x30, kBody);
  EXPECT_THAT(ask_guessed(bjnp, bytes).texts, ElementsAre("bjnp.id=" + kIdentity));
  expect_no_more_when_cut(bjnp, bytes);
}

TEST(Bjnp, QuestionsAndOtherAnswersSayNothing) {
  for (const std::string& bytes : {message(1, 0x30, kBody), message(0x81, 0x01, kBody)}) {
    const Said said = ask(bjnp, bytes);
    EXPECT_EQ(said.reading.what, Reading::What::done);
    EXPECT_THAT(said.texts, IsEmpty());
  }
}

TEST(Bjnp, OtherMessagesOnThePortAreNotMine) {
  expect_not_mine(bjnp, {message(0x81, 0x30, kBody) + "x", "BJNB" + std::string(20, 'x'), ""});
}

}  // namespace
}  // namespace tapcensus
