// MMS: what a server answers to Identify.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol mms;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string element(unsigned tag, const std::string& content) {
  return octets({tag}) + counted(content);
}
std::string unit(const std::string& header, const std::string& content) {
  return octets({3, 0}) + be16(static_cast<unsigned>(5 + header.size() + content.size())) +
         counted(header) + content;
}
const std::string kData = octets({0xf0, 0x80}), kConfirm = octets({0xd0, 0, 1, 0, 2, 0});
std::string response(const std::string& service) {
  const std::string pdu = element(0xa1, element(2, octets({5})) + service);
  return unit(kData, octets({1, 0, 1, 0}) + element(0x61, element(0x30, element(2, octets({3})) +
                                                                            element(0xa0, pdu))));
}
const std::string kAccept = unit(kData, octets({14, 2, 5, 6}));
const std::string kIdentify = element(
    0xa2, element(0x80, "MZ Automation") + element(0x81, "libiec61850") + element(0x82, "1.5.1"));
const Texts kSaid{"mms.vendor=MZ Automation", "mms.model=libiec61850", "mms.revision=1.5.1"};

TEST(Mms, ServerNamesVendorModelAndRevision) {
  expect_said(mms, kAccept + response(kIdentify), kSaid);
}

TEST(Mms, OtherAnswersSayNothing) {
  expect_said(mms, kAccept + response(element(0xa4, "abc")) + response(kIdentify), kSaid);
}

TEST(Mms, LengthsMustFit) {
  std::string broken = response(kIdentify);
  broken[broken.find("MZ") - 1] = 120;
  expect_said(mms, kAccept + broken, {});
}

TEST(Mms, OthersAreNotMine) {
  expect_not_mine(mms, "GET / HTTP/1.1\r\n\r\n");
  expect_not_mine(mms, unit(kConfirm, ""));
  expect_not_mine(mms, unit(kData, octets({0x32, 3, 0, 0})));
}

}  // namespace
}  // namespace tapcensus
