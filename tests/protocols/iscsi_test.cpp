// iSCSI: names of initiators and targets, each from who bears it.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol iscsi;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

std::string unit(unsigned operation, const std::string& text) {
  return octets({operation, 0x87, 0, 0, 0, 0}) + be16(unsigned(text.size())) +
         std::string(40, '\0') + text + std::string((4 - text.size() % 4) % 4, '\0');
}
std::string pairs(std::initializer_list<std::string> all) {
  std::string text;
  for (const std::string& pair : all) text += pair + '\0';
  return text;
}

TEST(Iscsi, InitiatorTellsItsOwnName) {
  expect_texts(
      iscsi, unit(0x43, pairs({"TargetName=iqn.b", "InitiatorName=iqn.1991-05.com.microsoft:lab"})),
      ElementsAre("iscsi.name=iqn.1991-05.com.microsoft:lab"));
}

TEST(Iscsi, TargetTellsItWhenItIsAsked) {
  expect_texts(iscsi,
               unit(0x23, pairs({"AuthMethod=None"})) + unit(0x24, pairs({"TargetName=iqn.b"})),
               ElementsAre("iscsi.name=iqn.b"));
}

TEST(Iscsi, OthersAreNotMine) {
  EXPECT_EQ(end_of(iscsi, unit(0x41, "a=b")), What::not_mine);
  EXPECT_EQ(end_of(iscsi, unit(0x43, "abc"), kGuessed), What::not_mine);
  EXPECT_EQ(end_of(iscsi, octets({0x43, 0, 0, 0, 0, 255, 0, 0}) + std::string(40, 'a')),
            What::not_mine);
}

}  // namespace
}  // namespace tapcensus
