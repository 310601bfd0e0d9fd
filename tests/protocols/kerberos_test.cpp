// Kerberos: realms, encryption types and computers; users never.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "kerberos_words.hpp"

namespace tapcensus {

extern const Protocol kerberos;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;
using namespace tapcensus::testing::kerberos_words;
using What = Reading::What;

const std::string kRealm = "kerberos.realm=CENSUS.TEST";

TEST(Kerberos, UsersAreNotNamed) {
  EXPECT_THAT(ask(kerberos, request(10, body_of({"somebody"}))).texts,
              ElementsAre(kRealm, "kerberos.etypes=18,17,-135"));
}

TEST(Kerberos, ComputersAre) {
  EXPECT_THAT(ask(kerberos, request(10, body_of({"LAPTOP-7$"}))).texts,
              ElementsAre("kerberos.host=LAPTOP-7$", kRealm, "kerberos.etypes=18,17,-135"));
  EXPECT_THAT(ask(kerberos, request(10, body_of({"host", "pc7.census.test"}))).texts,
              ElementsAre("kerberos.host=pc7.census.test", kRealm, "kerberos.etypes=18,17,-135"));
  EXPECT_THAT(ask(kerberos, request(10, body_of({"somebody", "admin"}))).texts,
              ElementsAre(kRealm, "kerberos.etypes=18,17,-135"));
}

TEST(Kerberos, WindowsGivesItsNetBiosNameAsAnAddress) {
  const std::string address =
      element(0x30, part(0, integer(20)) + part(1, element(4, "LAPTOP-7        ")));
  const std::string four =
      element(0x30, part(0, integer(2)) + part(1, element(4, octets({10, 0, 0, 1}))));
  EXPECT_THAT(
      ask(kerberos, request(10, part(2, text("R")) + part(9, element(0x30, four + address)))).texts,
      ElementsAre("kerberos.realm=R", "kerberos.host=LAPTOP-7"));
}

TEST(Kerberos, WellKnownRealmsAreNoPlaces) {
  EXPECT_THAT(ask(kerberos, request(10, part(2, text("WELLKNOWN:ANONYMOUS")))).texts, IsEmpty());
}

TEST(Kerberos, RealProgramsAreHeardFromEitherSide) {
  EXPECT_THAT(ask(kerberos, corpus("kerberos/mit_as_client")).texts,
              ElementsAre(kRealm, "kerberos.etypes=18,17,20,19,16,23,25,26"));
  EXPECT_THAT(ask(kerberos, corpus("kerberos/mit_tgs_client")).texts,
              ElementsAre(kRealm, "kerberos.etypes=18,17,20,19,16,23,25,26"));
  EXPECT_THAT(ask(kerberos, corpus("kerberos/mit_as_server")).texts, ElementsAre(kRealm));
  EXPECT_THAT(ask(kerberos, corpus("kerberos/heimdal_error")).texts, ElementsAre(kRealm));
}

TEST(Kerberos, OthersAreNotMine) {
  const std::string whole = request(10, body_of({"PC$"}));
  for (const std::string& other :
       {std::string{}, std::string{"j"}, request(11, ""),
        element(0x6a, element(0x30, part(1, integer(4)))), element(0x6e, whole),
        "k" + whole.substr(1), std::string{"jgreetings to all of you"}}) {
    EXPECT_EQ(ask(kerberos, other).reading.what, What::not_mine);
  }
}

TEST(Kerberos, WhatIsCutOffIsReadAsFarAsItGoes) {
  const std::string whole = corpus("kerberos/mit_tgs_client");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    for (const std::string& text : ask(kerberos, whole.substr(0, size)).texts) {
      EXPECT_TRUE(text.starts_with("kerberos.")) << text;
    }
  }
  EXPECT_THAT(ask(kerberos, whole.substr(0, whole.size() - 1)).texts, ElementsAre(kRealm));
}

}  // namespace
}  // namespace tapcensus
