// LDAP over UDP: Windows clients look for their domain, and its servers answer.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol cldap;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;
using What = Reading::What;

std::string element(unsigned tag, const std::string& content) {
  return octets({tag, static_cast<unsigned>(content.size())}) + content;
}
std::string condition(const std::string& name, const std::string& value) {
  return element(0xa3, element(4, name) + element(4, value));
}
std::string ping(const std::string& filter) {
  return element(
      0x30,
      octets({2, 1, 1}) +
          element(0x63, element(4, "") + octets({10, 1, 0, 10, 1, 0, 2, 1, 0, 2, 1, 0, 1, 1, 0}) +
                            filter + element(0x30, element(4, "Netlogon"))));
}

TEST(Cldap, ClientsSayWhoTheyAreAndWhatTheyLookFor) {
  const std::string version{"\x16\0\0\0", 4};
  EXPECT_THAT(
      ask(cldap, ping(element(
                     0xa0, condition("DnsDomain", "census.test.") + condition("Host", "LAPTOP-7") +
                               condition("User", "somebody") + condition("NtVer", version))))
          .texts,
      ElementsAre("ldap.netlogon=DnsDomain=census.test.,NtVer=0x00000016", "ldap.host=LAPTOP-7"));
  EXPECT_THAT(ask(cldap, ping(condition("NtVer", version))).texts,
              ElementsAre("ldap.netlogon=NtVer=0x00000016"));
  EXPECT_THAT(ask(cldap, ping(element(0x87, "objectclass"))).texts, IsEmpty());
}

TEST(Cldap, SambaIsHeardFromEitherSide) {
  EXPECT_THAT(ask(cldap, corpus("cldap/ping")).texts,
              ElementsAre("ldap.netlogon=NtVer=0x00000006"));
  EXPECT_THAT(ask(cldap, corpus("cldap/answer")).texts,
              ElementsAre("ldap.netlogon=DnsDomain=census.test,Flags=0x000013fd",
                          "ldap.host=dc7.census.test", "ldap.host=DC7"));
}

TEST(Cldap, WhatIsCutOffSaysNothingWrong) {
  const std::string answer = corpus("cldap/answer");
  for (std::size_t size = 0; size < answer.size(); ++size) {
    for (const std::string& text : ask(cldap, answer.substr(0, size)).texts) {
      EXPECT_TRUE(text.starts_with("ldap.")) << text;
    }
  }
}

TEST(Cldap, OthersAreNotMine) {
  for (const std::string& other :
       {std::string{}, std::string{"\x30"}, element(0x30, octets({2, 1, 1}) + element(0x30, "")),
        element(0x30, element(0x63, "")), std::string(20, '\0')}) {
    EXPECT_EQ(ask(cldap, other).reading.what, What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
