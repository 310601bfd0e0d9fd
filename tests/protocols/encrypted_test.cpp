// Streams of cipher text: known when nothing in them is anybody's. The bytes are those of
// shadowsocks-libev 3.3.5.
//
// False alarms, of the 2,083 captures of known protocols that nDPI, Zeek, Wireshark, Suricata,
// Arkime and others test with; flows that are called encrypted and carry another name:
//   Threema 6 (an encryption of its own), a capture of test gear 3, Ookla's speed test 1, a smart
//   plug 1. HTTP, TLS, SSH, SMB, RDP, mail, databases, games, BitTorrent, control systems: none.
// Before a zero among the first eight bytes spoke against it there were WhatsApp 62, HP VirtGroup
// 9, Zabbix 9, test gear 5 more, Tencent's games 2, Jabber 1, OpenVPN scrambled 1. Found: both
// captures of Shadowsocks.
#include <gmock/gmock.h>

#include <random>

#include "corpus.hpp"
#include "protocols/obfuscation.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol encrypted;

namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using What = Reading::What;

Said ask_at_end(const std::string& bytes) {
  return ask(encrypted, {{}, as_bytes(bytes), 0, true, true});
}

// Of 10,000 seeds the first is as good as any.
std::string chance(std::size_t size, unsigned seed) {
  std::mt19937 random{seed};
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

TEST(Encrypted, ShadowsocksIsKnownHoweverItIsCut) {
  const std::string client = corpus("encrypted/shadowsocks_client");
  for (std::size_t piece = 1; piece <= client.size(); ++piece) {
    EXPECT_THAT(follow(encrypted, client, piece).texts, ElementsAre("obfuscation.kind=encrypted"));
  }
}

TEST(Encrypted, FewerBytesAreJudgedWhenNoMoreCome) {
  const std::string client = corpus("encrypted/shadowsocks_client");
  EXPECT_EQ(ask(encrypted, client.substr(0, 100)).reading.what, What::need_more);
  EXPECT_THAT(ask_at_end(client.substr(0, 100)).texts, ElementsAre("obfuscation.kind=encrypted"));
  EXPECT_THAT(ask_at_end(client.substr(0, 63)).texts, IsEmpty());
}

TEST(Encrypted, NineTenthsOfRandomStreamsAreKnown) {
  for (const std::size_t size : {64, 128}) {
    int known = 0;
    for (unsigned seed = 0; seed < 10'000; ++seed) {
      known += ask_at_end(chance(size, seed)).texts.empty() ? 0 : 1;
    }
    EXPECT_GT(known, 9'000) << size;
    EXPECT_LT(known, 9'900) << size;  // a zero early on, or half of it printable
  }
}

TEST(Encrypted, WhatHasAFormIsNot) {
  const std::string random = corpus("encrypted/random").substr(8);
  for (const std::string& other :
       {"printable at first" + random, random.substr(0, 60) + std::string(40, 'x') + random,
        octets({0x10, 0x80, 0, 7}) + random, "\x1f\x8b\x08\x08" + random, "\x89PNG\r\n" + random,
        std::string(200, '\xaa'), std::string(200, '\xff'), std::string(200, '\x80')}) {
    EXPECT_EQ(ask_at_end(other).reading.what, What::not_mine);
  }
}

TEST(Encrypted, WhatCanNoLongerBeIsNotWaitedFor) {
  EXPECT_EQ(ask(encrypted, "GET / H").reading.what, What::not_mine);
  EXPECT_EQ(ask(encrypted, octets({9, 0})).reading.what, What::not_mine);
}

TEST(LooksRandom, IsTrueOfNearlyAllRandomBytesAndOfNoOrderedOnes) {
  for (const std::size_t size : {24, 32, 64, 128, 500}) {
    int random = 0;
    for (unsigned seed = 0; seed < 10'000; ++seed) {
      random += looks_random(as_bytes(chance(size, seed))) ? 1 : 0;
    }
    EXPECT_GT(random, 9'980) << size;
  }
  std::string ascending;
  for (unsigned i = 0; i < 128; ++i) ascending += static_cast<char>(i);
  EXPECT_FALSE(looks_random(as_bytes(ascending)));
  EXPECT_FALSE(looks_random(as_bytes(std::string(128, 'U'))));
  EXPECT_FALSE(looks_random(as_bytes(chance(23, 1))));
}

}  // namespace
}  // namespace tapcensus
