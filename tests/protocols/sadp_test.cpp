// SADP: a camera of Hikvision says its model and firmware; who looks for it says nothing.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol sadp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

const std::string kXml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n";

TEST(Sadp, CameraSaysModelAndFirmware) {
  const std::string bytes =
      kXml +
      "<ProbeMatch>\r\n<Uuid>1</Uuid>\r\n<Types>inquiry</Types>\r\n"
      "<DeviceDescription>DS-2CD2032-I</DeviceDescription>\r\n<DeviceSN>1</DeviceSN>\r\n"
      "<SoftwareVersion>V5.4.5build 170124</SoftwareVersion>\r\n</ProbeMatch>";
  EXPECT_THAT(ask(sadp, bytes).texts,
              ElementsAre("sadp.model=DS-2CD2032-I", "sadp.version=V5.4.5build 170124"));
  expect_no_more_when_cut(sadp, bytes);
}

TEST(Sadp, InquirySaysNothing) {
  const Said said = ask(sadp, kXml + "<Probe><Uuid>1</Uuid><Types>inquiry</Types></Probe>");
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts, IsEmpty());
}

TEST(Sadp, OtherDocumentsAreNotMine) {
  expect_not_mine(sadp, {kXml + "<DeviceDescription>a</DeviceDescription>", "ProbeMatch", ""});
}

}  // namespace
}  // namespace tapcensus
