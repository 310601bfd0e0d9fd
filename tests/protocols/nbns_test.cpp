// NetBIOS names: what a host claims or answers for is its own; what it asks for is not.
#include <gtest/gtest.h>

#include "netbios_words.hpp"

namespace tapcensus {

extern const Protocol nbns;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr unsigned kQuery = 0, kRegistration = 5, kRelease = 6, kRefresh = 8, kMultihomed = 15;
constexpr unsigned kAddress = 0x20, kStatus = 0x21;
const Layers kDesk = sent_by("10.0.0.5");

std::string header(unsigned flags, unsigned questions, unsigned answers, unsigned additionals) {
  return be16(7) + be16(flags) + be16(questions) + be16(answers) + be16(0) + be16(additionals);
}
std::string asks(unsigned operation, const std::string& name) {
  return header(operation << 11 | 0x0110, 1, 0, 1) + name + be16(kAddress) + be16(1) +
         be16(0xc00c) + be16(kAddress) + be16(1) + be32(300000) + be16(6) + be16(0) +
         octets({10, 0, 0, 5});
}
std::string answers(const std::string& name, unsigned type, const std::string& body) {
  return header(0x8580, 0, 1, 0) + name + be16(type) + be16(1) + be32(300000) +
         be16(static_cast<unsigned>(body.size())) + body;
}

TEST(Nbns, NamesThatAreClaimedOrGivenUpAreTheSenders) {
  for (const unsigned operation : {kRegistration, kRelease, kRefresh, 9u, kMultihomed}) {
    EXPECT_THAT(ask(nbns, asks(operation, netbios_name("DESKTOP-ABC", 0x20)), kDesk).texts,
                ElementsAre("nbns.name=DESKTOP-ABC<20>"));
  }
}

TEST(Nbns, QueryIsForSomebodyElse) {
  const Said said = ask(nbns, asks(kQuery, netbios_name("PRINTSRV", 0x20)), kDesk);
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts, IsEmpty());
}

TEST(Nbns, AnswerWithTheSendersAddressIsItsName) {
  const std::string other = be16(0x6000) + octets({10, 0, 0, 9});
  const std::string own = be16(0x6000) + octets({10, 0, 0, 5});
  const std::string name = netbios_name("PRINTSRV", 0x20);
  EXPECT_THAT(ask(nbns, answers(name, kAddress, other + own), kDesk).texts,
              ElementsAre("nbns.name=PRINTSRV<20>"));
  EXPECT_THAT(ask(nbns, answers(name, kAddress, other), kDesk).texts, IsEmpty());
}

TEST(Nbns, StatusListsTheSendersNamesAndItsHardware) {
  const std::string names = octets({2}) + netbios_raw("DESK7", 0) + be16(0x0400) +
                            netbios_raw("OFFICE", 0x1e) + be16(0x8400);
  const std::string bytes =
      answers(netbios_name("*", 0), kStatus,
              names + octets({0xf0, 0x99, 0xb6, 0, 0, 1}) + std::string(40, '\0'));
  const Said said = ask(nbns, bytes, kDesk);
  EXPECT_THAT(said.texts, ElementsAre("nbns.name=DESK7<00>", "nbns.name=OFFICE<1e>"));
  EXPECT_THAT(said.claims, ElementsAre("f0:99:b6:00:00:01 owns 10.0.0.5"));
  expect_no_more_when_cut(nbns, bytes, kDesk);
}

TEST(Nbns, SambaHasNoHardwareAddressToTell) {
  const std::string body = octets({1}) + netbios_raw("NASBOX", 0x20) + be16(0x0400);
  const std::string bytes = answers(netbios_name("*", 0), kStatus, body + std::string(46, '\0'));
  const Said said = ask(nbns, bytes, kDesk);
  EXPECT_THAT(said.texts, ElementsAre("nbns.name=NASBOX<20>"));
  EXPECT_THAT(said.claims, IsEmpty());
}

TEST(Nbns, HardwareOfATunnelIsTheSameOnEachHost) {
  const std::string body = octets({1}) + netbios_raw("DESK7", 0) + be16(0x0400);
  const std::string bytes =
      answers(netbios_name("*", 0), kStatus, body + octets({0, 0x53, 0x45, 0, 0, 0}));
  EXPECT_THAT(ask(nbns, bytes, kDesk).claims, IsEmpty());
}

TEST(Nbns, BytesThatAreNoCharactersStandInBrackets) {
  const std::string browsers = netbios_name("\1\2__MSBROWSE__\2", 1);
  EXPECT_THAT(ask(nbns, asks(kRegistration, browsers), kDesk).texts,
              ElementsAre("nbns.name=<01><02>__MSBROWSE__<02><01>"));
}

TEST(Nbns, ScopeIsNoPartOfTheName) {
  const std::string scoped = netbios_name("DESK7", 0, std::string{"\6office"} + '\0');
  EXPECT_THAT(ask(nbns, asks(kRegistration, scoped), kDesk).texts,
              ElementsAre("nbns.name=DESK7<00>"));
}

TEST(Nbns, MoreNamesThanThereIsRoomForAreCounted) {
  std::string body = octets({255});
  for (unsigned i = 0; i < 255; ++i) body += netbios_raw("DESK7", i) + be16(0);
  const Said said = ask(nbns, answers(netbios_name("*", 0), kStatus, body), kDesk);
  EXPECT_EQ(said.texts.size(), Findings::kMost);
  EXPECT_GT(said.left_out, 0u);
}

TEST(Nbns, OtherMessagesOnThePortAreNotMine) {
  std::string no_name = asks(kRegistration, netbios_name("DESK7", 0));
  no_name[13] = 'a';
  expect_not_mine(nbns, {no_name, std::string(60, 'x'), std::string(12, '\0'), ""});
}

}  // namespace
}  // namespace tapcensus
