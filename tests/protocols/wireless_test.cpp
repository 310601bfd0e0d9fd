// Stations and access points name networks and themselves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol wireless;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr unsigned kAssociation = 0x00, kProbe = 0x40, kBeacon = 0x80, kDeauthentication = 0xc0;

std::string frame(unsigned kind, const std::string& body, unsigned flags = 0) {
  return octets({kind, flags}) + std::string(22, '\1') + body;
}
std::string element(unsigned id, const std::string& value) {
  return octets({id, static_cast<unsigned>(value.size())}) + value;
}
std::string attribute(unsigned type, const std::string& value) {
  return be16(type) + be16(static_cast<unsigned>(value.size())) + value;
}

const std::string kName = element(0, "guests");
const std::string kRates = element(1, octets({2, 4, 11, 22}));

TEST(Wireless, NamesOfNetworksThatAreOfferedAndAskedFor) {
  EXPECT_THAT(ask(wireless, frame(kBeacon, std::string(12, '\0') + kName + kRates)).texts,
              ElementsAre("wlan.ssid=guests"));
  EXPECT_THAT(ask(wireless, frame(kProbe, kName + kRates)).texts, ElementsAre("wlan.ssid=guests"));
  EXPECT_THAT(ask(wireless, frame(kAssociation, std::string(4, '\0') + kName)).texts,
              ElementsAre("wlan.ssid=guests"));
}

TEST(Wireless, FieldOfHighThroughputStandsBeforeTheBody) {
  EXPECT_THAT(ask(wireless, frame(kProbe, std::string(4, '\0') + kName, 0x80)).texts,
              ElementsAre("wlan.ssid=guests"));
}

TEST(Wireless, HiddenNamesAreNone) {
  EXPECT_THAT(ask(wireless, frame(kProbe, element(0, "") + kRates)).texts, IsEmpty());
  EXPECT_THAT(ask(wireless, frame(kProbe, element(0, std::string(6, '\0')))).texts, IsEmpty());
}

TEST(Wireless, DevicesDescribeThemselves) {
  const std::string about = octets({0, 0x50, 0xf2, 4}) + attribute(0x1021, "Example") +
                            attribute(0x1023, "Print 30") + attribute(0x1024, " ");
  EXPECT_THAT(ask(wireless, frame(kProbe, kRates + element(221, about))).texts,
              ElementsAre("wps.manufacturer=Example", "wps.model_name=Print 30"));
}

TEST(Wireless, OtherFramesAndCutElementsSayNothing) {
  EXPECT_THAT(ask(wireless, frame(kDeauthentication, be16(7) + kName)).texts, IsEmpty());
  EXPECT_THAT(ask(wireless, frame(kProbe, kName.substr(0, 5))).texts, IsEmpty());
  EXPECT_THAT(ask(wireless, "").texts, IsEmpty());
}

}  // namespace
}  // namespace tapcensus
