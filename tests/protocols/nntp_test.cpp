// NNTP: what the server calls itself, and where TLS begins.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol nntp;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

TEST(Nntp, ServerTellsWhatItIs) {
  expect_texts(
      nntp, "200 news.example.org InterNetNews NNRP server INN 2.7.0 ready\r\n",
      ElementsAre("nntp.banner=news.example.org InterNetNews NNRP server INN 2.7.0 ready"));
}

TEST(Nntp, TlsBeginsBehindStarttls) {
  expect_tls_behind(nntp, "CAPABILITIES\r\nSTARTTLS\r\n");
  expect_tls_behind(nntp, "201 NNTP Service\r\n101 list\r\nSTARTTLS\r\n.\r\n382 Go on\r\n");
}

TEST(Nntp, NewsAreNotLookedAt) {
  EXPECT_EQ(end_of(nntp, "MODE READER\r\nGROUP a\r\n" + kTls), What::done);
}

TEST(Nntp, OthersAreNotMine) {
  EXPECT_EQ(end_of(nntp, "200 welcome\r\n", kGuessed), What::not_mine);
  EXPECT_EQ(end_of(nntp, "220 mail\r\n"), What::not_mine);
  EXPECT_EQ(end_of(nntp, "CAPA\r\n"), What::not_mine);
}

}  // namespace
}  // namespace tapcensus
