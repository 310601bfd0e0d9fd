// IPsec: ESP and AH are told by their heads.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol ipsec;

namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Said ask_as(std::uint8_t protocol, const std::string& bytes) {
  Layers layers;
  layers.protocol = protocol;
  return ask(ipsec, bytes, layers);
}

TEST(Ipsec, EspAndAhAreTold) {
  EXPECT_THAT(ask_as(50, corpus("ipsec/esp")).texts, ElementsAre("obfuscation.kind=ipsec"));
  const std::string ah = octets({6, 4, 0, 0}) + be32(0xc0ff'ee00) + be32(1) + std::string(12, 'a');
  EXPECT_THAT(ask_as(51, ah).texts, ElementsAre("obfuscation.kind=ipsec"));
}

TEST(Ipsec, ReservedIndicesAndLengthsThatLieAreNotMine) {
  EXPECT_THAT(ask_as(50, be32(255) + be32(1) + "cipher text").texts, IsEmpty());
  EXPECT_THAT(ask_as(50, "short").texts, IsEmpty());
  EXPECT_THAT(ask_as(51, octets({6, 9, 0, 0}) + be32(0xc0ff'ee00) + be32(1)).texts, IsEmpty());
  EXPECT_THAT(ask_as(51, octets({6, 1, 0, 7}) + be32(0xc0ff'ee00) + be32(1)).texts, IsEmpty());
}

}  // namespace
}  // namespace tapcensus
