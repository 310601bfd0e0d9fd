// PROFINET DCP: what a device answers with, or announces of itself.
#include "in_pieces.hpp"

namespace tapcensus {

extern const Protocol profinet;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

constexpr unsigned kGet = 3, kSet = 4, kIdentify = 5, kHello = 6, kRequest = 0, kSuccess = 1;

std::string message(unsigned service, unsigned type, const std::string& blocks,
                    unsigned frame = 0xfeff) {
  return be16(frame) + octets({service, type}) + be32(1) + be16(0) +
         be16(static_cast<unsigned>(blocks.size())) + blocks;
}
std::string block(unsigned kind, const std::string& value) {
  const std::string content = be16(0) + value;
  return be16(kind) + be16(static_cast<unsigned>(content.size())) + content +
         std::string(content.size() % 2, '\0');
}
const std::string kBlocks =
    block(0x0201, "S7-1200") + block(0x0202, "plc-west") + block(0x0203, be16(0x2a) + be16(0x10d)) +
    block(0x0102, octets({192, 168, 0, 4, 255, 255, 255, 0, 192, 168, 0, 1}));
const Texts kSaid{"profinet.type=S7-1200", "profinet.name=plc-west",
                  "profinet.device_id=002a:010d"};

Said said(const std::string& bytes) {
  Layers layers;
  layers.source_mac = {{0x28, 0x63, 0x36, 1, 2, 3}};
  return ask_datagram(profinet, bytes, false, layers);
}

TEST(Profinet, DeviceAnswersWhoItIsAndOwnsItsAddress) {
  for (const unsigned service : {kGet, kIdentify}) {
    const Said answer = said(message(service, kSuccess, kBlocks));
    EXPECT_EQ(answer.texts, kSaid);
    EXPECT_EQ(answer.claims, Texts{"28:63:36:01:02:03 owns 192.168.0.4"});
  }
  expect_nothing_new_when_cut(profinet, message(kGet, kSuccess, kBlocks));
}

TEST(Profinet, DeviceAnnouncesItself) {
  EXPECT_EQ(said(message(kHello, kRequest, kBlocks, 0xfefc)).texts, kSaid);
}

TEST(Profinet, WhatAToolAsksOrSetsIsNotItsOwn) {
  EXPECT_TRUE(said(message(kIdentify, kRequest, block(0x0202, "plc-west"))).texts.empty());
  EXPECT_TRUE(said(message(kSet, kRequest, kBlocks)).texts.empty());
}

TEST(Profinet, NoAddressIsNotClaimed) {
  const Said answer = said(message(kGet, kSuccess, block(0x0102, std::string(12, '\0'))));
  EXPECT_TRUE(answer.claims.empty());
}

TEST(Profinet, PaddingBehindTheMessageIsNotRead) {
  EXPECT_EQ(said(message(kGet, kSuccess, kBlocks) + std::string(20, '\0')).texts, kSaid);
}

TEST(Profinet, CyclicDataIsNotMine) {
  EXPECT_EQ(said(be16(0x8000) + std::string(40, '\0')).reading.what, What::not_mine);
  EXPECT_EQ(said("short").reading.what, What::not_mine);
}

}  // namespace
}  // namespace tapcensus
