// DICOM: how medical devices introduce themselves when they associate.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol dicom;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string item(unsigned type, const std::string& content) {
  return octets({type, 0}) + counted16(content);
}
const std::string kImplementation = item(0x51, be32(16384)) +
                                    item(0x52, "1.2.276.0.7230010.3.0.3.6.7") +
                                    item(0x55, "OFFIS_DCMTK_367");
std::string message(unsigned type, const std::string& context = "1.2.840.10008.3.1.1.1") {
  const std::string content = be16(1) + be16(0) + padded("ARCHIVE", 16, ' ') +
                              padded("CT_SCANNER", 16, ' ') + std::string(32, '\0') +
                              item(0x10, context) + item(0x20, std::string(60, 'p')) +
                              item(0x50, kImplementation);
  return octets({type, 0}) + be32(static_cast<std::uint32_t>(content.size())) + content;
}

TEST(Dicom, WhoAsksNamesItselfAndItsImplementation) {
  expect_said(dicom, message(1) + "patients",
              {"dicom.title=CT_SCANNER", "dicom.implementation_uid=1.2.276.0.7230010.3.0.3.6.7",
               "dicom.implementation=OFFIS_DCMTK_367"},
              kGuessed);
}

TEST(Dicom, WhoAcceptsIsWhoWasCalled) {
  expect_said(dicom, message(2),
              {"dicom.title=ARCHIVE", "dicom.implementation_uid=1.2.276.0.7230010.3.0.3.6.7",
               "dicom.implementation=OFFIS_DCMTK_367"},
              kGuessed);
}

TEST(Dicom, ItemsBeyondTheMessageAreNotRead) {
  std::string broken = message(1);
  broken[broken.find("OFFIS") - 1] = 99;
  expect_said(dicom, broken,
              {"dicom.title=CT_SCANNER", "dicom.implementation_uid=1.2.276.0.7230010.3.0.3.6.7"});
}

TEST(Dicom, OthersAreNotMine) {
  expect_not_mine(dicom, message(4));
  expect_not_mine(dicom, message(1, "1.2.840.10008.3.1.1.2"));
  expect_not_mine(dicom, octets({1, 0, 0xff, 0, 0, 0, 0, 1}) + std::string(90, 'x'));
  expect_not_mine(dicom, octets({1, 0, 0, 0, 0, 9, 0, 1}) + std::string(90, 'x'));
}

}  // namespace
}  // namespace tapcensus
