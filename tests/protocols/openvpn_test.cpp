// OpenVPN over UDP: both sides are known by how they begin, in the clear, signed or encrypted. The
// bytes are those of OpenVPN 2.6.14.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol openvpn;

namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Said guess(const std::string& bytes) { return ask(openvpn, {{}, as_bytes(bytes), 0, false, true}); }

const std::string kPlain = corpus("openvpn/plain_client");
const std::string kSigned = corpus("openvpn/signed_client");

TEST(Openvpn, EitherSideIsKnownOnAnyPort) {
  for (const std::string how : {"plain", "signed", "encrypted", "key"}) {
    for (const std::string side : {"_client", "_server"}) {
      EXPECT_THAT(guess(corpus("openvpn/" + how + side)).texts,
                  ElementsAre("obfuscation.kind=openvpn"))
          << how << side;
    }
  }
}

TEST(Openvpn, DigestsOfEachUsualSizeMaySign) {
  const std::string random = corpus("encrypted/random");
  for (const std::size_t digest : {16, 20, 28, 32, 48, 64}) {
    const std::string reset = octets({0x38}) + random.substr(0, 8 + digest) + be32(1) +
                              be32(0x6b0a'0000) + octets({0}) + be32(0);
    EXPECT_THAT(guess(reset).texts, ElementsAre("obfuscation.kind=openvpn")) << digest;
    EXPECT_THAT(guess(reset + '\0').texts, IsEmpty()) << digest;
  }
}

TEST(Openvpn, DataIsKnownOnItsPortOnly) {
  const std::string data = octets({0x48, 0, 0, 1}) + corpus("encrypted/random");
  EXPECT_THAT(ask(openvpn, data).texts, ElementsAre("obfuscation.kind=openvpn"));
  EXPECT_THAT(guess(data).texts, IsEmpty());
  EXPECT_THAT(ask(openvpn, octets({0x48, 0, 0, 1}) + std::string(90, 'a')).texts, IsEmpty());
  EXPECT_THAT(ask(openvpn, octets({0x48})).texts, IsEmpty());
}

TEST(Openvpn, WhatIsCutShortOrLooksAlikeIsNotMine) {
  for (std::size_t size = 0; size < kPlain.size(); ++size) {
    EXPECT_THAT(guess(kPlain.substr(0, size)).texts, IsEmpty()) << size;
  }
  for (std::size_t size = 0; size < kSigned.size(); ++size) {
    EXPECT_THAT(guess(kSigned.substr(0, size)).texts, IsEmpty()) << size;
  }
  EXPECT_THAT(guess(octets({0x38}) + std::string(13, '\0')).texts, IsEmpty());
  EXPECT_THAT(guess(octets({0x38}) + be32(0) + be32(1) + octets({0}) + be32(0)).texts, IsEmpty());
  EXPECT_THAT(guess(octets({0x50}) + kPlain.substr(1)).texts, IsEmpty());
  EXPECT_THAT(guess(octets({0x38}) + std::string(53, 'a')).texts, IsEmpty());
}

}  // namespace
}  // namespace tapcensus
