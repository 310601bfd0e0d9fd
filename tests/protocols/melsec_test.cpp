// SLMP: the type name of a controller.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol melsec;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string message(unsigned type, const std::string& data) {
  return octets({type, 0, 0, 0xff, 0xff, 3, 0}) + le16(static_cast<unsigned>(data.size())) + data;
}
const std::string kTypeName = message(0xd0, le16(0) + padded("Q03UDECPU", 16, ' ') + le16(0x268));

TEST(Melsec, ControllerAnswersItsTypeName) {
  expect_said(melsec, kTypeName, {"melsec.model=Q03UDECPU"}, kGuessed);
  expect_said(melsec, message(0xd0, le16(0) + "1234") + kTypeName, {"melsec.model=Q03UDECPU"});
}

TEST(Melsec, ErrorsAndValuesAreNoNames) {
  expect_said(melsec, message(0xd0, le16(0xc059) + padded("Q03UDECPU", 18)), {});
  expect_said(melsec, message(0xd0, le16(0) + std::string(18, '\1')), {});
  expect_said(melsec, message(0x50, le16(4) + octets({1, 1, 0, 0})), {});
}

TEST(Melsec, OthersAreNotMine) {
  expect_not_mine(melsec, "POST / HTTP/1.1\r\n\r\n");
  expect_not_mine(melsec, octets({0xd0, 0, 0, 0xff, 0xff, 3, 0, 1, 0}));
  EXPECT_EQ(follow(melsec, kTypeName + "else, and enough of it", 99).last, What::done);
}

}  // namespace
}  // namespace tapcensus
