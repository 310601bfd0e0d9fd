// Dnscrypt: known by its magic number, and by cipher text behind it.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol dnscrypt;

namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kMessage = corpus("dnscrypt/answer");

TEST(Dnscrypt, IsKnownByItsMagicNumber) {
  EXPECT_THAT(ask(dnscrypt, kMessage).texts, ElementsAre("obfuscation.kind=dnscrypt"));
}

TEST(Dnscrypt, ShortOnesAndWhatIsNoCipherTextAreNotMine) {
  EXPECT_THAT(ask(dnscrypt, kMessage.substr(0, 40)).texts, IsEmpty());
  EXPECT_THAT(ask(dnscrypt, kMessage.substr(0, 8) + std::string(120, 'a')).texts, IsEmpty());
  EXPECT_THAT(ask(dnscrypt, kMessage.substr(1)).texts, IsEmpty());
  EXPECT_THAT(ask(dnscrypt, "").texts, IsEmpty());
}

}  // namespace
}  // namespace tapcensus
