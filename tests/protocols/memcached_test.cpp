// memcached: the version of a server.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol memcached;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

TEST(Memcached, ServerTellsItsVersion) {
  expect_texts(memcached, "VERSION 1.6.18\r\n", ElementsAre("memcached.version=1.6.18"));
  expect_texts(memcached, "STAT pid 7\r\nSTAT version 1.6.18\r\nSTAT a 1\r\nEND\r\n",
               ElementsAre("memcached.version=1.6.18"));
}

TEST(Memcached, OthersAreNotMine) {
  for (const std::string other : {"VERSION two\r\n", "STAT pid 7\r\nEND\r\n"}) {
    EXPECT_EQ(end_of(memcached, other), What::not_mine) << other;
  }
  EXPECT_EQ(end_of(memcached, "STAT " + std::string(2000, 'a')), What::not_mine);
}

}  // namespace
}  // namespace tapcensus
