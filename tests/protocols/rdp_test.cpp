// RDP: where TLS begins; without it, what the client says of itself.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "preambles.hpp"

namespace tapcensus {

extern const Protocol rdp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
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

TEST(Rdp, WithoutTlsNothingElseIsFollowed) {
  const std::string attach = octets({3, 0, 0, 9, 2, 0xf0, 0x80, 0x28, 0});
  for (const unsigned code : {0xe0u, 0xd0u}) {
    const std::string connection = octets({3, 0, 0, 11, 6, code, 0, 0, 0, 0, 0});
    EXPECT_EQ(end_of(rdp, connection + attach), What::done);
  }
}

TEST(Rdp, WithoutTlsTheClientNamesItselfAndItsBuild) {
  const std::string client = corpus("rdp/plain_client");
  for (std::size_t piece = 1; piece <= client.size(); ++piece) {
    const Followed followed = follow(rdp, client, piece, kGuessed);
    EXPECT_EQ(followed.last, What::done);
    EXPECT_THAT(followed.texts, ElementsAre("rdp.client_build=18363", "rdp.client_name=RDPCLIENT"));
  }
  EXPECT_EQ(end_of(rdp, corpus("rdp/plain_server"), kGuessed), What::done);
  EXPECT_EQ(end_of(rdp, corpus("rdp/tls_client"), kGuessed), What::switched);
  EXPECT_EQ(end_of(rdp, corpus("rdp/tls_server"), kGuessed), What::switched);
}

TEST(Rdp, SettingsThatAreCutOffSayNothing) {
  const std::string client = corpus("rdp/plain_client");
  const std::size_t name = client.find(std::string{"R\0D\0P\0", 6});
  ASSERT_NE(name, std::string::npos);
  const std::string initial = client.substr(36, name - 36);
  EXPECT_THAT(ask(rdp, {Layers{}, as_bytes(initial), 1, true}).texts, IsEmpty());
}

TEST(Rdp, OtherUsersOfTheTransportAreNotMine) {
  const std::string s7 =
      octets({3, 0, 0, 22, 17, 0xe0, 0, 0, 0, 1, 0, 0xc0, 1, 10, 0xc1, 2, 1, 0, 0xc2, 2, 1, 2});
  EXPECT_EQ(end_of(rdp, s7, kGuessed), What::not_mine);
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
