// Hellos in the framing of SSL 2 tell the version that is offered, and make way for what follows.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol ssl2;

namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Hello {
  std::uint16_t version = 0x0301;
  std::string ciphers = octets({0, 0, 0x35, 0, 0, 0x2f, 1, 0, 0x80});
  std::string session{};
  std::string challenge = std::string(32, 'c');

  std::string bytes() const {
    const std::string body = octets({1}) + be16(version) + be16(ciphers.size()) +
                             be16(session.size()) + be16(challenge.size()) + ciphers + session +
                             challenge;
    return be16(0x8000 | body.size()) + body;
  }
};

TEST(Ssl2, TheVersionThatIsOffered) {
  const auto said = [](const Hello& hello) {
    const std::string bytes = hello.bytes();
    return follow(ssl2, bytes, bytes.size()).texts;
  };
  EXPECT_THAT(said({}), ElementsAre("tls.version=1.0"));
  EXPECT_THAT(said({.version = 0x0303}), ElementsAre("tls.version=1.2"));
  EXPECT_THAT(said({.version = 0x0300, .challenge = std::string(16, 'c')}),
              ElementsAre("tls.version=SSL 3.0"));
  EXPECT_THAT(said({.version = 2, .session = std::string(16, 's')}),
              ElementsAre("tls.version=SSL 2.0"));
}

TEST(Ssl2, WhatFollowsIsTls) { expect_tls_behind(ssl2, Hello{}.bytes()); }

TEST(Ssl2, OtherBytesAreNotTaken) {
  Hello odd, none, old, young, session, challenge;
  odd.ciphers += 'x';
  none.ciphers.clear();
  old.version = 0x0100;
  young.version = 0x0304;
  session.session = "s";
  challenge.challenge = std::string(33, 'c');
  std::string longer = Hello{}.bytes(), server = longer;
  ++longer[1];
  server[2] = 4;
  for (const std::string& bytes : {odd.bytes(), none.bytes(), old.bytes(), young.bytes(),
                                   session.bytes(), challenge.bytes(), longer, server}) {
    const auto followed = follow(ssl2, bytes, bytes.size());
    EXPECT_THAT(followed.texts, IsEmpty());
  }
}

}  // namespace
}  // namespace tapcensus
