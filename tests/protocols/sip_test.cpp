// SIP over UDP: phones and exchanges, and not those for whom they hand messages on.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol sip;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

std::string message(const std::string& first, const std::string& fields) {
  return first + "\r\nv: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1\r\n" + fields + "\r\n";
}

TEST(Sip, EitherSideCallsItselfSomething) {
  EXPECT_THAT(ask(sip, message("REGISTER sip:a SIP/2.0", "User-Agent: Lab Phone 1.0\r\n")).texts,
              ElementsAre("sip.user_agent=Lab Phone 1.0"));
  EXPECT_THAT(ask(sip, message("SIP/2.0 200 OK", "SERVER : Exchange 2\r\nuser-agent: B\r\n")).texts,
              ElementsAre("sip.user_agent=B", "sip.server=Exchange 2"));
}

TEST(Sip, WhatWasHandedOnSaysNothingOfTheSender) {
  const std::string agent = "User-Agent: Phone\r\n", via = "Via: SIP/2.0/UDP 10.0.0.2\r\n";
  EXPECT_THAT(ask(sip, message("INVITE sip:a SIP/2.0", via + agent)).texts, ElementsAre());
  EXPECT_THAT(ask(sip, message("SIP/2.0 200 OK", "Record-Route: <sip:p>\r\n" + agent)).texts,
              ElementsAre());
  EXPECT_THAT(ask(sip, message("SIP/2.0 200 OK", via + "Record-Route: <sip:p>\r\n" + agent)).texts,
              ElementsAre("sip.user_agent=Phone"));
}

TEST(Sip, OthersAreNotMine) {
  for (const std::string other : {"", "\r\n\r\n", "INVITE sip:a HTTP/1.1\r\n\r\n",
                                  "SIP/2.0\r\n\r\n", "M-SEARCH * HTTP/1.1\r\n\r\n"}) {
    EXPECT_EQ(ask(sip, other).reading.what, What::not_mine) << other;
  }
}

}  // namespace
}  // namespace tapcensus
