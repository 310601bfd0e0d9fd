// Tailscale: known by its magic number, and by cipher text behind it.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol tailscale;

namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kMessage = corpus("tailscale/ping");

TEST(Tailscale, IsKnownByItsMagicNumber) {
  EXPECT_THAT(ask(tailscale, kMessage).texts, ElementsAre("obfuscation.kind=tailscale"));
}

TEST(Tailscale, ShortOnesAndWhatIsNoCipherTextAreNotMine) {
  EXPECT_THAT(ask(tailscale, kMessage.substr(0, 40)).texts, IsEmpty());
  EXPECT_THAT(ask(tailscale, kMessage.substr(0, 6) + std::string(120, 'a')).texts, IsEmpty());
  EXPECT_THAT(ask(tailscale, kMessage.substr(1)).texts, IsEmpty());
  EXPECT_THAT(ask(tailscale, "").texts, IsEmpty());
}

}  // namespace
}  // namespace tapcensus
