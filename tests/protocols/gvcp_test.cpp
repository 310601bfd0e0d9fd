// GVCP: a camera for machines that is found names its maker and model.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol gvcp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

std::string message(unsigned command = 3) {
  return be16(0) + be16(command) + be16(248) + be16(7) + be32(0x10002) + be32(0x80000001) +
         be16(0) + octets({0, 0x30, 0x53, 0, 0, 1}) + be32(7) + be32(5) + std::string(12, '\0') +
         octets({10, 0, 0, 30}) + std::string(12, '\0') + be32(0xffffff00) + std::string(12, '\0') +
         be32(0) + filled("Basler", 32) + filled("acA1300-30gc", 32) + filled("106752-15", 32) +
         filled("none", 48) + filled("21000000", 16) + filled("", 16);
}

TEST(Gvcp, CameraNamesItsMakerModelAndVersion) {
  for (const char* const sender : {"10.0.0.30", "10.0.0.31"}) {
    const Said said = ask_guessed(gvcp, message(), sent_by(sender));
    EXPECT_THAT(said.texts, ElementsAre("gvcp.manufacturer=Basler", "gvcp.model=acA1300-30gc",
                                        "gvcp.version=106752-15"));
    EXPECT_EQ(said.claims.size(), sender == std::string{"10.0.0.30"} ? 1u : 0u);
  }
}

TEST(Gvcp, OtherMessagesOnThePortAreNotMine) {
  expect_not_mine(gvcp, {message(4), message() + "x", message().substr(0, 200), ""});
}

}  // namespace
}  // namespace tapcensus
