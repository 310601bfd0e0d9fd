// X11: the vendor of a display.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol x11;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

std::string little(const std::string& vendor) {
  return octets({1, 0, 11, 0, 0, 0, 100, 0}) + std::string(16, '\0') +
         octets({unsigned(vendor.size()), 0}) + std::string(14, '\0') + vendor;
}

TEST(X11, DisplayTellsItsVendorInEitherOrder) {
  expect_texts(x11, little("The X.Org Foundation"), ElementsAre("x11.vendor=The X.Org Foundation"));
  expect_texts(x11,
               octets({1, 0}) + be16(11) + be16(0) + be16(100) + std::string(16, '\0') + be16(3) +
                   std::string(14, '\0') + "Lab",
               ElementsAre("x11.vendor=Lab"));
}

TEST(X11, OthersAreNotMine) {
  EXPECT_EQ(end_of(x11, little("")), What::not_mine);
  EXPECT_EQ(end_of(x11, little("a\nb")), What::not_mine);
  EXPECT_EQ(end_of(x11, octets({1, 0, 10, 0}) + little("abc").substr(4)), What::not_mine);
}

}  // namespace
}  // namespace tapcensus
