#include "wire/layers.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/frame.hpp"

namespace tapcensus {
namespace {

using testing::ethernet;
using testing::Frame;
using testing::kClient;
using testing::kServer;
using testing::raw;

struct Read {
  Decoded outcome;
  Layers layers;
  std::vector<char> bytes;  // its memory stays where it is when the whole moves
};

Read read(const std::string& bytes, Link link = Link::ethernet) {
  Read read{Decoded::end_, {}, {bytes.begin(), bytes.end()}};
  const Packet packet{.bytes = as_bytes({read.bytes.data(), read.bytes.size()}),
                      .wire_length = static_cast<std::uint32_t>(read.bytes.size()),
                      .link = link};
  read.outcome = decode(packet, read.layers);
  return read;
}

Frame hello() {
  Frame frame = ethernet(kClient, kServer);
  return frame.ipv4("10.0.0.5", "17.1.2.3").tcp(50000, 443).seq(77).payload("hello");
}

TEST(Decode, TellsWhoSendsWhatToWhom) {
  const Read got = read(hello().bytes());
  ASSERT_EQ(got.outcome, Decoded::whole);
  EXPECT_EQ(got.layers.source.to_string(), "10.0.0.5");
  EXPECT_EQ(got.layers.target.to_string(), "17.1.2.3");
  EXPECT_EQ(got.layers.source_port, 50000);
  EXPECT_EQ(got.layers.target_port, 443);
  EXPECT_EQ(got.layers.source_mac, kClient);
  EXPECT_EQ(got.layers.target_mac, kServer);
  EXPECT_EQ(got.layers.tcp_sequence, 77u);
  EXPECT_EQ(as_text(got.layers.payload), "hello");
}

TEST(Decode, SeesThroughOneAndTwoTags) {
  const Read one = read(hello().vlan(7).bytes());
  const Read two = read(hello().vlan(100, 0x88a8).vlan(7).bytes());
  for (const Read* got : {&one, &two}) {
    ASSERT_EQ(got->outcome, Decoded::whole);
    EXPECT_EQ(got->layers.vlan, 7);
    EXPECT_EQ(as_text(got->layers.payload), "hello");
  }
}

TEST(Decode, TheIpLengthEndsThePacketNotTheFrame) {
  const Read got = read(hello().bytes() + std::string(9, '\0'));
  EXPECT_EQ(got.outcome, Decoded::whole);
  EXPECT_EQ(as_text(got.layers.payload), "hello");
}

TEST(Decode, AnIpLengthOfZeroMeansToTheEnd) {
  std::string bytes = hello().bytes();
  bytes[16] = bytes[17] = 0;
  const Read got = read(bytes);
  EXPECT_EQ(got.outcome, Decoded::whole);
  EXPECT_EQ(as_text(got.layers.payload), "hello");
}

TEST(Decode, SkipsIpv4Options) {
  const Read got = read(hello().ip_options("\x07\x07\x04xxxx").bytes());
  EXPECT_EQ(got.outcome, Decoded::whole);
  EXPECT_EQ(as_text(got.layers.payload), "hello");
}

TEST(Decode, SkipsIpv6ExtensionHeaders) {
  Frame frame = ethernet(kClient, kServer);
  frame.ipv6("fe80::1", "2001:db8::2").udp(5353, 5353).payload("name");
  frame.extension(0, "\x05\x02xx").extension(60, std::string(14, '\0')).extension(43, "");
  const Read got = read(frame.bytes());
  ASSERT_EQ(got.outcome, Decoded::whole);
  EXPECT_EQ(got.layers.source.to_string(), "fe80::1");
  EXPECT_EQ(got.layers.protocol, 17);
  EXPECT_EQ(as_text(got.layers.payload), "name");
}

TEST(Decode, AnAtomicFragmentIsWhole) {
  Frame frame = ethernet(kClient, kServer);
  frame.ipv6("fe80::1", "fe80::2").udp(1, 2).payload("x").fragment(0);
  EXPECT_EQ(read(frame.bytes()).outcome, Decoded::whole);
}

TEST(Decode, KnowsFragmentsOfBothFamilies) {
  Frame later = hello();
  EXPECT_EQ(read(later.fragment(0x00b9).bytes()).outcome, Decoded::fragment);
  Frame first = hello();
  const Read got = read(first.fragment(0x2000).bytes());
  EXPECT_EQ(got.outcome, Decoded::fragment);
  EXPECT_EQ(got.layers.source.to_string(), "10.0.0.5");
  Frame sixth = ethernet(kClient, kServer);
  sixth.ipv6("fe80::1", "fe80::2").udp(1, 2).payload("x").fragment(0x0101);
  EXPECT_EQ(read(sixth.bytes()).outcome, Decoded::fragment);
}

TEST(Decode, EveryCutOfAFrameIsTruncatedAndNeverMore) {
  const std::string whole = hello().vlan(7).bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Read got = read(whole.substr(0, size));
    EXPECT_EQ(got.outcome, Decoded::truncated) << size;
    EXPECT_LE(got.layers.payload.size(), 4u);
  }
}

TEST(Decode, HeadersThatContradictThemselvesAreMalformed) {
  std::string short_header = hello().bytes();
  short_header[14] = 0x44;
  EXPECT_EQ(read(short_header).outcome, Decoded::malformed);
  std::string wrong_version = hello().bytes();
  wrong_version[14] = 0x65;
  EXPECT_EQ(read(wrong_version).outcome, Decoded::malformed);
  std::string long_tcp_header = hello().bytes();
  long_tcp_header[14 + 20 + 12] = '\xf0';
  EXPECT_EQ(read(long_tcp_header).outcome, Decoded::malformed);
  Frame udp = ethernet(kClient, kServer);
  std::string short_udp = udp.ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload("abc").bytes();
  short_udp[14 + 20 + 5] = 7;
  EXPECT_EQ(read(short_udp).outcome, Decoded::malformed);
}

TEST(Decode, OtherFramesAreNotIp) {
  const Read got = read(ethernet(kClient, kServer).ethertype(0x0806).payload("arp body").bytes());
  EXPECT_EQ(got.outcome, Decoded::not_ip);
  EXPECT_EQ(got.layers.ethertype, 0x0806);
  EXPECT_EQ(as_text(got.layers.link_payload), "arp body");
}

TEST(Decode, ReadsTheOtherLinkTypes) {
  const std::string packet =
      raw().ipv4("10.0.0.5", "17.1.2.3").udp(53, 4000).payload("answer").bytes();
  const std::string sixth =
      raw().ipv6("fe80::1", "fe80::2").udp(53, 4000).payload("answer").bytes();
  using namespace std::string_literals;
  const std::string sll = "\0\0\0\1\0\6\xf0\x99\xb6\0\0\1\0\0\x08\0"s + packet;
  const std::string sll2 = "\x86\xdd\0\0\0\0\0\2\0\1\0\6\xf0\x99\xb6\0\0\1\0\0"s + sixth;
  for (const Read& got :
       {read(packet, Link::raw_ip), read(sixth, Link::raw_ip), read(sll, Link::linux_sll),
        read(sll2, Link::linux_sll2), read("\2\0\0\0"s + packet, Link::bsd_null),
        read("\0\0\0\2"s + packet, Link::bsd_null), read("\x1e\0\0\0"s + sixth, Link::bsd_null)}) {
    EXPECT_EQ(got.outcome, Decoded::whole);
    EXPECT_EQ(as_text(got.layers.payload), "answer");
  }
  EXPECT_EQ(read(sll, Link::linux_sll).layers.source_mac, kClient);
  EXPECT_EQ(read(sll2, Link::linux_sll2).layers.source_mac, kClient);
  EXPECT_EQ(read(packet, Link::unsupported).outcome, Decoded::unsupported_link);
}

}  // namespace
}  // namespace tapcensus
