// RDP: where TLS begins.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol rdp;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

TEST(Rdp, TlsBeginsBehindTheConnectionRequest) {
  expect_tls_behind(rdp, octets({3, 0, 0, 19, 14, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0}));
  expect_tls_behind(
      rdp, octets({3, 0, 0, 33, 28, 0xe0, 0, 0, 0, 0, 0}) + "Cookie: mstshash=me\r\n" + "\1");
}

TEST(Rdp, AndBehindItsConfirmation) {
  expect_tls_behind(
      rdp, octets({3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0, 2, 0x1f, 8, 0, 1, 0, 0, 0}));
}

TEST(Rdp, WithoutTlsNothingIsFollowed) {
  EXPECT_EQ(end_of(rdp, octets({3, 0, 0, 11, 6, 0xe0, 0, 0, 0, 0, 0, 3, 0, 1, 0, 2, 0xf0, 0x80})),
            What::done);
}

TEST(Rdp, OthersAreNotMine) {
  for (const std::string& other :
       {octets({3, 0, 0, 19, 13, 0xe0, 0, 0}), octets({3, 0, 0, 7, 2, 0xf0, 0x80}),
        octets({3, 1, 0, 11, 6, 0xe0, 0}), octets({3, 0, 0, 8, 3, 0xe0, 0, 0})}) {
    EXPECT_EQ(end_of(rdp, other), What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
