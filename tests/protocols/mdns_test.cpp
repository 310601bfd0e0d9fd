// mDNS: devices announce names and descriptions; what they repeat of others is not theirs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dns_words.hpp"

namespace tapcensus {

extern const Protocol mdns;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using namespace tapcensus::testing;

constexpr unsigned kA = 1, kPtr = 12, kTxt = 16, kAny = 255;
constexpr unsigned kAsks = 0, kAnnounces = 0x8400;

const std::string kInfo = character_string("model=J105aAP") + character_string("osxvers=20");

TEST(Mdns, EachStringOfADescriptionIsAFact) {
  const std::string bytes =
      dns_message(kAnnounces, {0, 1}, record(labels("Den._device-info._tcp.local"), kTxt, kInfo));
  const Said said = ask(mdns, bytes);
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts, ElementsAre("mdns.txt=model=J105aAP", "mdns.txt=osxvers=20",
                                      "mdns.name=Den._device-info._tcp.local"));
}

TEST(Mdns, EmptyDescriptionSaysNothing) {
  const std::string bytes =
      dns_message(kAnnounces, {0, 1}, record(labels("a.local"), kTxt, character_string("")));
  EXPECT_THAT(ask(mdns, bytes).texts, ElementsAre("mdns.name=a.local"));
}

TEST(Mdns, NamesKeepTheirCaseAndComeOnce) {
  const std::string bytes = dns_message(
      kAnnounces, {0, 2, 0, 1},
      record(labels("_http._tcp.local"), kPtr, character_string("Web Cam") + pointer(kFirstName)) +
          record(labels("Cam.local"), kA, octets({10, 0, 0, 5})) +
          record(labels("Cam.local"), kA, octets({10, 0, 0, 6})));
  EXPECT_THAT(ask(mdns, bytes).texts,
              ElementsAre("mdns.name=_http._tcp.local", "mdns.name=Web Cam._http._tcp.local",
                          "mdns.name=Cam.local"));
}

TEST(Mdns, DotsInTheNameOfAnInstanceAreEscaped) {
  const std::string bytes = dns_message(
      kAnnounces, {0, 1},
      record(character_string("HP 2.0") + labels("_ipp._tcp.local"), kTxt, character_string("")));
  EXPECT_THAT(ask(mdns, bytes).texts, ElementsAre("mdns.name=HP 2\\.0._ipp._tcp.local"));
}

TEST(Mdns, QuestionsAreNamesToo) {
  const std::string bytes = dns_message(
      kAsks, {2},
      question(labels("_airplay._tcp.local"), kPtr) + question(labels("_raop._tcp.local"), kPtr));
  EXPECT_THAT(ask(mdns, bytes).texts,
              ElementsAre("mdns.name=_airplay._tcp.local", "mdns.name=_raop._tcp.local"));
}

TEST(Mdns, KnownAnswersInAQueryAreAboutOthers) {
  const std::string bytes =
      dns_message(kAsks, {1, 2},
                  question(labels("_airplay._tcp.local"), kPtr) +
                      record(pointer(kFirstName), kPtr, "\3Den" + pointer(kFirstName)) +
                      record(labels("Den._airplay._tcp.local"), kTxt, kInfo));
  EXPECT_THAT(ask(mdns, bytes).texts, ElementsAre("mdns.name=_airplay._tcp.local"));
}

TEST(Mdns, ProbeSpeaksOfItsSender) {
  const std::string bytes = dns_message(
      kAsks, {1, 0, 2},
      question(labels("Den.local"), kAny) + record(pointer(kFirstName), kA, octets({10, 0, 0, 5})) +
          record(labels("Den._device-info._tcp.local"), kTxt, kInfo));
  EXPECT_THAT(ask(mdns, bytes).texts,
              UnorderedElementsAre("mdns.txt=model=J105aAP", "mdns.txt=osxvers=20",
                                   "mdns.name=Den.local", "mdns.name=Den._device-info._tcp.local"));
}

TEST(Mdns, DescriptionsComeBeforeNamesWhenRoomIsShort) {
  std::string body;
  for (char c = '0'; c < '0' + 70; ++c) body += record(labels({&c, 1}), kA, octets({10, 0, 0, 5}));
  body += record(labels("Den"), kTxt, kInfo);
  const Said said = ask(mdns, dns_message(kAnnounces, {0, 71}, body));
  EXPECT_EQ(said.texts.size(), Findings::kMost);
  EXPECT_EQ(said.texts[0], "mdns.txt=model=J105aAP");
  EXPECT_GT(said.left_out, 0u);
}

TEST(Mdns, OtherMessagesOnThePortAreNotMine) {
  for (const std::string& bytes : {dns_message(1u << 11, {1}, question(labels("a.local"))),
                                   dns_message(kAnnounces, {0, 60000}, ""),
                                   dns_message(kAsks, {1}, std::string(20, 'a')), std::string{}}) {
    const Said said = ask(mdns, bytes);
    EXPECT_EQ(said.reading.what, Reading::What::not_mine);
    EXPECT_THAT(said.texts, IsEmpty());
  }
}

}  // namespace
}  // namespace tapcensus
