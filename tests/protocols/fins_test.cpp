// FINS: the model of a controller.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol fins;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string message(unsigned control, unsigned command, const std::string& rest) {
  return octets({control, 0, 2, 0, 9, 0, 0, 1, 0, 5}) + be16(command) + rest;
}
const std::string kAnswer =
    message(0xc0, 0x0501, be16(0) + padded("CJ2M-CPU33", 20) + padded("02.01", 20) + "more");

TEST(Fins, ControllerAnswersItsModelAndVersion) {
  EXPECT_EQ(ask_datagram(fins, kAnswer).texts,
            (Texts{"fins.model=CJ2M-CPU33", "fins.version=02.01"}));
  expect_nothing_new_when_cut(fins, kAnswer);
}

TEST(Fins, WhatStandsBehindNulIsNotTheVersion) {
  const std::string twice = "01.00" + std::string(5, '\0') + "01.06" + std::string(5, '\0');
  EXPECT_EQ(
      ask_datagram(fins, message(0xc0, 0x0501, be16(0) + padded("CP1L    ", 20) + twice)).texts,
      (Texts{"fins.model=CP1L", "fins.version=01.00"}));
}

TEST(Fins, QuestionsErrorsAndOtherCommandsSayNothing) {
  for (const std::string& other :
       {message(0x80, 0x0501, ""), message(0xc0, 0x0501, be16(0x2105) + std::string(40, 'x')),
        message(0xc0, 0x0101, be16(0) + std::string(40, 'x'))}) {
    const Said said = ask_datagram(fins, other);
    EXPECT_EQ(said.reading.what, What::done);
    EXPECT_TRUE(said.texts.empty());
  }
}

TEST(Fins, OthersAreNotMine) {
  EXPECT_EQ(ask_datagram(fins, "hello").reading.what, What::not_mine);
}

}  // namespace
}  // namespace tapcensus
