// KNXnet/IP: a gateway says its name and its hardware, found or asked.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol knx;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

const Layers kGateway = sent_by("10.0.0.9");

std::string message(unsigned service, const std::string& body) {
  return octets({6, 0x10}) + be16(service) + be16(static_cast<unsigned>(6 + body.size())) + body;
}
std::string block(unsigned kind, const std::string& body) {
  return octets({static_cast<unsigned>(2 + body.size()), kind}) + body;
}
const std::string kDevice = block(
    1, octets({2, 0}) + be16(0x1101) + be16(0) + octets({0, 0xc5, 1, 2, 3, 4, 224, 0, 23, 12}) +
           octets({0, 0x0e, 0x8c, 0, 0, 1}) + filled("KNX IP Router", 30));
const std::string kServices = block(2, octets({2, 1, 3, 1}));
const std::string kWhere = octets({8, 1, 10, 0, 0, 9, 0x0e, 0x57});

TEST(Knx, FoundOrAskedItSaysNameAndHardware) {
  for (const std::string& bytes :
       {message(0x0202, kWhere + kDevice + kServices),
        message(0x020c, kWhere + kDevice + kServices), message(0x0204, kDevice + kServices)}) {
    for (const Said& said : {ask(knx, bytes, kGateway), ask_guessed(knx, bytes, kGateway)}) {
      EXPECT_THAT(said.texts, ElementsAre("knx.name=KNX IP Router", "knx.mac=00:0e:8c:00:00:01"));
      EXPECT_THAT(said.claims, ElementsAre("00:0e:8c:00:00:01 owns 10.0.0.9"));
    }
    expect_no_more_when_cut(knx, bytes, kGateway);
  }
}

TEST(Knx, OtherServicesSayNothing) {
  const Said said = ask(knx, message(0x0201, kWhere), kGateway);
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts, IsEmpty());
}

TEST(Knx, BlocksThatDoNotAddUpAreNotMine) {
  expect_not_mine(knx, {message(0x0204, octets({54, 1, 2})), message(0x0204, octets({0, 1})),
                        message(0x0204, kServices + kDevice), message(0x0204, kDevice) + "x", ""});
}

}  // namespace
}  // namespace tapcensus
