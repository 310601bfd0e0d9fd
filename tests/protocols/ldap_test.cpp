// LDAP: where TLS begins.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol ldap;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string element(unsigned tag, const std::string& content) {
  return octets({tag, static_cast<unsigned>(content.size())}) + content;
}
std::string message(unsigned operation, const std::string& content) {
  return element(0x30, octets({2, 1, 1}) + element(operation, content));
}
const std::string kRequest = message(0x77, element(0x80, "1.3.6.1.4.1.1466.20037"));
const std::string kGranted = message(0x78, octets({10, 1, 0, 4, 0, 4, 0}));

TEST(Ldap, TlsBeginsBehindStartTls) {
  expect_tls_behind(ldap, kRequest);
  expect_tls_behind(ldap, kGranted);
}

TEST(Ldap, OtherOperationsMayComeBefore) {
  EXPECT_EQ(end_of(ldap, message(0x63, "search") + kRequest + kTls), What::switched);
}

TEST(Ldap, LengthsMayTakeSeveralBytes) {
  expect_tls_behind(ldap, octets({0x30, 0x84, 0, 0, 0, 29, 2, 1, 1}) +
                              element(0x77, element(0x80, "1.3.6.1.4.1.1466.20037")));
}

TEST(Ldap, WhoBindsInClearIsFollowedNoFurther) {
  EXPECT_EQ(end_of(ldap, message(0x60, "me") + kTls), What::done);
}

TEST(Ldap, OnOtherPortsOnlyStartTlsIsMine) {
  EXPECT_EQ(end_of(ldap, message(0x63, "search"), kGuessed), What::not_mine);
  EXPECT_EQ(end_of(ldap, message(0x77, element(0x80, "1.3.6.1")), kGuessed), What::not_mine);
  EXPECT_EQ(end_of(ldap, message(0x78, octets({10, 1, 2, 4, 0, 4, 0})), kGuessed), What::not_mine);
}

TEST(Ldap, OthersAreNotMine) {
  for (const std::string& other :
       {std::string{"GET / HTTP/1.1\r\n\r\n"}, octets({0x30, 0x85}) + std::string(30, 1),
        octets({0x30, 3, 4, 1, 1, 0x77, 0}), octets({0x30, 4, 2, 1, 1, 0x77, 9}),
        octets({0x30, 5, 2, 1, 1, 0x30, 0})}) {
    EXPECT_EQ(end_of(ldap, other), What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
