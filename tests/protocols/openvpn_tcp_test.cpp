// OpenVPN over TCP: either side is known, however its bytes are cut.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "openvpn_words.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol openvpn_tcp;
extern const Protocol tls;

namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(OpenvpnTcp, EitherSideIsKnownHoweverItIsCut) {
  for (const std::string name :
       {"plain_client", "plain_server", "encrypted_client", "encrypted_server"}) {
    const std::string direction = corpus("openvpn_tcp/" + name) + be16(4) + "more";
    for (std::size_t piece = 1; piece <= direction.size(); ++piece) {
      const Followed followed = follow(openvpn_tcp, direction, piece, true);
      EXPECT_THAT(followed.texts, ElementsAre("obfuscation.kind=openvpn")) << name << piece;
      EXPECT_EQ(followed.last, Reading::What::done);
    }
  }
}

TEST(OpenvpnTcp, HelloInsideSaysWhatItSaysOverTcp) {
  const std::string hello = corpus("tls/openssl_tls12");
  std::vector<std::string> expected = ask(tls, hello).texts;
  expected.insert(expected.begin(), "obfuscation.kind=openvpn");
  for (const std::size_t digest : {0, 20}) {
    std::string direction;
    const auto say = [&](const std::string& message) {
      direction += be16(static_cast<unsigned>(message.size())) + message;
    };
    say(openvpn_reset(digest));
    say(openvpn_acknowledgement(digest));
    for (const std::string& message : openvpn_messages(hello, 100, digest)) say(message);
    for (std::size_t piece = 1; piece <= direction.size(); piece += 13) {
      const Followed followed = follow(openvpn_tcp, direction, piece, true);
      EXPECT_EQ(followed.texts, expected) << digest << ' ' << piece;
      EXPECT_EQ(followed.last, Reading::What::done);
    }
  }
}

TEST(OpenvpnTcp, RealClientSaysItsHello) {
  const std::string direction = corpus("openvpn_tcp/session_client");
  EXPECT_THAT(follow(openvpn_tcp, direction, 1).texts,
              ElementsAre("obfuscation.kind=openvpn", "tls.version=1.3",
                          "tls.ja3=b0ec87ac7424dc3b841dacb72db22a21",
                          "tls.ja4=t13i250800_03c88ea8679b_c9e58cc61e36"));
}

TEST(OpenvpnTcp, OtherLengthsAndOperationsAreNotMine) {
  const std::string plain = corpus("openvpn_tcp/plain_client");
  for (const std::string& other : {be16(13) + plain.substr(2), be16(15) + plain.substr(2) + 'a',
                                   be16(0xffff) + plain.substr(2), be16(14) + '\x20',
                                   be16(14) + octets({0x38}) + std::string(13, 'a')}) {
    const Followed followed = follow(openvpn_tcp, other, other.size(), true);
    EXPECT_THAT(followed.texts, IsEmpty());
    EXPECT_EQ(followed.last, Reading::What::not_mine);
  }
}

TEST(OpenvpnTcp, WhatEndsTooEarlyIsNotMine) {
  const std::string plain = corpus("openvpn_tcp/plain_client");
  const Said said = ask(openvpn_tcp, {{}, as_bytes(plain.substr(0, 9)), 0, true});
  EXPECT_EQ(said.reading.what, Reading::What::not_mine);
}

}  // namespace
}  // namespace tapcensus
