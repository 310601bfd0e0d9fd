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
       {std::string{"SSH-2.0-x"}, std::string{"NR\0\0", 4}, be32(8) + be32(80877102),
        be32(9) + be32(80877103), be32(8) + be32(196608)}) {
    EXPECT_EQ(end_of(postgresql, other), What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
