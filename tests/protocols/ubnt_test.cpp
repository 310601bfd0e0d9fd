// Ubiquiti's discovery: a device says which it is, in either version.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol ubnt;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

const Layers kBridge = sent_by("10.0.0.20");

std::string value(unsigned kind, const std::string& bytes) {
  return octets({kind}) + be16(static_cast<unsigned>(bytes.size())) + bytes;
}
std::string message(unsigned version, unsigned command, const std::string& values) {
  return octets({version, command}) + be16(static_cast<unsigned>(values.size())) + values;
}
std::string hardware(unsigned last) {
  return value(2, octets({0x24, 0xa4, 0x3c, 0, 0, 1, 10, 0, 0, last}));
}

TEST(Ubnt, DeviceSaysWhatItIs) {
  const std::string bytes =
      message(1, 0,
              hardware(20) + value(3, "XW.ar934x.v6.3.2.33267.200305.1012") + value(11, "Roof") +
                  value(12, "LM5") + value(0x14, "LiteBeam M5"));
  const Said said = ask(ubnt, bytes, kBridge);
  EXPECT_THAT(said.texts, ElementsAre("ubnt.firmware=XW.ar934x.v6.3.2.33267.200305.1012",
                                      "ubnt.name=Roof", "ubnt.model=LiteBeam M5"));
  EXPECT_THAT(said.claims, ElementsAre("24:a4:3c:00:00:01 owns 10.0.0.20"));
}

TEST(Ubnt, ShortModelStandsInWhereThereIsNoOther) {
  EXPECT_THAT(ask(ubnt, message(2, 6, value(0x15, "U7PG2")), kBridge).texts,
              ElementsAre("ubnt.model=U7PG2"));
}

TEST(Ubnt, HardwareOfAnotherAddressIsNotTheSenders) {
  EXPECT_THAT(ask(ubnt, message(1, 0, hardware(21)), kBridge).claims, IsEmpty());
}

TEST(Ubnt, RequestSaysNothing) {
  const Said said = ask(ubnt, message(1, 0, ""), kBridge);
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts, IsEmpty());
}

TEST(Ubnt, OtherMessagesOnThePortAreNotMine) {
  expect_not_mine(ubnt, {message(3, 0, ""), message(1, 0, "ab"), message(1, 0, "") + "x",
                         message(1, 0, octets({3}) + be16(60000)), ""});
}

}  // namespace
}  // namespace tapcensus
