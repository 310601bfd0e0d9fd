// PostgreSQL: where TLS begins.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol postgresql;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

const std::string kTlsRequest = be32(8) + be32(80877103), kGssRequest = be32(8) + be32(80877104);

TEST(Postgresql, TlsBeginsBehindTheRequest) {
  expect_tls_behind(postgresql, kTlsRequest);
  expect_tls_behind(postgresql, kGssRequest + kTlsRequest);
}

TEST(Postgresql, AndBehindTheLetterThatGrantsIt) {
  expect_tls_behind(postgresql, "S");
  expect_tls_behind(postgresql, "NS");
}

TEST(Postgresql, OthersAreNotMine) {
  for (const std::string& other :
       {std::string{"SSH-2.0-x"}, std::string{"NX\0\0", 4}, be32(8) + be32(80877102),
        be32(9) + be32(80877103), be32(8) + be32(196608)}) {
    EXPECT_EQ(end_of(postgresql, other), What::not_mine);
  }
}

TEST(Postgresql, ClientTellsItsProgramButNotItsUser) {
  const std::string texts{"user\0bob\0database\0db\0application_name\0psql\0\0", 44};
  const std::string startup = be32(8 + unsigned(texts.size())) + be32(3 << 16) + texts;
  for (std::size_t piece = 1; piece <= startup.size(); ++piece) {
    EXPECT_THAT(follow(postgresql, startup, piece, kGuessed).texts,
                ::testing::ElementsAre("postgresql.client=psql"));
  }
  EXPECT_EQ(end_of(postgresql, be32(14) + be32(3 << 16) + std::string{"a\0b\0\0\0", 6}),
            What::not_mine);
}

TEST(Postgresql, ServerTellsItsVersion) {
  const std::string version{
      "server_version\0"
      "15.5\0",
      20};
  const std::string said = 'R' + be32(8) + be32(0) + 'S' + be32(4 + 7) +
                           std::string{"TZ\0UTC\0", 7} + 'S' + be32(4 + 20) + version;
  for (std::size_t piece = 1; piece <= said.size(); ++piece) {
    EXPECT_THAT(follow(postgresql, said, piece, kGuessed).texts,
                ::testing::ElementsAre("postgresql.version=15.5"));
  }
}

}  // namespace
}  // namespace tapcensus
