// EtherNet/IP over TCP: who a device says it is.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol enip;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string message(unsigned command, const std::string& data, unsigned status = 0) {
  return le16(command) + le16(static_cast<unsigned>(data.size())) + le32(0x01020304) +
         le32(status) + std::string(8, 'c') + le32(0) + data;
}
const std::string kSession = message(0x65, le16(1) + le16(0));
const std::string kObject = le16(1) + le16(14) + le16(54) + octets({20, 11}) + le16(0x3160) +
                            le32(0x00c0ffee) + counted("1756-L61/B LOGIX5561");
const Texts kSaid{"enip.vendor_id=1", "enip.device_type=14", "enip.revision=20.11",
                  "enip.product=1756-L61/B LOGIX5561"};
std::string item(unsigned type, const std::string& data) {
  return le16(type) + le16(static_cast<unsigned>(data.size())) + data;
}
std::string unconnected(const std::string& response) {
  return message(0x6f, le32(0) + le16(0) + le16(2) + item(0, "") + item(0xb2, response));
}
std::string connected(const std::string& response) {
  return message(
      0x70, le32(0) + le16(0) + le16(2) + item(0xa1, le32(7)) + item(0xb1, le16(9) + response));
}
const std::string kAll = octets({0x81, 0, 0, 0});

TEST(Enip, IdentityAnswersToItsList) {
  const std::string identity =
      message(0x63, le16(1) + item(0x0c, le16(1) + std::string(16, '\0') + kObject + "\3"));
  expect_said(enip, identity, kSaid, kGuessed);
  expect_said(enip, kSession + identity, kSaid, kGuessed);
}

TEST(Enip, IdentityObjectAnswersInsideASession) {
  expect_said(enip, kSession + unconnected(kAll + kObject), kSaid, kGuessed);
  expect_said(enip, kSession + connected(kAll + kObject), kSaid, kGuessed);
}

TEST(Enip, OtherObjectsAreNotTakenForIt) {
  expect_said(enip, kSession + unconnected(kAll + std::string(14, '\1') + counted("a\1b")), {});
  expect_said(enip, kSession + unconnected(kAll + kObject + std::string(40, 'x')), {});
  expect_said(enip, kSession + unconnected(octets({0x81, 0, 8, 0}) + kObject), {});
  expect_said(enip, kSession + unconnected(octets({0x8e, 0, 0, 0}) + kObject), {});
}

TEST(Enip, QuestionsSayNothing) { expect_said(enip, message(0x63, ""), {}); }

TEST(Enip, ElsewhereASessionComesFirst) {
  expect_not_mine(enip, unconnected(kAll + kObject), kGuessed);
  expect_said(enip, unconnected(kAll + kObject), kSaid);
}

TEST(Enip, OthersAreNotMine) {
  expect_not_mine(enip, "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n");
  expect_not_mine(enip, "d" + std::string(30, '\1'));
  expect_not_mine(enip, message(0x63, le16(1) + item(0x0c, "short")));
}

}  // namespace
}  // namespace tapcensus
