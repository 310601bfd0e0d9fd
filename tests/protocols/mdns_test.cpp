// mDNS: devices announce names and descriptions; what they repeat of others is not theirs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "announced_words.hpp"
#include "dns_words.hpp"

namespace tapcensus {

extern const Protocol mdns;

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;
using namespace tapcensus::testing;

constexpr unsigned kA = 1, kPtr = 12, kHinfo = 13, kTxt = 16, kAaaa = 28, kSrv = 33, kAny = 255;
constexpr unsigned kAsks = 0, kAnnounces = 0x8400;

const std::string kFe80 = octets({0xfe, 0x80}) + std::string(13, '\0') + '\5';  // fe80::5
const std::string kInfo = character_string("model=J105aAP") + character_string("osxvers=20");

TEST(Mdns, EachStringOfADescriptionIsAFact) {
  const std::string bytes =
      dns_message(kAnnounces, {0, 1}, record(labels("Den._device-info._tcp.local"), kTxt, kInfo));
  const Said said = ask(mdns, bytes);
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts, ElementsAre("mdns.txt=model=J105aAP", "mdns.txt=osxvers=20",
                                      "mdns.name=Den._device-info._tcp.local",
                                      "mdns.service=_device-info._tcp", "mdns.instance=Den"));
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
              ElementsAre("mdns.name=_http._tcp.local", "mdns.service=_http._tcp",
                          "mdns.name=Web Cam._http._tcp.local", "mdns.instance=Web Cam",
                          "mdns.name=Cam.local"));
}

TEST(Mdns, DotsInTheNameOfAnInstanceAreEscaped) {
  const std::string bytes = dns_message(
      kAnnounces, {0, 1},
      record(character_string("HP 2.0") + labels("_ipp._tcp.local"), kTxt, character_string("")));
  EXPECT_THAT(ask(mdns, bytes).texts,
              ElementsAre("mdns.name=HP 2\\.0._ipp._tcp.local", "mdns.service=_ipp._tcp",
                          "mdns.instance=HP 2.0"));
}

TEST(Mdns, QuestionsAreNamesToo) {
  const std::string bytes = dns_message(
      kAsks, {2},
      question(labels("_airplay._tcp.local"), kPtr) + question(labels("_raop._tcp.local"), kPtr));
  EXPECT_THAT(ask(mdns, bytes).texts,
              ElementsAre("mdns.name=_airplay._tcp.local", "mdns.service=_airplay._tcp",
                          "mdns.name=_raop._tcp.local", "mdns.service=_raop._tcp"));
}

TEST(Mdns, KnownAnswersInAQueryAreAboutOthers) {
  const std::string bytes =
      dns_message(kAsks, {1, 2},
                  question(labels("_airplay._tcp.local"), kPtr) +
                      record(pointer(kFirstName), kPtr, "\3Den" + pointer(kFirstName)) +
                      record(labels("Den._airplay._tcp.local"), kTxt, kInfo));
  EXPECT_THAT(ask(mdns, bytes).texts,
              ElementsAre("mdns.name=_airplay._tcp.local", "mdns.service=_airplay._tcp"));
}

TEST(Mdns, ProbeSpeaksOfItsSender) {
  const std::string bytes = dns_message(
      kAsks, {1, 0, 2},
      question(labels("Den.local"), kAny) + record(pointer(kFirstName), kA, octets({10, 0, 0, 5})) +
          record(labels("Den._device-info._tcp.local"), kTxt, kInfo));
  EXPECT_THAT(ask(mdns, bytes).texts,
              UnorderedElementsAre("mdns.txt=model=J105aAP", "mdns.txt=osxvers=20",
                                   "mdns.name=Den.local", "mdns.name=Den._device-info._tcp.local",
                                   "mdns.service=_device-info._tcp", "mdns.instance=Den"));
}

TEST(Mdns, ProbeForAnInstanceIsByItsOwner) {
  const std::string asked = question(labels("Den._ipp._tcp.local"), kAny);
  EXPECT_THAT(ask(mdns, dns_message(kAsks, {1}, asked)).texts,
              ElementsAre("mdns.name=Den._ipp._tcp.local", "mdns.service=_ipp._tcp"));
  const std::string probe = dns_message(
      kAsks, {1, 0, 1}, asked + record(pointer(kFirstName), kSrv, std::string(7, '\0')));
  EXPECT_THAT(ask(mdns, probe).texts, ElementsAre("mdns.name=Den._ipp._tcp.local",
                                                  "mdns.service=_ipp._tcp", "mdns.instance=Den"));
}

TEST(Mdns, TypesOfServicesAreFoundInEveryKindOfName) {
  const std::string bytes = dns_message(
      kAnnounces, {0, 4},
      record(labels("_services._dns-sd._udp.local"), kPtr, labels("_hap._tcp.local")) +
          record(labels("_universal._sub._ipp._tcp.local"), kPtr, labels("Den._ipp._tcp.local")) +
          record(labels("_matterc._udp"), kPtr, labels("B5F._matterc._udp.local")) +
          record(labels("x._tcpy.local"), kA, octets({10, 0, 0, 5})));
  EXPECT_THAT(
      ask(mdns, bytes).texts,
      ElementsAre("mdns.name=_services._dns-sd._udp.local", "mdns.service=_dns-sd._udp",
                  "mdns.name=_hap._tcp.local", "mdns.service=_hap._tcp",
                  "mdns.name=_universal._sub._ipp._tcp.local", "mdns.service=_ipp._tcp",
                  "mdns.name=Den._ipp._tcp.local", "mdns.instance=Den", "mdns.name=_matterc._udp",
                  "mdns.service=_matterc._udp", "mdns.name=B5F._matterc._udp.local",
                  "mdns.instance=B5F", "mdns.name=x._tcpy.local"));
}

TEST(Mdns, HostTellsItsHardwareAndSystem) {
  const std::string bytes = dns_message(
      kAnnounces, {0, 2},
      record(labels("Den.local"), kHinfo, character_string("X86_64") + character_string("LINUX")) +
          record(labels("Den.local"), kHinfo, character_string("X86_64")));
  EXPECT_THAT(ask(mdns, bytes).texts,
              ElementsAre("mdns.hinfo=X86_64,LINUX", "mdns.name=Den.local"));
}

TEST(Mdns, HostIsNamedByTheAddressThatItSendsFrom) {
  const std::string bytes =
      dns_message(kAnnounces, {0, 1, 0, 2},
                  record(labels("Den._ipp._tcp.local"), kPtr, pointer(kFirstName)) +
                      record(labels("Annas-iPhone.local"), kAaaa, kFe80) +
                      record(labels("Annas-iPhone.local"), kA, octets({10, 0, 0, 5})));
  for (const char* source : {"10.0.0.5", "fe80::5"}) {
    EXPECT_THAT(ask(mdns, bytes, sent_by(source)).texts, Contains("mdns.host=Annas-iPhone.local"));
  }
  EXPECT_THAT(ask(mdns, bytes, sent_by("10.0.0.5")).texts.front(), "mdns.host=Annas-iPhone.local");
}

TEST(Mdns, NamesThatAProxyAnnouncesAreNotItsOwn) {
  const std::string bytes =
      dns_message(kAnnounces, {0, 2},
                  record(labels("Annas-iPhone.local"), kA, octets({10, 0, 0, 5})) +
                      record(labels("Annas-iPhone.local"), kAaaa, kFe80));
  EXPECT_THAT(ask(mdns, bytes, sent_by("10.0.0.1")).texts,
              ElementsAre("mdns.name=Annas-iPhone.local"));
}

TEST(Mdns, KnownAnswersNameNobodysHost) {
  const std::string bytes = dns_message(kAsks, {1, 1},
                                        question(labels("_ipp._tcp.local"), kPtr) +
                                            record(labels("Den.local"), kA, octets({10, 0, 0, 5})));
  EXPECT_THAT(ask(mdns, bytes, sent_by("10.0.0.5")).texts, Not(Contains(StartsWith("mdns.host"))));
}

TEST(Mdns, PointersThatRunInCirclesEnd) {
  const std::string circle = pointer(kFirstName);
  EXPECT_THAT(ask(mdns, dns_message(kAnnounces, {0, 1}, record(circle, kA, "1234"))).texts,
              IsEmpty());
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
