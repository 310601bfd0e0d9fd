// SLP over TCP: message after message, whatever the cuts.
#include <gtest/gtest.h>

#include "slp_words.hpp"

namespace tapcensus {

extern const Protocol slp_tcp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

const std::string kRegistration =
    slp_message(3, slp_entry("service:wbem:https://server.example") +
                       slp_text("service:wbem:https") + slp_text("DEFAULT") + slp_text("(a=b)"));
const std::string kReply = slp_message(7, be16(0) + slp_text("(c=d)"));

TEST(SlpTcp, MessagesFollowEachOtherWhateverTheCuts) {
  const std::string direction = kRegistration + kReply;
  for (std::size_t piece = 1; piece <= direction.size(); ++piece) {
    EXPECT_THAT(follow(slp_tcp, direction, piece).texts,
                ElementsAre("slp.url=service:wbem:https://server.example", "slp.attributes=(a=b)",
                            "slp.attributes=(c=d)"));
  }
}

TEST(SlpTcp, LongMessageIsPassedBy) {
  const std::string direction =
      slp_message(7, be16(0) + slp_text(std::string(30000, 'x'))) + kReply;
  EXPECT_THAT(follow(slp_tcp, direction, 1000).texts, ElementsAre("slp.attributes=(c=d)"));
}

TEST(SlpTcp, WhatIsLeftOfACutConnectionIsRead) {
  const std::string bytes = kRegistration.substr(0, kRegistration.size() - 2);
  const Said said = ask(slp_tcp, {.layers = Layers{}, .bytes = as_bytes(bytes), .final = true});
  EXPECT_THAT(said.texts, ElementsAre("slp.url=service:wbem:https://server.example"));
}

TEST(SlpTcp, ManyMessagesEnd) {
  std::string direction;
  for (int i = 0; i < 100; ++i) direction += kReply;
  const Followed followed = follow(slp_tcp, direction, direction.size());
  EXPECT_EQ(followed.last, Reading::What::done);
  EXPECT_EQ(followed.texts.size(), 33u);
}

TEST(SlpTcp, OtherBytesAreNotMine) {
  expect_not_mine(slp_tcp, {"GET / HTTP/1.1\r\n", std::string(20, '\0'),
                            octets({2, 1, 0, 0, 3}) + std::string(20, 'x')});
}

}  // namespace
}  // namespace tapcensus
