// DNS: what is asked for, and what comes back, in lower case and without the final dot.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dns_words.hpp"

namespace tapcensus {

extern const Protocol dns;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr unsigned kA = 1, kNs = 2, kCname = 5, kSoa = 6, kPtr = 12, kMx = 15, kTxt = 16,
                   kAaaa = 28, kSrv = 33, kDname = 39;

Said ask_answer(unsigned type, const std::string& data) {
  return ask(dns, dns_message(kResponse, {1, 1},
                              question(labels("example.org"), type) +
                                  record(pointer(kFirstName), type, data)));
}

TEST(Dns, QueriesAreLoweredAndLoseTheFinalDot) {
  const Said said = ask(dns, dns_message(kQuery, {1}, question(labels("wWw.ExAmple.ORG"))));
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts, ElementsAre("dns.query=www.example.org"));
}

TEST(Dns, EachQuestionIsAQueryAndTheRootIsNone) {
  const std::string bytes = dns_message(
      kQuery, {3},
      question(labels("a.org")) + question(labels("")) + question("\1b" + pointer(kFirstName)));
  EXPECT_THAT(ask(dns, bytes).texts, ElementsAre("dns.query=a.org", "dns.query=b.a.org"));
}

TEST(Dns, QuestionThatAResponseRepeatsIsNotAQuery) {
  EXPECT_THAT(ask(dns, dns_message(kResponse, {1}, question(labels("a.org")))).texts, IsEmpty());
}

TEST(Dns, AddressesAreWrittenAsText) {
  EXPECT_THAT(ask_answer(kA, octets({192, 0, 2, 7})).texts, ElementsAre("dns.answer=192.0.2.7"));
  EXPECT_THAT(ask_answer(kAaaa, octets_of(ip("2001:db8::7"))).texts,
              ElementsAre("dns.answer=2001:db8::7"));
}

TEST(Dns, NamesInAnswersAreExpanded) {
  const std::string target = "\4Host" + pointer(kFirstName);
  for (const unsigned type : {kNs, kCname, kPtr, kDname}) {
    EXPECT_THAT(ask_answer(type, target).texts, ElementsAre("dns.answer=host.example.org"));
  }
  EXPECT_THAT(ask_answer(kMx, be16(10) + target).texts, ElementsAre("dns.answer=host.example.org"));
  EXPECT_THAT(ask_answer(kSrv, be16(0) + be16(0) + be16(443) + target).texts,
              ElementsAre("dns.answer=host.example.org"));
}

TEST(Dns, StringsOfATextRecordAreOneAnswer) {
  EXPECT_THAT(ask_answer(kTxt, character_string("v=spf1 ") + character_string("-ALL")).texts,
              ElementsAre("dns.answer=v=spf1 -ALL"));
}

TEST(Dns, AnswersComeInOrderAndOtherSectionsAreNone) {
  const std::string bytes =
      dns_message(kResponse, {1, 2, 1, 1},
                  question(labels("a.org")) + record(pointer(kFirstName), kCname, labels("b.org")) +
                      record(labels("b.org"), kA, octets({192, 0, 2, 1})) +
                      record(labels("org"), kNs, labels("ns.org")) +
                      record(labels("ns.org"), kA, octets({192, 0, 2, 2})));
  EXPECT_THAT(ask(dns, bytes).texts, ElementsAre("dns.answer=b.org", "dns.answer=192.0.2.1"));
}

TEST(Dns, RecordsThatAreNotAnswersOfUseAreSkipped) {
  const std::string bytes =
      dns_message(kResponse, {0, 3},
                  record(labels("a.org"), kSoa, labels("ns.org")) +
                      record(labels("a.org"), kA, "12345") +  // no address has five octets
                      record(labels("a.org"), kA, octets({192, 0, 2, 1})));
  EXPECT_THAT(ask(dns, bytes).texts, ElementsAre("dns.answer=192.0.2.1"));
}

// OPT: the root, its type, the size as class, the flags as time to live.
std::string extension(unsigned size, std::uint32_t flags, const std::string& options = "") {
  return std::string(1, '\0') + be16(41) + be16(size) + be32(flags) +
         be16(static_cast<unsigned>(options.size())) + options;
}

TEST(Dns, ExtensionTellsWhatTheSenderKnows) {
  const auto query = [](unsigned flags, const std::string& opt) {
    return ask(dns, dns_message(flags, {1, 0, 0, 1}, question(labels("a.org")) + opt)).texts;
  };
  const std::string cookie = be16(10) + be16(8) + "01234567", padding = be16(12) + be16(0);
  EXPECT_THAT(query(0x0100, extension(1232, 0)), ElementsAre("dns.query=a.org", "dns.edns=1232"));
  EXPECT_THAT(query(0x0120, extension(4096, 0x8000, cookie + padding)),
              ElementsAre("dns.query=a.org", "dns.edns=4096,do,ad,10,12"));
  EXPECT_THAT(query(0x0110, extension(512, 0x1'0000)),
              ElementsAre("dns.query=a.org", "dns.edns=512,v1,cd"));
  EXPECT_THAT(query(0x0100, extension(1232, 0, be16(10) + be16(9) + "01")),
              ElementsAre("dns.query=a.org"));
}

TEST(Dns, ServersHaveAnExtensionBehindTheirAnswers) {
  const std::string body = question(labels("a.org")) +
                           record(labels("a.org"), kA, octets({192, 0, 2, 1})) +
                           record(labels("org"), kNs, labels("ns.org")) + extension(1232, 0x8000);
  EXPECT_THAT(ask(dns, dns_message(0x81b0, {1, 1, 1, 1}, body)).texts,
              ElementsAre("dns.edns=1232,do", "dns.answer=192.0.2.1"));
}

TEST(Dns, ServerTellsItsVersionWhereItIsAskedForItself) {
  const auto chaos = [](std::string_view name, unsigned of_class) {
    const std::string data = character_string("9.18.1-Debian");
    return ask(dns, dns_message(kResponse, {1, 1},
                                labels(name) + be16(kTxt) + be16(3) + pointer(kFirstName) +
                                    be16(kTxt) + be16(of_class) + be32(0) +
                                    be16(static_cast<unsigned>(data.size())) + data))
        .texts;
  };
  EXPECT_THAT(chaos("VERSION.bind", 3),
              ElementsAre("dns.answer=9.18.1-Debian", "dns.version=9.18.1-Debian"));
  EXPECT_THAT(chaos("version.server", 3),
              ElementsAre("dns.answer=9.18.1-Debian", "dns.version=9.18.1-Debian"));
  EXPECT_THAT(chaos("hostname.bind", 3), ElementsAre("dns.answer=9.18.1-Debian"));
  EXPECT_THAT(chaos("version.bind", 1), ElementsAre("dns.answer=9.18.1-Debian"));
}

TEST(Dns, AnswersBeforeACutAreKept) {
  std::string bytes = dns_message(kResponse, {0, 2},
                                  record(labels("a.org"), kA, octets({192, 0, 2, 1})) +
                                      record(labels("a.org"), kA, octets({192, 0, 2, 2})));
  bytes.pop_back();
  Layers layers;
  layers.payload_length = static_cast<std::uint32_t>(bytes.size() + 1);
  EXPECT_THAT(ask(dns, bytes, layers).texts, ElementsAre("dns.answer=192.0.2.1"));
}

TEST(Dns, DotsInsideLabelsAreEscaped) {
  const std::string name = character_string("a.b\\c") + labels("org");
  EXPECT_THAT(ask(dns, dns_message(kQuery, {1}, question(name))).texts,
              ElementsAre("dns.query=a\\.b\\\\c.org"));
}

TEST(Dns, PointersInACircleEnd) {
  const std::string bytes = dns_message(kQuery, {1}, question(pointer(kFirstName)));
  EXPECT_THAT(ask(dns, bytes).texts, IsEmpty());
  const std::string growing = dns_message(kQuery, {1}, question("\1a" + pointer(kFirstName)));
  EXPECT_THAT(ask(dns, growing).texts, IsEmpty());
}

TEST(Dns, LongestNameIsReadAndALongerOneIsNot) {
  const std::string label = character_string(std::string(63, '.'));
  const std::string longest = label + label + label + character_string(std::string(61, 'z'));
  EXPECT_EQ(longest.size() + 1, 255u);
  EXPECT_EQ(ask(dns, dns_message(kQuery, {1}, question(longest + '\0'))).texts.size(), 1u);
  const std::string longer = label + label + label + character_string(std::string(62, 'z'));
  EXPECT_THAT(ask(dns, dns_message(kQuery, {1}, question(longer + '\0'))).texts, IsEmpty());
}

TEST(Dns, UpdatesAndNotificationsAskForNothing) {
  for (const unsigned operation : {4u, 5u}) {
    const Said said =
        ask(dns, dns_message(operation << 11, {1}, question(labels("zone.org"), kSoa)));
    EXPECT_EQ(said.reading.what, Reading::What::done);
    EXPECT_THAT(said.texts, IsEmpty());
  }
}

TEST(Dns, WhatCannotBeAMessageIsNotMine) {
  for (const std::string& bytes : {
           dns_message(15u << 11, {1}, question(labels("a.org"))),  // no such operation
           dns_message(kQuery, {9000}, question(labels("a.org"))),  // nowhere near so many
           dns_message(kQuery, {1}, std::string(20, 'a')),          // labels of 97 bytes
           dns_message(kQuery, {1}, "").substr(0, 11),
           std::string{},
       }) {
    const Said said = ask(dns, bytes);
    EXPECT_EQ(said.reading.what, Reading::What::not_mine);
    EXPECT_THAT(said.texts, IsEmpty());
  }
}

TEST(Dns, MoreAnswersThanThereIsRoomForAreCounted) {
  std::string body;
  for (unsigned i = 0; i < 70; ++i) body += record(labels("a"), kCname, labels("b"));
  const Said said = ask(dns, dns_message(kResponse, {0, 70}, body));
  EXPECT_EQ(said.texts.size(), Findings::kMost);
  EXPECT_EQ(said.left_out, 70 - Findings::kMost);
}

TEST(Dns, OnOtherPortsOnlyWholeUsualMessagesAreMine) {
  const std::string query = dns_message(kQuery, {1}, question(labels("www.example.org")));
  const std::string answer = dns_message(
      kResponse, {1, 1},
      question(labels("a.org")) + record(pointer(kFirstName), kA, octets({1, 2, 3, 4})));
  Layers layers;
  layers.target_port = 10'053;
  const auto guess = [&](const std::string& bytes) {
    return ask(dns, {layers, as_bytes(bytes), 0, false, true}).texts;
  };
  EXPECT_THAT(guess(query), ElementsAre("dns.query=www.example.org"));
  EXPECT_THAT(guess(answer), ElementsAre("dns.answer=1.2.3.4"));
  EXPECT_THAT(guess(query + '\0'), IsEmpty());
  EXPECT_THAT(guess(answer.substr(0, answer.size() - 1)), IsEmpty());
  for (const std::uint16_t port : {137, 5353, 5355}) {
    layers.target_port = port;  // NBNS, mDNS, LLMNR
    EXPECT_THAT(guess(query), IsEmpty()) << port;
  }
}

}  // namespace
}  // namespace tapcensus
