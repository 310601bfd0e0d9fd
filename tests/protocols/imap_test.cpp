// IMAP: the greeting of the server, and where TLS begins.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol imap;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

TEST(Imap, ServerTellsWhatItIs) {
  EXPECT_THAT(
      follow(imap, "* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready.\r\n* CAPABILITY a\r\n", 9)
          .texts,
      ElementsAre("imap.banner=[CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready."));
  EXPECT_THAT(ask(imap, "* PREAUTH welcome\r\n").texts, ElementsAre("imap.banner=welcome"));
}

TEST(Imap, TlsBeginsBehindStarttls) {
  expect_tls_behind(imap, "a001 CAPABILITY\r\na002 STARTTLS\r\n");
  expect_tls_behind(imap, ". CAPABILITY\r\n. STARTTLS\r\n");
  expect_tls_behind(imap,
                    "* OK IMAP4rev1 ready\r\n* CAPABILITY IMAP4rev1 STARTTLS\r\na001 OK done\r\n"
                    "a002 OK begin TLS\r\n");
}

TEST(Imap, MailIsNotLookedAt) {
  EXPECT_EQ(end_of(imap, "1 NOOP\r\n2 SELECT a\r\n" + kTls), What::done);
}

TEST(Imap, OnOtherPortsItMustSaySo) {
  EXPECT_EQ(end_of(imap, "* OK ready\r\n", kGuessed), What::not_mine);
  EXPECT_EQ(end_of(imap, "* OK imap.example.org ready\r\n", kGuessed), What::next);
}

TEST(Imap, OthersAreNotMine) {
  for (const std::string other :
       {"GET / HTTP/1.1\r\n", "220 a\r\n", "* what\r\n", "a\r\n", "id\r\n"}) {
    EXPECT_EQ(end_of(imap, other), What::not_mine) << other;
  }
}

TEST(Imap, EitherSideTellsItsProgram) {
  EXPECT_THAT(
      follow(imap, "1 ID (\"name\" \"iPhone Mail\" \"os\" \"iOS\" \"os-version\" \"16.3\")\r\n", 3)
          .texts,
      ::testing::ElementsAre("imap.id=name=iPhone Mail,os=iOS,os-version=16.3"));
  EXPECT_THAT(follow(imap, "* OK ready\r\n* id (\"name\" \"Dovecot\" \"x\" NIL)\r\n", 7).texts,
              ::testing::ElementsAre("imap.banner=ready", "imap.id=name=Dovecot"));
}

TEST(Imap, ButNotItsAddressAndBrokenListsEnd) {
  EXPECT_THAT(
      follow(imap, "1 ID (\"address\" \"10.0.0.1\" \"name\" \"a)\r\n2 ID NIL\r\n3 ID\r\n", 90)
          .texts,
      ::testing::ElementsAre("imap.id=name=a)"));
}

}  // namespace
}  // namespace tapcensus
