// Steam: a computer tells which system it runs.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol steam;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr unsigned kSearch = 0, kStatus = 1;

std::string message(unsigned kind, const std::string& body) {
  const std::string header = octets({8, 0xff, 0xff, 3, 16, kind});
  return octets({0xff, 0xff, 0xff, 0xff, 0x21, 0x4c, 0x5f, 0xa0}) +
         le32(static_cast<std::uint32_t>(header.size())) + header +
         le32(static_cast<std::uint32_t>(body.size())) + body;
}
// Version, host, a field of eight bytes, one of four, and the system.
std::string runs(const std::string& system) {
  return octets({8, 8, 34, 5}) + "DESK7" + octets({81}) + std::string(8, 'x') + octets({93}) +
         std::string(4, 'x') + octets({56}) + system + octets({64, 1});
}

TEST(Steam, ComputerTellsItsSystem) {
  EXPECT_THAT(ask_guessed(steam, message(kStatus, runs(octets({16})))).texts,
              ElementsAre("steam.os=16"));
  const std::string below_zero = "\xb5\xfe\xff\xff\xff\xff\xff\xff\xff\x01";
  EXPECT_THAT(ask(steam, message(kStatus, runs(below_zero))).texts, ElementsAre("steam.os=-203"));
  expect_no_more_when_cut(steam, message(kStatus, runs(octets({16}))));
}

TEST(Steam, SearchAndForeignBodiesSayNothing) {
  for (const std::string& bytes :
       {message(kSearch, runs(octets({16}))), message(kStatus, octets({34, 200, 1})),
        message(kStatus, runs(std::string(11, '\xff'))), message(kStatus, octets({7})),
        message(kStatus, "")}) {
    const Said said = ask(steam, bytes);
    EXPECT_EQ(said.reading.what, Reading::What::done);
    EXPECT_THAT(said.texts, IsEmpty());
  }
}

TEST(Steam, OtherMessagesOnThePortAreNotMine) {
  std::string long_header = message(kStatus, runs(octets({16})));
  long_header[11] = '\x7f';
  expect_not_mine(steam, {long_header, std::string(30, '\xff'), ""});
}

}  // namespace
}  // namespace tapcensus
