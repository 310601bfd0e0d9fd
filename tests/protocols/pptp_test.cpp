// PPTP: both sides say host and vendor when they begin. The bytes are those of pptp 1.10 and
// pptpd 1.4.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol pptp;

namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Pptp, EitherSideSaysHostAndVendorHoweverItIsCut) {
  const std::string request = corpus("pptp/request"), reply = corpus("pptp/reply");
  for (std::size_t piece = 1; piece <= request.size(); ++piece) {
    EXPECT_THAT(follow(pptp, request, piece, true).texts,
                ElementsAre("pptp.host=local", "pptp.vendor=cananian", "obfuscation.kind=pptp"));
    EXPECT_THAT(follow(pptp, reply, piece, true).texts,
                ElementsAre("pptp.host=local", "pptp.vendor=linux", "obfuscation.kind=pptp"));
  }
}

TEST(Pptp, NamesThatFillTheirPlaceAndEmptyOnesAreRead) {
  std::string request = corpus("pptp/request");
  request.replace(28, 128, std::string(64, 'h') + std::string(64, '\0'));
  EXPECT_THAT(ask(pptp, request).texts,
              ElementsAre("pptp.host=" + std::string(64, 'h'), "obfuscation.kind=pptp"));
}

TEST(Pptp, OtherMessagesAndShortOnesAreNotMine) {
  std::string echo = corpus("pptp/request");
  echo[9] = 5;
  EXPECT_THAT(ask(pptp, echo).texts, IsEmpty());
  EXPECT_EQ(ask(pptp, "\x16\x03\x01").reading.what, Reading::What::not_mine);
  const std::string begun = corpus("pptp/request").substr(0, 100);
  EXPECT_EQ(ask(pptp, {{}, as_bytes(begun), 0, true}).reading.what, Reading::What::not_mine);
}

}  // namespace
}  // namespace tapcensus
