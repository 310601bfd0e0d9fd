// Frames of 802.11 and of serial links are read to the same packet as an Ethernet frame.
#include "wire/wireless.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/frame.hpp"
#include "wire/ethertypes.hpp"
#include "wire/layers.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using namespace std::string_literals;

struct Read {
  Decoded outcome;
  Layers layers;
};

Read read(const std::string& bytes, Link link) {
  Read read;
  read.outcome = decode({.bytes = as_bytes(bytes),
                         .wire_length = static_cast<std::uint32_t>(bytes.size()),
                         .link = link},
                        read.layers);
  return read;
}

std::string text_of(const MacAddress& mac) { return {mac.octets.begin(), mac.octets.end()}; }

const std::string kPhone = text_of(kClient), kRouterMac = text_of(kRouter),
                  kPoint = "\x3c\x07\x54\0\0\x09"s, kBridge = "\x3c\x07\x54\0\0\x0a"s;
const std::string kSnapIpv4 = "\xaa\xaa\x03\0\0\0\x08\0"s, kSequence = "\0\0"s, kDuration = "\0\0"s;
const std::string kPacket =
    raw().ipv4("10.0.0.5", "17.1.2.3").udp(4000, 53).payload("question").bytes();

std::string data(const std::string& control, const std::string& first, const std::string& second,
                 const std::string& third, const std::string& rest) {
  return control + kDuration + first + second + third + kSequence + rest;
}

const std::string kToPoint = data("\x08\x01"s, kPoint, kPhone, kRouterMac, kSnapIpv4 + kPacket);

void expect_question(const Read& got) {
  EXPECT_EQ(got.outcome, Decoded::whole);
  EXPECT_EQ(as_text(got.layers.payload), "question");
  EXPECT_EQ(got.layers.source_mac, kClient);
  EXPECT_EQ(got.layers.target_mac, kRouter);
}

TEST(Wireless, SenderAndReceiverStandWhereTheDirectionPutsThem) {
  expect_question(read(kToPoint, Link::wireless));
  expect_question(
      read(data("\x08\x02"s, kRouterMac, kPoint, kPhone, kSnapIpv4 + kPacket), Link::wireless));
  expect_question(
      read(data("\x08\0"s, kRouterMac, kPhone, kPoint, kSnapIpv4 + kPacket), Link::wireless));
  expect_question(read(data("\x08\x03"s, kPoint, kBridge, kRouterMac, kPhone + kSnapIpv4 + kPacket),
                       Link::wireless));
}

TEST(Wireless, QualityOfServiceAndItsHighThroughputFieldArePassed) {
  expect_question(read(data("\x88\x01"s, kPoint, kPhone, kRouterMac, "\0\0"s + kSnapIpv4 + kPacket),
                       Link::wireless));
  expect_question(
      read(data("\x88\x81"s, kPoint, kPhone, kRouterMac, "\0\0\0\0\0\0"s + kSnapIpv4 + kPacket),
           Link::wireless));
}

TEST(Wireless, HeadersOfCapturePrograms) {
  expect_question(read("\0\0\x0a\0\0\0\0\0\0\0"s + kToPoint, Link::radiotap));
  expect_question(read("\0\0\x08\0\x69\0\0\0"s + kToPoint, Link::ppi));
  expect_question(read("\x44\0\0\0\x90\0\0\0"s + std::string(136, '\0') + kToPoint, Link::prism));
  expect_question(
      read("\x80\x21\x10\x01\0\0\0\x40"s + std::string(56, '\0') + kToPoint, Link::prism));
}

TEST(Wireless, LyingHeadersOfCaptureProgramsAreNoFrames) {
  EXPECT_EQ(read("\0\0\xff\xff\0\0\0\0"s + kToPoint, Link::radiotap).outcome, Decoded::truncated);
  EXPECT_EQ(read("\0\0\x04\0\0\0\0\0"s + kToPoint, Link::radiotap).outcome, Decoded::truncated);
  EXPECT_EQ(read("\0\0\x08\0\x01\0\0\0"s + kToPoint, Link::ppi).outcome, Decoded::truncated);
}

TEST(Wireless, WhatIsEncryptedHasASenderAndNoMore) {
  std::string frame = kToPoint;
  frame[1] = '\x41';
  const Read got = read(frame, Link::wireless);
  EXPECT_EQ(got.outcome, Decoded::not_ip);
  EXPECT_EQ(got.layers.source_mac, kClient);
  EXPECT_TRUE(got.layers.link_payload.empty());
}

TEST(Wireless, ControlFramesHaveNoSender) {
  const Read got = read("\xd4\0\0\0"s + kPhone, Link::wireless);
  EXPECT_EQ(got.outcome, Decoded::not_ip);
  EXPECT_TRUE(got.layers.source_mac.none());
}

TEST(Wireless, ManagementFramesAreHandedOnWhole) {
  const std::string beacon = data("\x80\0"s, std::string(6, '\xff'), kPoint, kPoint, "elements");
  const Read got = read(beacon, Link::wireless);
  EXPECT_EQ(got.outcome, Decoded::not_ip);
  EXPECT_EQ(got.layers.ethertype, kWirelessManagement);
  EXPECT_EQ(text_of(got.layers.source_mac), kPoint);
  EXPECT_EQ(as_text(got.layers.link_payload), beacon);
}

TEST(Wireless, EveryCutEndsInsideTheFrame) {
  for (std::size_t size = 0; size < kToPoint.size(); ++size) {
    const Read got = read(kToPoint.substr(0, size), Link::wireless);
    EXPECT_NE(got.outcome, Decoded::whole) << size;
    EXPECT_LE(got.layers.payload.size(), 8u);
  }
}

TEST(SerialLinks, LeadToTheSamePacket) {
  const struct {
    std::string head;
    Link link;
  } kFrames[] = {{"\xff\x03\0\x21"s, Link::ppp},
                 {"\x21"s, Link::ppp},
                 {"\0\x21"s, Link::ppp},
                 {"\x0f\0\x08\0"s, Link::cisco_hdlc},
                 {"\x18\x41\x03\xcc"s, Link::frame_relay},
                 {"\x18\x41\x03\0\x80\0\0\0\x08\0"s, Link::frame_relay}};
  for (const auto& [head, link] : kFrames) {
    const std::string frame = head + kPacket;
    const Read got = read(frame, link);
    EXPECT_EQ(got.outcome, Decoded::whole);
    EXPECT_EQ(as_text(got.layers.payload), "question");
    EXPECT_TRUE(got.layers.source_mac.none());
  }
  EXPECT_EQ(read("\xff\x03\xc0\x21"s + kPacket, Link::ppp).outcome, Decoded::not_ip);
  EXPECT_EQ(read("\xff"s, Link::ppp).outcome, Decoded::truncated);
  EXPECT_EQ(read("\x18\x41\x13\xcc"s + kPacket, Link::frame_relay).outcome, Decoded::not_ip);
}

}  // namespace
}  // namespace tapcensus
