// MySQL: where TLS begins.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol mysql;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

const std::string kGreeting =
    octets({18, 0, 0, 0, 10}) + "8.0.36" + '\0' + octets({9, 0, 0, 0}) + "saltsa";
// PROTOCOL_41 and SSL among what the client can do.
const std::string kRequest = octets({32, 0, 0, 1, 0x85, 0xae, 0xff, 0x19, 0, 0, 0, 1, 33}) +
                             std::string(19, '\0') + octets({0x1d, 0, 0, 0});

TEST(Mysql, TlsBeginsBehindTheRequest) { expect_tls_behind(mysql, kRequest); }

TEST(Mysql, AndBehindTheGreetingOfTheServer) { expect_tls_behind(mysql, kGreeting); }

TEST(Mysql, WithoutTlsNothingIsFollowed) {
  EXPECT_EQ(end_of(mysql, kGreeting + octets({7, 0, 0, 2, 0})), What::done);
}

TEST(Mysql, OthersAreNotMine) {
  for (const std::string& other :
       {std::string{"GET / HTTP/1.1\r\n"}, octets({18, 0, 0, 0, 9}) + kGreeting.substr(5),
        octets({18, 0, 0, 0, 10}) + "5\n0" + '\0', octets({18, 0, 0, 0, 10}) + std::string(80, '5'),
        octets({31}) + kRequest.substr(1), octets({32, 0, 0, 1, 0x85, 0xa2}) + kRequest.substr(6),
        kRequest.substr(0, 20) + 'a' + kRequest.substr(21)}) {
    EXPECT_EQ(end_of(mysql, other), What::not_mine);
  }
}

TEST(Mysql, ServerTellsItsVersion) {
  EXPECT_THAT(follow(mysql, kGreeting, 3).texts, ::testing::ElementsAre("mysql.version=8.0.36"));
}

TEST(Mysql, ClientTellsItsLibraryAndSystemButNotItsUser) {
  const std::string attributes = octets({3}) + "_os" + octets({5}) + "Linux" + octets({4}) +
                                 "_pid" + octets({2}) + "77" + octets({12}) + "_client_name" +
                                 octets({8}) + "libmysql";
  const std::string rest = std::string{"bob\0\4pass", 9} +
                           std::string{"mysql_native_password\0", 22} +
                           octets({unsigned(attributes.size())}) + attributes;
  const std::string response = octets({32 + unsigned(rest.size()), 0, 0, 1, 0x85, 0xa2, 0xbf, 0}) +
                               octets({0, 0, 0, 1, 33}) + std::string(23, '\0') + rest;
  for (std::size_t piece = 1; piece <= response.size(); ++piece) {
    EXPECT_THAT(follow(mysql, response, piece).texts,
                ::testing::ElementsAre("mysql.client=_os=Linux,_client_name=libmysql"));
  }
}

}  // namespace
}  // namespace tapcensus
