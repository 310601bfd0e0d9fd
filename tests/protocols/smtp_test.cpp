// SMTP: the greeting of the server, and where TLS begins.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol smtp;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

TEST(Smtp, ServerTellsWhatItIs) {
  EXPECT_THAT(follow(smtp, "220 mx.example.org ESMTP Postfix (Debian/GNU)\r\n250 ok\r\n", 7).texts,
              ElementsAre("smtp.banner=mx.example.org ESMTP Postfix (Debian/GNU)"));
}

TEST(Smtp, EachLineOfAGreetingIsABanner) {
  const std::string greeting = "220-mx ESMTP Exim 4.96\r\n220-\r\n220 no spam \r\n250-mx hello\r\n";
  for (const std::size_t piece : {std::size_t{1}, greeting.size()}) {
    EXPECT_THAT(follow(smtp, greeting, piece).texts,
                ElementsAre("smtp.banner=mx ESMTP Exim 4.96", "smtp.banner=no spam"));
  }
}

TEST(Smtp, ServerThatRefusesSaysWhoItIsToo) {
  EXPECT_THAT(ask(smtp, "554 mx.example.org ESMTP not accepting messages\r\n").texts,
              ElementsAre("smtp.banner=mx.example.org ESMTP not accepting messages"));
}

TEST(Smtp, TlsBeginsBehindStarttls) {
  expect_tls_behind(smtp, "EHLO client.example.org\r\nSTARTTLS\r\n");
  expect_tls_behind(
      smtp,
      "220 mx.example.org ESMTP\r\n250-mx.example.org\r\n250-STARTTLS\r\n250 8BITMIME\r\n"
      "220 2.0.0 Ready to start TLS\r\n");
}

TEST(Smtp, MailIsNotLookedAt) {
  EXPECT_EQ(end_of(smtp, "EHLO a\r\nMAIL FROM:<a@b>\r\n" + kTls), What::done);
  EXPECT_EQ(end_of(smtp, "220 a\r\n250 a\r\n354 go ahead\r\n" + kTls), What::done);
}

TEST(Smtp, ConversationsAreNotFollowedForEver) {
  std::string commands = "EHLO a\r\n";
  for (int i = 0; i < 100; ++i) commands += "NOOP\r\n";
  EXPECT_EQ(end_of(smtp, commands + kTls), What::done);
  EXPECT_EQ(end_of(smtp, "EHLO " + std::string(3000, 'a')), What::not_mine);
}

TEST(Smtp, OnOtherPortsItMustSaySo) {
  EXPECT_EQ(end_of(smtp, "220 ftp.example.org ready\r\n", kGuessed), What::not_mine);
  EXPECT_EQ(end_of(smtp, "220 mail.example.org ESMTP\r\n", kGuessed), What::next);
}

TEST(Smtp, OthersAreNotMine) {
  for (const std::string other :
       {"GET / HTTP/1.1\r\n", "22 a\r\n", "220ab\r\n", "EHLOX\r\n", "\r\n"}) {
    EXPECT_EQ(end_of(smtp, other), What::not_mine) << other;
  }
}

TEST(Smtp, ClientTellsItsName) {
  EXPECT_THAT(follow(smtp, "EHLO [192.168.1.7]\r\nHELO labpc \r\n", 3).texts,
              ElementsAre("smtp.helo=[192.168.1.7]", "smtp.helo=labpc"));
}

}  // namespace
}  // namespace tapcensus
