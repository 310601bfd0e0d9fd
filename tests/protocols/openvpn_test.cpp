// OpenVPN over UDP: both sides are known by how they begin, in the clear, signed or encrypted. The
// bytes are those of OpenVPN 2.6.14.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "datagrams.hpp"
#include "openvpn_words.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol openvpn;
extern const Protocol tls;

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

const std::string kHello = corpus("tls/openssl_tls12");

std::vector<std::string> with_hello() {
  std::vector<std::string> texts = ask(tls, kHello).texts;
  texts.insert(texts.begin(), "obfuscation.kind=openvpn");
  return texts;
}

TEST(Openvpn, HelloInsideSaysWhatItSaysOverTcp) {
  for (const std::size_t digest : {0, 16, 20, 28, 32, 48, 64}) {
    for (const std::size_t piece : {7, 100, 1200}) {
      std::vector<std::string> datagrams{openvpn_reset(digest), openvpn_acknowledgement(digest)};
      for (const std::string& message : openvpn_messages(kHello, piece, digest)) {
        datagrams.push_back(message);
      }
      EXPECT_EQ(follow(openvpn, datagrams).texts, with_hello()) << digest << ' ' << piece;
    }
  }
}

TEST(Openvpn, PiecesMayComeInAnyOrderAndTwice) {
  std::vector<std::string> messages = openvpn_messages(kHello, 50);
  std::ranges::reverse(messages);
  messages.insert(messages.begin(), messages.front());
  messages.insert(messages.begin(), openvpn_reset());
  EXPECT_EQ(follow(openvpn, messages).texts, with_hello());
}

TEST(Openvpn, ServerSaysItsHello) {
  std::vector<std::string> datagrams = openvpn_messages(corpus("tls/tls10_server"), 1000);
  datagrams.insert(datagrams.begin(), corpus("openvpn/plain_server"));
  EXPECT_THAT(follow(openvpn, datagrams).texts,
              ::testing::Contains(::testing::StartsWith("tls.ja3s=")));
}

TEST(Openvpn, HelloOfWhichAPieceIsLostSaysWhatIsThere) {
  std::vector<std::string> messages = openvpn_messages(kHello, 50);
  messages.erase(messages.begin() + 1);
  messages.insert(messages.begin(), openvpn_reset());
  EXPECT_THAT(follow(openvpn, messages).texts, ElementsAre("obfuscation.kind=openvpn"));
}

TEST(Openvpn, ControlMessagesAreNotMineBeforeASessionBegins) {
  EXPECT_THAT(follow(openvpn, openvpn_messages(kHello, 1200)).texts, IsEmpty());
}

}  // namespace
}  // namespace tapcensus
