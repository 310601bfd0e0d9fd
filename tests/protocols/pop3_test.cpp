// POP3: the greeting of the server, and where TLS begins.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol pop3;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

TEST(Pop3, ServerTellsWhatItIs) {
  EXPECT_THAT(follow(pop3, "+OK Dovecot (Ubuntu) ready.\r\n+OK\r\n", 3).texts,
              ElementsAre("pop3.banner=Dovecot (Ubuntu) ready."));
}

TEST(Pop3, TlsBeginsBehindStls) {
  expect_tls_behind(pop3, "CAPA\r\nSTLS\r\n");
  expect_tls_behind(pop3, "+OK POP3 ready\r\n+OK\r\nCAPA\r\nSTLS\r\n.\r\n+OK Begin TLS\r\n");
}

TEST(Pop3, MailIsNotLookedAt) {
  EXPECT_EQ(end_of(pop3, "USER a\r\nPASS b\r\n" + kTls), What::done);
}

TEST(Pop3, OnOtherPortsItMustSaySo) {
  EXPECT_EQ(end_of(pop3, "+OK\r\n", kGuessed), What::not_mine);
  EXPECT_EQ(end_of(pop3, "USER a\r\n", kGuessed), What::not_mine);
  EXPECT_EQ(end_of(pop3, "+OK Qpopper (version 4.0.5) ready\r\n", kGuessed), What::next);
}

TEST(Pop3, OthersAreNotMine) {
  for (const std::string other : {"GET / HTTP/1.1\r\n", "220 a\r\n", "+PONG\r\n", "-no\r\n"}) {
    EXPECT_EQ(end_of(pop3, other), What::not_mine) << other;
  }
}

TEST(Pop3, CapabilitiesNameTheServerToo) {
  EXPECT_THAT(follow(pop3, "+OK ready\r\n+OK\r\nTOP\r\nIMPLEMENTATION Lab POP 1\r\n.\r\n", 4).texts,
              ::testing::ElementsAre("pop3.banner=ready", "pop3.banner=Lab POP 1"));
}

}  // namespace
}  // namespace tapcensus
