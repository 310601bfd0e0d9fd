// BACnet/IP: how devices announce themselves, and what they answer about themselves.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol bacnet;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

std::string message(const std::string& network, unsigned function = 0x0a) {
  return octets({0x81, function}) + be16(static_cast<unsigned>(4 + network.size())) + network;
}
const std::string kPlain = octets({1, 0});
std::string device(unsigned type = 8) { return be32(type << 22 | 1234); }
std::string characters(const std::string& text, unsigned set = 0) {
  return octets({0x75, static_cast<unsigned>(text.size() + 1), set}) + text;
}
const std::string kIAm =
    octets({0x10, 0, 0xc4}) + device() + octets({0x22, 5, 0xc4, 0x91, 0, 0x22, 1, 4});
std::string property(unsigned property, const std::string& value, unsigned type = 8) {
  return octets({0x30, 7, 12, 0x0c}) + device(type) + octets({0x19, property, 0x3e}) + value +
         octets({0x3f});
}
std::string of_list(unsigned property, const std::string& value) {
  return octets({0x29, property, 0x4e}) + value + octets({0x4f});
}
Texts said(const std::string& bytes, bool guessed = false) {
  const Said said = ask_datagram(bacnet, bytes, guessed);
  EXPECT_EQ(said.reading.what, What::done);
  return said.texts;
}

TEST(Bacnet, DeviceAnnouncesItsVendor) {
  EXPECT_EQ(said(message(kPlain + kIAm, 0x0b), kGuessed), Texts{"bacnet.vendor_id=260"});
  const std::string to_all = octets({1, 0x20, 0xff, 0xff, 0, 255});
  EXPECT_EQ(said(message(to_all + kIAm, 0x0b)), Texts{"bacnet.vendor_id=260"});
}

TEST(Bacnet, PropertiesOfTheDeviceAreRead) {
  EXPECT_EQ(said(message(kPlain + property(121, characters("Delta Controls")))),
            Texts{"bacnet.vendor_name=Delta Controls"});
  EXPECT_EQ(said(message(kPlain + property(70, characters("DSC-1616")))),
            Texts{"bacnet.model=DSC-1616"});
  EXPECT_EQ(said(message(kPlain + property(120, octets({0x21, 8})))), Texts{"bacnet.vendor_id=8"});
}

TEST(Bacnet, PropertiesOfOtherObjectsAreNot) {
  EXPECT_EQ(said(message(kPlain + property(77, characters("Room 5"), 0))), Texts{});
}

TEST(Bacnet, SeveralPropertiesComeInOneAnswer) {
  const std::string error = octets({0x29, 58, 0x5e, 0x91, 2, 0x91, 32, 0x5f});
  const std::string list = of_list(96, octets({0x2e, 0x21, 1, 0x2f}));
  const std::string answer = octets({0x30, 7, 14, 0x0c}) + device() + octets({0x1e}) + error +
                             list + of_list(44, characters("4.2")) +
                             of_list(12, characters("1.0")) + of_list(77, characters("AHU-1")) +
                             octets({0x1f});
  EXPECT_EQ(said(message(kPlain + answer)),
            (Texts{"bacnet.firmware=4.2", "bacnet.software=1.0", "bacnet.object_name=AHU-1"}));
  expect_nothing_new_when_cut(bacnet, message(kPlain + answer));
}

TEST(Bacnet, TextsOfOtherCharacterSetsAreUtf8) {
  EXPECT_EQ(
      said(message(kPlain + property(77, characters(be16(0x4c) + be16(0xfc) + be16(0x20ac), 4)))),
      Texts{"bacnet.object_name=L\xc3\xbc\xe2\x82\xac"});
  EXPECT_EQ(said(message(kPlain + property(77, characters("L\xfc", 5)))),
            Texts{"bacnet.object_name=L\xc3\xbc"});
}

TEST(Bacnet, WhatIsPassedOnForOthersIsNotTheSenders) {
  const std::string routed = octets({1, 8, 0, 13, 1, 42});
  EXPECT_EQ(said(message(routed + kIAm, 0x0b)), Texts{});
  EXPECT_EQ(said(message(octets({10, 0, 0, 9, 0xba, 0xc0}) + kPlain + kIAm, 4)), Texts{});
}

TEST(Bacnet, NestedValuesEnd) {
  const std::string endless =
      octets({0x30, 7, 14, 0x0c}) + device() + octets({0x1e, 0x29, 1}) + std::string(900, '\x4e');
  EXPECT_EQ(said(message(kPlain + endless)), Texts{});
}

TEST(Bacnet, OthersAreNotMine) {
  for (const std::string& other :
       {std::string{"hello"}, octets({0x81, 10, 0, 3}), message(kPlain + kIAm) + "x",
        message(octets({2, 0}) + kIAm), octets({0x80, 10, 0, 6, 1, 0})}) {
    EXPECT_EQ(ask_datagram(bacnet, other).reading.what, What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
