// IEC 60870-5-104: who controls, and who is controlled.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol iec104;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string frame(const std::string& control, const std::string& data = "") {
  return octets({0x68, static_cast<unsigned>(4 + data.size())}) + control + data;
}
const std::string kStart = frame(octets({7, 0, 0, 0})), kStarted = frame(octets({11, 0, 0, 0}));

TEST(Iec104, WhoStartsControlsAndWhoConfirmsIsControlled) {
  expect_said(iec104, kStart, {"iec104.role=controlling"});
  expect_said(iec104, kStarted + frame(octets({0, 0, 0, 0}), "data"), {"iec104.role=controlled"});
}

TEST(Iec104, TestsMayComeBefore) {
  expect_said(iec104, frame(octets({0x43, 0, 0, 0})) + kStart, {"iec104.role=controlling"});
}

TEST(Iec104, AfterManyFramesItIsEnough) {
  std::string direction;
  for (int i = 0; i < 20; ++i) direction += frame(octets({0, 0, 0, 0}), "data");
  EXPECT_EQ(follow(iec104, direction, 1).last, What::done);
}

TEST(Iec104, OthersAreNotMine) {
  expect_not_mine(iec104, "GET / HTTP/1.1\r\n");
  expect_not_mine(iec104, octets({0x68, 3, 7, 0, 0, 0}));
}

}  // namespace
}  // namespace tapcensus
