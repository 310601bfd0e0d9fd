// OPC UA: how applications describe themselves.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol opcua;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string text(const std::string& text) {
  return le32(static_cast<std::uint32_t>(text.size())) + text;
}
const std::string kNone = le32(0xffffffff), kNoObject = octets({0, 0, 0});
std::string application(const std::string& name, unsigned type = 0) {
  return text("urn:plant:" + name) + text("http://example.org/" + name) + octets({3}) + text("en") +
         text(name) + le32(type) + kNone + kNone + le32(1) + text("opc.tcp://h:4840");
}
Texts texts(const std::string& name) {
  return {"opcua.application=" + name, "opcua.product=http://example.org/" + name,
          "opcua.uri=urn:plant:" + name};
}
std::string chunk(const std::string& type, const std::string& content) {
  return type + "F" + le32(static_cast<std::uint32_t>(8 + content.size())) + content;
}
std::string message(unsigned type, const std::string& content) {
  return chunk("MSG",
               le32(1) + le32(2) + le32(3) + le32(4) + octets({1, 0}) + le16(type) + content);
}
const std::string kResponse =
    std::string(8, 't') + le32(1) + le32(0) + octets({0}) + kNone + kNoObject;
const std::string kRequest = octets({2, 0, 0}) + le32(9) + std::string(8, 't') + le32(1) + le32(0) +
                             kNone + le32(5) + kNoObject;
const std::string kAcknowledge = chunk("ACK", std::string(20, '\0'));
const std::string kHello = chunk("HEL", std::string(20, '\0') + text("opc.tcp://h:4840"));
const std::string kOpen = chunk("OPN", std::string(100, 'x'));

TEST(OpcUa, ServerDescribesItselfWithItsEndpoints) {
  expect_said(opcua,
              kAcknowledge + kOpen +
                  message(431, kResponse + le32(2) + text("opc.tcp://h:4840") +
                                   application("Pump") + std::string(50, 'x')),
              texts("Pump"), kGuessed);
}

TEST(OpcUa, ServerIsTheOnlyOneItFinds) {
  expect_said(opcua, message(425, kResponse + le32(1) + application("Pump")), texts("Pump"));
}

TEST(OpcUa, DiscoveryServerTellsOfOthersToo) {
  expect_said(opcua,
              message(425, kResponse + le32(3) + application("Pump") + application("LDS", 3) +
                               application("Fan")),
              texts("LDS"));
  expect_said(opcua, message(425, kResponse + le32(2) + application("Pump") + application("Fan")),
              {});
}

TEST(OpcUa, ClientAndServerOfASessionDescribeThemselves) {
  expect_said(opcua, kHello + kOpen + message(461, kRequest + application("Panel", 1) + kNone),
              texts("Panel"), kGuessed);
  expect_said(opcua,
              message(464, kResponse + octets({4, 1, 0}) + std::string(16, 'g') +
                               octets({5, 0, 0}) + text("key") + std::string(8, 'd') +
                               text("nonce") + text(std::string(900, 'c')) + le32(1) +
                               text("opc.tcp://h:4840") + application("Pump")),
              texts("Pump"));
}

TEST(OpcUa, EncryptedMessagesAreNotRead) {
  expect_said(opcua, kAcknowledge + kOpen + chunk("MSG", std::string(300, '\xa5')), {});
}

TEST(OpcUa, LengthsMustFit) {
  expect_said(opcua, message(425, kResponse + le32(1) + le32(5000) + "urn"), {});
}

TEST(OpcUa, ElsewhereAConnectionBeginsWithAGreeting) {
  expect_not_mine(opcua, message(425, kResponse + le32(1) + application("Pump")), kGuessed);
  expect_not_mine(opcua, chunk("ACK", std::string(21, '\0')), kGuessed);
}

TEST(OpcUa, OthersAreNotMine) {
  expect_not_mine(opcua, "HELO example.org\r\n");
  expect_not_mine(opcua, "ACKF" + le32(7) + "abc");
  expect_not_mine(opcua, "MSGF" + le32(0x7fffffff) + "abc");
}

}  // namespace
}  // namespace tapcensus
