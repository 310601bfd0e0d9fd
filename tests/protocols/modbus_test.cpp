// Modbus: what a device answers when it is asked who it is.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol modbus;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string message(const std::string& pdu) {
  return be16(7) + be16(0) + be16(static_cast<unsigned>(pdu.size() + 1)) + octets({1}) + pdu;
}
std::string object(unsigned id, const std::string& text) { return octets({id}) + counted(text); }

const std::string kIdentification =
    message(octets({43, 14, 1, 0x81, 0, 0, 3}) + object(0, "Pymodbus") + object(1, "PM") +
            object(2, "3.6.2"));

TEST(Modbus, AnswerNamesMakerProductAndRevision) {
  expect_said(modbus, kIdentification,
              {"modbus.vendor=Pymodbus", "modbus.product=PM", "modbus.revision=3.6.2"});
}

TEST(Modbus, ItMayComeBehindOtherAnswers) {
  expect_said(modbus, message(octets({3, 2, 0, 9})) + kIdentification,
              {"modbus.vendor=Pymodbus", "modbus.product=PM", "modbus.revision=3.6.2"});
}

TEST(Modbus, RegularObjectsHaveTheModel) {
  expect_said(modbus,
              message(octets({43, 14, 2, 0x82, 0, 0, 3}) + object(3, "http://example.org") +
                      object(4, "Power Meter ") + object(5, "PM5560")),
              {"modbus.product_name=Power Meter", "modbus.model=PM5560"});
}

TEST(Modbus, RequestsSayNothing) {
  expect_said(modbus, message(octets({43, 14, 1, 0})) + message(octets({17})), {});
}

TEST(Modbus, ServerIdIsItsLongestText) {
  expect_said(modbus, message(octets({17}) + counted(octets({7, 0xff}) + "Meter 9")),
              {"modbus.server_id=Meter 9"});
  expect_said(modbus, message(octets({17}) + counted(octets({7, 0xff, 1, 2, 3}))), {});
}

TEST(Modbus, WhatIsNotTextIsLeftOut) {
  expect_said(modbus,
              message(octets({43, 14, 1, 1, 0, 0, 2}) + object(0, "a\1b") + object(1, "ok")),
              {"modbus.product=ok"});
}

TEST(Modbus, ObjectsBeyondTheMessageAreNotRead) {
  expect_said(modbus, message(octets({43, 14, 1, 1, 0, 0, 9}) + object(0, "V") + octets({1, 200})),
              {"modbus.vendor=V"});
}

TEST(Modbus, AfterManyMessagesItIsEnough) {
  std::string direction;
  for (int i = 0; i < 200; ++i) direction += message(octets({3, 2, 0, 9}));
  EXPECT_EQ(follow(modbus, direction, direction.size()).last, What::done);
}

TEST(Modbus, OthersAreNotMine) {
  expect_not_mine(modbus, "GET / HTTP/1.1\r\n\r\n");
  expect_not_mine(modbus, be16(1) + be16(0) + be16(1) + "x");
  expect_not_mine(modbus, be16(1) + be16(0) + be16(4000) + "xyz");
}

}  // namespace
}  // namespace tapcensus
