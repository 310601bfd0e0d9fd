// FTP: the greeting of the server, and where TLS begins.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol ftp;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

TEST(Ftp, ServerTellsWhatItIs) {
  EXPECT_THAT(follow(ftp, "220 (vsFTPd 3.0.3)\r\n530 Please login\r\n", 5).texts,
              ElementsAre("ftp.banner=(vsFTPd 3.0.3)"));
}

TEST(Ftp, EachLineOfAGreetingIsABanner) {
  const std::string greeting =
      "220-FileZilla Server 0.9.60\r\n  written by hand\r\n220-\r\n220 Welcome\r\n500 what?\r\n";
  for (const std::size_t piece : {std::size_t{1}, greeting.size()}) {
    EXPECT_THAT(follow(ftp, greeting, piece).texts,
                ElementsAre("ftp.banner=FileZilla Server 0.9.60", "ftp.banner=written by hand",
                            "ftp.banner=Welcome"));
  }
}

TEST(Ftp, TlsBeginsBehindAuth) {
  expect_tls_behind(ftp, "AUTH TLS\r\n");
  expect_tls_behind(ftp, "220 ProFTPD Server ready\r\n234 AUTH TLS successful\r\n");
}

TEST(Ftp, WhoLogsInInClearIsFollowedNoFurther) {
  EXPECT_EQ(end_of(ftp, "USER a\r\nPASS b\r\nPASV\r\n" + kTls), What::done);
  EXPECT_EQ(end_of(ftp, "220 a\r\n331 password\r\n227 here\r\n" + kTls), What::done);
}

TEST(Ftp, OnOtherPortsItMustSaySo) {
  EXPECT_EQ(end_of(ftp, "220 mail.example.org ESMTP\r\n", kGuessed), What::not_mine);
  EXPECT_EQ(end_of(ftp, "220 ProFTPD 1.3.5\r\n", kGuessed), What::next);
  EXPECT_EQ(end_of(ftp, "USER a\r\n", kGuessed), What::not_mine);
  EXPECT_EQ(end_of(ftp, "USER a\r\n"), What::next);
}

TEST(Ftp, OthersAreNotMine) {
  for (const std::string other : {"GET / HTTP/1.1\r\n", "250 a\r\n", "AUTH PLAIN\r\n", "\r\n"}) {
    EXPECT_EQ(end_of(ftp, other), What::not_mine) << other;
  }
}

TEST(Ftp, SystemAndClientAreTold) {
  EXPECT_THAT(follow(ftp, "220 a\r\n331 b\r\n230 c\r\n215 UNIX Type: L8\r\n", 5).texts,
              ElementsAre("ftp.banner=a", "ftp.system=UNIX Type: L8"));
  EXPECT_THAT(follow(ftp, "USER a\r\nPASS b\r\nCLNT Lab 1.0\r\n", 5).texts,
              ElementsAre("ftp.client=Lab 1.0"));
}

}  // namespace
}  // namespace tapcensus
