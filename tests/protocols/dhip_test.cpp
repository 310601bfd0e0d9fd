// DHIP: a camera of Dahua says its model, firmware and brand.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol dhip;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

std::string message(const std::string& body) {
  const auto size = static_cast<std::uint32_t>(body.size());
  return le32(32) + "DHIP" + le32(0) + le32(0) + le32(size) + le32(0) + le32(size) + le32(0) + body;
}

TEST(Dhip, CameraSaysModelFirmwareAndBrand) {
  const std::string bytes = message(
      "{\"mac\":\"1\",\"method\":\"client.notifyDevInfo\",\"params\":{\"deviceInfo\":{"
      "\"DeviceClass\":"
      "\"IPC\",\"DeviceType\":\"IPC-HDW2431T\",\"Vendor\" : "
      "\"Dahua\",\"Version\":\"2.800.0.1\"}}}");
  EXPECT_THAT(
      ask_guessed(dhip, bytes).texts,
      ElementsAre("dhip.model=IPC-HDW2431T", "dhip.vendor=Dahua", "dhip.version=2.800.0.1"));
  expect_no_more_when_cut(dhip, bytes);
}

TEST(Dhip, SearchSaysNothing) {
  const Said said =
      ask(dhip, message("{\"method\":\"DHDiscover.search\",\"params\":{\"mac\":\"\"}}"));
  EXPECT_EQ(said.reading.what, Reading::What::done);
  EXPECT_THAT(said.texts, IsEmpty());
}

TEST(Dhip, ValuesThatAreNoTextsAreLeftOut) {
  for (const std::string value : {"5", "", "\"open", "\"a\\", "{\"a\":1"}) {
    EXPECT_THAT(ask(dhip, message("{\"deviceInfo\":{\"DeviceType\":" + value)).texts, IsEmpty());
  }
  EXPECT_THAT(ask(dhip, message("{\"deviceInfo\":{\"DeviceType\":\"a\\\"b\"")).texts,
              ElementsAre("dhip.model=a\\\"b"));
}

TEST(Dhip, OtherMessagesOnThePortAreNotMine) {
  expect_not_mine(dhip,
                  {message("text"), message(""), le32(31) + "DHIP" + std::string(40, '{'), ""});
}

}  // namespace
}  // namespace tapcensus
