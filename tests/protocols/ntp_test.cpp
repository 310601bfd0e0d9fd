// A request for the time has the shape of its program, and a server says which clock it is, or
// which program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol ntp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr std::uint32_t kNow = 3'900'000'000;  // 2023
const std::string kNone(8, '\0');

struct Request {
  unsigned first, stratum = 0, poll = 0, precision = 0;
  std::uint32_t delay = 0, dispersion = 0;
  std::string reference = std::string(4, '\0');
  std::string times = kNone + kNone + kNone + kNone;

  operator std::string() const {
    return octets({first, stratum, poll, precision}) + be32(delay) + be32(dispersion) + reference +
           times;
  }
};
constexpr unsigned first_octet(unsigned leap, unsigned version, unsigned mode) {
  return leap << 6 | version << 3 | mode;
}
std::string time(std::uint32_t seconds, std::uint32_t fraction) {
  return be32(seconds) + be32(fraction);
}

TEST(Ntp, RequestsHaveTheShapeOfTheirProgram) {
  const auto shape = [](const Request& request) { return ask(ntp, std::string{request}).texts; };
  Request all{first_octet(3, 4, 3), 0, 6, 0xe9, 0, 65536, "INIT"};
  all.times = kNone + kNone + kNone + time(kNow, 7);
  EXPECT_THAT(shape(all),
              ElementsAre("ntp.client=v4 m3 li3 st0 poll6 prec-23 delay0 disp1 refINIT 000t"));
  Request random{first_octet(0, 4, 3), 0, 10, 0x20};
  random.times = kNone + kNone + kNone + time(0x1234'5678, 7);
  EXPECT_THAT(shape(random),
              ElementsAre("ntp.client=v4 m3 li0 st0 poll10 prec32 delay0 disp0 ref0 000x"));
  EXPECT_THAT(shape({first_octet(0, 3, 3)}),
              ElementsAre("ntp.client=v3 m3 li0 st0 poll0 prec0 delay0 disp0 ref0 0000"));
  Request peer{first_octet(0, 3, 1), 2, 10, 0xfa, 1, 1, octets({10, 0, 0, 1})};
  peer.times = time(kNow, 0) + time(kNow, 1) + time(kNow, 2) + time(kNow, 0);
  EXPECT_THAT(shape(peer),
              ElementsAre("ntp.client=v3 m1 li0 st2 poll10 prec-6 delay1 disp1 ref1 stts"));
}

TEST(Ntp, WhatStandsBehindTheHeaderIsCounted) {
  const std::string bytes = std::string{Request{first_octet(3, 3, 3)}} + std::string(20, '\1');
  EXPECT_THAT(ask(ntp, bytes).texts,
              ElementsAre("ntp.client=v3 m3 li3 st0 poll0 prec0 delay0 disp0 ref0 0000 +20"));
}

TEST(Ntp, MessagesThatWereCutHaveNoShape) {
  Layers layers;
  layers.payload_length = 68;
  EXPECT_THAT(ask(ntp, std::string{Request{first_octet(3, 3, 3)}}, layers).texts, IsEmpty());
}

TEST(Ntp, ClocksNameThemselves) {
  const auto clock = [](unsigned mode, unsigned stratum, const std::string& reference) {
    return ask(ntp, std::string{Request{first_octet(0, 4, mode), stratum, 6, 0, 0, 0, reference}})
        .texts;
  };
  EXPECT_THAT(clock(4, 1, std::string{"GPS\0", 4}), ElementsAre("ntp.refid=GPS"));
  EXPECT_THAT(clock(5, 1, "DCFa"), ElementsAre("ntp.refid=DCFa"));
  EXPECT_THAT(clock(4, 1, octets({0, 0, 0, 0})), IsEmpty());
  EXPECT_THAT(clock(4, 2, "abcd"), IsEmpty());  // an address
  EXPECT_THAT(clock(4, 0, "RATE"), IsEmpty());
}

std::string control(unsigned operation, const std::string& text, unsigned offset = 0) {
  return octets({first_octet(0, 2, 6), operation}) + be16(1) + be16(0) + be16(0) + be16(offset) +
         be16(static_cast<unsigned>(text.size())) + text;
}
constexpr unsigned kRequest = 2, kAnswer = 0x82, kAnswerAndMore = 0xa2, kError = 0xc2;

TEST(Ntp, AnswersToReadVariablesNameProgramAndSystem) {
  const std::string text =
      "version=\"ntpd 4.2.8p15@1.3728-o Wed Sep 23\", processor=\"x86_64\",\r\n"
      "system=\"Linux/5.4.0\", leap=0, stratum=2, precision=-23, reftime=0xe4";
  const std::string expected =
      "ntp.version=version=\"ntpd 4.2.8p15@1.3728-o Wed Sep 23\", processor=\"x86_64\", "
      "system=\"Linux/5.4.0\"";
  EXPECT_THAT(ask(ntp, control(kAnswer, text)).texts, ElementsAre(expected));
  EXPECT_THAT(ask(ntp, control(kAnswerAndMore, text)).texts, ElementsAre(expected));
  EXPECT_THAT(ask(ntp, control(kAnswer, "system=UNIX, leap=0")).texts,
              ElementsAre("ntp.version=system=UNIX"));
  EXPECT_THAT(ask(ntp, control(kAnswer, "leap=0, daemon_version=\"x\"")).texts, IsEmpty());
  EXPECT_THAT(ask(ntp, control(kAnswer, "version=\"no end")).texts, IsEmpty());
  EXPECT_THAT(ask(ntp, control(kAnswer, "version=")).texts.size(), 1u);
}

TEST(Ntp, RequestsErrorsAndLaterPartsNameNothing) {
  const std::string text = "version=\"ntpd 4\"";
  EXPECT_THAT(ask(ntp, control(kRequest, text)).texts, IsEmpty());
  EXPECT_THAT(ask(ntp, control(kError, text)).texts, IsEmpty());
  EXPECT_THAT(ask(ntp, control(kAnswer, text, 468)).texts, IsEmpty());
  const std::string cut = control(kAnswer, text + ", leap=0");
  EXPECT_THAT(ask(ntp, cut.substr(0, cut.size() - 1)).texts, IsEmpty());
}

TEST(Ntp, OtherMessagesAreNotMine) {
  const std::string whole = Request{first_octet(3, 4, 3)};
  for (const std::string& bytes :
       {whole.substr(0, 47), std::string{Request{first_octet(0, 0, 3)}},
        std::string{Request{first_octet(0, 5, 3)}}, std::string{Request{first_octet(0, 2, 7)}},
        control(kAnswer, "").substr(0, 11), std::string{}}) {
    EXPECT_EQ(ask(ntp, bytes).reading.what, Reading::What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
