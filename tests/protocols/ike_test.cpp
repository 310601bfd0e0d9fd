// IKE: vendor IDs are told as the texts they stand for; ESP in UDP is told from it and from
// WireGuard. Messages that programs sent are those of ike-scan 1.9.5.
#include <gmock/gmock.h>

#include "corpus.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol ike;

namespace {

using namespace tapcensus::testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Each payload but the last says which comes next.
std::string message(unsigned version, unsigned type, const std::vector<std::string>& bodies,
                    unsigned flags = 0) {
  std::string payloads;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    payloads += octets({i + 1 < bodies.size() ? type : 0, 0});
    payloads += be16(static_cast<unsigned>(4 + bodies[i].size())) + bodies[i];
  }
  return "initiats" + std::string(8, '\0') +
         octets({bodies.empty() ? 0 : type, version, 2, flags}) + be32(0) +
         be32(static_cast<std::uint32_t>(28 + payloads.size())) + payloads;
}

Said ask_on(std::uint16_t port, const std::string& bytes) {
  Layers layers;
  layers.source_port = 40'000;
  layers.target_port = port;
  return ask(ike, bytes, layers);
}

const std::string kMicrosoft = octets({0x1e, 0x2b, 0x51, 0x69, 0x05, 0x99, 0x1c, 0x7d, 0x7c, 0x96,
                                       0xfc, 0xbf, 0xb5, 0x87, 0xe4, 0x61});
const std::string kDeadPeer =
    octets({0xaf, 0xca, 0xd7, 0x13, 0x68, 0xa1, 0xf1, 0xc9, 0x6b, 0x86, 0x96, 0xfc, 0x77, 0x57});

TEST(Ike, KnownDigestsAreToldAsTheirTexts) {
  EXPECT_THAT(ask_on(500, corpus("ike/main_mode")).texts,
              ElementsAre("ike.vendor_id=RFC 3947", "ike.vendor_id=MS NT5 ISAKMPOAKLEY 9",
                          "obfuscation.kind=ipsec"));
}

TEST(Ike, VersionsAreToldAndTextsStayAsTheyAre) {
  const std::string main =
      message(0x10, 13,
              {kDeadPeer + octets({1, 0}), "FLEXVPN-SUPPORTED", octets({1, 2, 0xab}), kMicrosoft});
  EXPECT_THAT(ask_on(500, main).texts,
              ElementsAre("ike.vendor_id=DPD 1.0", "ike.vendor_id=FLEXVPN-SUPPORTED",
                          "ike.vendor_id=0102ab", "ike.vendor_id=MS NT5 ISAKMPOAKLEY",
                          "obfuscation.kind=ipsec"));
}

TEST(Ike, Version2HasTheSameOnes) {
  EXPECT_THAT(ask_on(500, message(0x20, 43, {kMicrosoft + be32(8)}, 0x08)).texts,
              ElementsAre("ike.vendor_id=MS NT5 ISAKMPOAKLEY 8", "obfuscation.kind=ipsec"));
  EXPECT_THAT(ask_on(4500, corpus("ike/version2_in_udp")).texts,
              Contains("obfuscation.kind=ipsec"));
}

TEST(Ike, WhatIsEncryptedIsNotRead) {
  EXPECT_THAT(ask_on(500, message(0x10, 13, {kMicrosoft}, 1)).texts,
              ElementsAre("obfuscation.kind=ipsec"));
  EXPECT_THAT(ask_on(500, message(0x20, 46, {kMicrosoft}, 8)).texts,
              ElementsAre("obfuscation.kind=ipsec"));
}

TEST(Ike, PayloadsThatLieEndTheReading) {
  std::string lies = message(0x10, 13, {kMicrosoft, kMicrosoft});
  lies[28 + 2] = '\x7f';
  EXPECT_THAT(ask_on(500, lies).texts, ElementsAre("obfuscation.kind=ipsec"));
  EXPECT_EQ(ask_on(500, message(0x10, 13, std::vector<std::string>(80, "loop"))).left_out, 1u);
}

TEST(Ike, OtherMessagesAreNotMine) {
  const std::string main = message(0x10, 13, {kMicrosoft});
  for (const std::string& other :
       {main.substr(0, main.size() - 1), main.substr(0, 27), message(0x30, 13, {kMicrosoft}),
        message(0x10, 13, {kMicrosoft}, 0x80), std::string(60, '\0'), std::string{}}) {
    EXPECT_THAT(ask_on(500, other).texts, IsEmpty());
  }
}

TEST(Ike, EspInUdpIsIpsecToo) {
  const std::string random = corpus("encrypted/random");
  EXPECT_THAT(ask_on(4500, be32(0xc0ff'ee00) + be32(1) + random.substr(0, 92)).texts,
              ElementsAre("obfuscation.kind=ipsec"));
  EXPECT_THAT(ask_on(4500, be32(0xc0ff'ee00) + be32(1) + std::string(92, 'a')).texts, IsEmpty());
  EXPECT_THAT(ask_on(4500, octets({0xff})).texts, IsEmpty());  // keeps a mapping alive
}

TEST(Ike, WireguardOnItsPortIsLeftAlone) {
  std::string initiation = corpus("wireguard/initiation"), data = corpus("wireguard/data");
  EXPECT_THAT(ask_on(4500, initiation).texts, IsEmpty());
  EXPECT_THAT(ask_on(4500, data).texts, IsEmpty());
  EXPECT_THAT(ask_on(4500, initiation.replace(1, 3, "abc")).texts, IsEmpty());
  EXPECT_THAT(ask_on(4500, data.replace(1, 3, "abc")).texts, IsEmpty());
}

}  // namespace
}  // namespace tapcensus
