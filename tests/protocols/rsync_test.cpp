// rsync: the version that either side begins with.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol rsync;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

TEST(Rsync, EitherSideTellsItsVersion) {
  expect_texts(rsync, "@RSYNCD: 31.0 sha512 md5\n", ElementsAre("rsync.banner=31.0 sha512 md5"));
}

TEST(Rsync, OthersAreNotMine) {
  EXPECT_EQ(end_of(rsync, "@RSYNCD: EXIT\n"), What::not_mine);
  EXPECT_EQ(end_of(rsync, "@RSYNCD: 3" + std::string(300, '1')), What::not_mine);
}

}  // namespace
}  // namespace tapcensus
