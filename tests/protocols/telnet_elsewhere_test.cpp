// Telnet on any port: known by what is negotiated.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol telnet_elsewhere;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

TEST(TelnetElsewhere, OptionsTellWhoIsTheServer) {
  const std::string said = octets({255, 251, 1, 255, 253, 31}) + "lab login: ";
  expect_texts(telnet_elsewhere, said,
               ElementsAre("telnet.banner=lab login:", "telnet.options=will 1,do 31"));
  const std::string client = octets({255, 253, 1, 255, 251, 31}) + "lab login: ";
  expect_texts(telnet_elsewhere, client, ElementsAre("telnet.options=do 1,will 31"));
}

TEST(TelnetElsewhere, OneOptionIsNotEnough) {
  EXPECT_EQ(end_of(telnet_elsewhere, octets({255, 253, 1}) + "abc", kGuessed), What::not_mine);
  EXPECT_EQ(end_of(telnet_elsewhere, octets({255, 251, 1, 255, 7}) + "abc", kGuessed),
            What::not_mine);
}

}  // namespace
}  // namespace tapcensus
