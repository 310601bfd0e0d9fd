// HL7: which application sends.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol hl7;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

const std::string kHeader = "\x0bMSH|^~\\&|LABSYS^1.2.3^ISO|WARD|EHR|HOSPITAL|20260101||ACK\r";

TEST(Hl7, HeaderNamesTheSendingApplication) {
  expect_said(hl7, kHeader + "PID|1||secret", {"hl7.application=LABSYS^1.2.3^ISO"}, kGuessed);
}

TEST(Hl7, NoneIsNothing) { expect_said(hl7, "\x0bMSH|^~\\&||WARD|", {}, kGuessed); }

TEST(Hl7, OthersAreNotMine) {
  expect_not_mine(hl7, "MSH|^~\\&|A|B|");
  expect_not_mine(hl7, "\x0bMSX|^~\\&|A|B|");
  expect_not_mine(hl7, "\x0bMSH|^~\\&\rPID|A|B|");
  expect_not_mine(hl7, "\x0bMSH|far too long|A|B|");
  expect_not_mine(hl7, "\x0bMSH|^~\\&|" + std::string(600, 'x'));
}

}  // namespace
}  // namespace tapcensus
