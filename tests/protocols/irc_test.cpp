// IRC: where TLS begins.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol irc;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

TEST(Irc, TlsBeginsBehindStarttls) {
  expect_tls_behind(irc, "STARTTLS\r\n");
  expect_tls_behind(irc, "CAP LS 302\r\nSTARTTLS\r\n");
  expect_tls_behind(irc,
                    ":irc.example.org NOTICE * :*** Looking up\r\n"
                    ":irc.example.org 670 * :STARTTLS successful\r\n");
}

TEST(Irc, TalkIsNotLookedAt) {
  EXPECT_EQ(end_of(irc, "NICK a\r\nUSER a 0 * :A\r\nPRIVMSG #b :c\r\n" + kTls), What::done);
}

TEST(Irc, OthersAreNotMine) {
  for (const std::string other :
       {"GET / HTTP/1.1\r\n", "USER a\r\n", "CAPA\r\n", ":\r\n", ":a b c\r\n", "\r\n"}) {
    EXPECT_EQ(end_of(irc, other), What::not_mine) << other;
  }
}

TEST(Irc, ServerTellsWhatItIsAndNobodysName) {
  EXPECT_THAT(follow(irc,
                     ":s 001 bob :Welcome bob\r\n:s 002 bob :Your host is s, running a-1\r\n"
                     ":s 004 bob s a-1 iosw biklmnopstv\r\n",
                     4)
                  .texts,
              ::testing::ElementsAre("irc.banner=Your host is s, running a-1",
                                     "irc.banner=s a-1 iosw biklmnopstv"));
}

TEST(Irc, ClientAnswersForItsOwnVersionOnly) {
  EXPECT_THAT(follow(irc, "NICK a\r\nNOTICE b :\x01VERSION irssi v1.4.3\x01\r\n", 4).texts,
              ::testing::ElementsAre("irc.version=irssi v1.4.3"));
  EXPECT_THAT(follow(irc, ":s 001 a :hi\r\n:c!d@e NOTICE a :\x01VERSION irssi\x01\r\n", 4).texts,
              ::testing::ElementsAre());
}

}  // namespace
}  // namespace tapcensus
