// LLMNR: names that are asked for, and names that answer.
#include <gtest/gtest.h>

#include "announced_words.hpp"
#include "dns_words.hpp"

namespace tapcensus {

extern const Protocol llmnr;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr unsigned kA = 1, kPtr = 12;
constexpr unsigned kAsks = 0, kAnswers = 0x8000;

TEST(Llmnr, QuestionIsAName) {
  EXPECT_THAT(ask(llmnr, dns_message(kAsks, {1}, question(labels("wpad"), kA))).texts,
              ElementsAre("llmnr.query=wpad"));
}

TEST(Llmnr, OnlyTheOwnerAnswers) {
  const std::string bytes = dns_message(kAnswers, {1, 2},
                                        question(labels("DESK7"), kA) +
                                            record(labels("desk7"), kA, octets({10, 0, 0, 5})) +
                                            record(labels("desk7"), kA, octets({10, 0, 0, 6})));
  EXPECT_THAT(ask(llmnr, bytes).texts, ElementsAre("llmnr.query=desk7"));
  expect_no_more_when_cut(llmnr, bytes);
}

TEST(Llmnr, AnswerWithoutRecordsSaysNothing) {
  const Said said = ask(llmnr, dns_message(kAnswers, {1}, question(labels("desk7"), 28)));
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts, IsEmpty());
}

TEST(Llmnr, LookUpOfAnAddressIsAnsweredWithTheName) {
  const std::string bytes = dns_message(kAnswers, {1, 1},
                                        question(labels("5.0.0.10.in-addr.arpa"), kPtr) +
                                            record(pointer(kFirstName), kPtr, labels("desk7")));
  EXPECT_THAT(ask(llmnr, bytes).texts, ElementsAre("llmnr.query=desk7"));
}

TEST(Llmnr, OtherMessagesOnThePortAreNotMine) {
  expect_not_mine(llmnr, {dns_message(1u << 11, {1}, question(labels("a"))),
                          dns_message(kAsks, {2}, question(labels("a")) + question(labels("b"))),
                          dns_message(kAsks, {1}, std::string(20, 'a')), ""});
}

}  // namespace
}  // namespace tapcensus
