// Tuya: a device that speaks in clear names its product.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol tuya;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;

std::string message(const std::string& body, int longer = 0) {
  return be32(0x55aa) + be32(0) + be32(0) +
         be32(static_cast<std::uint32_t>(static_cast<int>(body.size()) + 8 + longer)) + body +
         be32(7) + be32(0xaa55);
}
const std::string kBody = be32(0) +
                          "{\"ip\":\"10.0.0.5\",\"gwId\":\"1\",\"encrypt\":true,"
                          "\"productKey\":\"keym7t5yntcuqnjs\",\"version\":\"3.1\"}";

TEST(Tuya, DeviceNamesItsProduct) {
  EXPECT_THAT(ask_guessed(tuya, message(kBody)).texts,
              ElementsAre("tuya.product=keym7t5yntcuqnjs"));
  expect_no_more_when_cut(tuya, message(kBody));
}

TEST(Tuya, LengthsAndMarksAreChecked) {
  std::string no_end = message(kBody);
  no_end.back() = 0;
  expect_not_mine(tuya, {no_end, message(kBody, 1), message(kBody, -1), message("", -4), ""});
}

}  // namespace
}  // namespace tapcensus
