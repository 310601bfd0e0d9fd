// Packets inside packets: the innermost one counts.
#include "wire/tunnel.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/wrap.hpp"
#include "wire/layers.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;

struct Read {
  Decoded outcome;
  Layers layers;
};

// The views of `layers` live as long as `bytes`.
Read read(const std::string& bytes) {
  Read read{Decoded::end_, {}};
  read.outcome = decode({.bytes = as_bytes({bytes.data(), bytes.size()}),
                         .wire_length = static_cast<std::uint32_t>(bytes.size())},
                        read.layers);
  return read;
}

std::string hello(bool v6 = false) {
  Frame frame = ethernet(kClient, kServer);
  (v6 ? frame.ipv6("2001:db8::5", "2001:db8::9") : frame.ipv4("10.0.0.5", "17.1.2.3"));
  return frame.tcp(50000, 443).seq(77).payload("hello").bytes();
}

std::string wrap(const Wrapping& wrapping, const std::string& frame) {
  return wrapping.wrap(wrapping.carries == Carries::packets ? std::string_view{frame}.substr(14)
                                                            : std::string_view{frame});
}

void expect_hello(const Read& got, bool v6 = false) {
  EXPECT_EQ(got.outcome, Decoded::whole);
  EXPECT_EQ(got.layers.source, *IpAddress::parse(v6 ? "2001:db8::5" : "10.0.0.5"));
  EXPECT_EQ(got.layers.target_port, 443);
  EXPECT_EQ(as_text(got.layers.payload), "hello");
}

class Tunnel : public ::testing::TestWithParam<Wrapping> {};

TEST_P(Tunnel, TheInnerPacketCounts) {
  for (const bool v6 : {false, true}) {
    SCOPED_TRACE(v6);
    const std::string bytes = wrap(GetParam(), hello(v6));
    const Read got = read(bytes);
    expect_hello(got, v6);
    EXPECT_EQ(got.layers.tunnels, GetParam().deep);
    EXPECT_NE(got.layers.tunnel_kinds & 1u << static_cast<unsigned>(GetParam().kind), 0u);
    const bool has_link = GetParam().carries != Carries::packets;
    EXPECT_EQ(got.layers.source_mac, has_link ? kClient : MacAddress{});
  }
}

TEST_P(Tunnel, CutAnywhereItIsNoHarm) {
  const std::string bytes = wrap(GetParam(), hello());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::string part = bytes.substr(0, size);
    const Read got = read(part);
    EXPECT_NE(got.outcome, Decoded::whole) << size;
    EXPECT_TRUE(got.layers.payload.size() <= got.layers.payload_length) << size;
  }
}

// Each in each, where the outer one can carry what the inner one makes.
TEST_P(Tunnel, StandsInAnyOther) {
  for (const Wrapping& outer : kWrappings) {
    SCOPED_TRACE(outer.name);
    const std::string once = wrap(GetParam(), hello());
    if (outer.carries != Carries::frames && !is_ip(once)) continue;
    const std::string twice = wrap(outer, once);
    const Read got = read(twice);
    expect_hello(got);
    EXPECT_EQ(got.layers.tunnels, GetParam().deep + outer.deep);
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Tunnel, ::testing::ValuesIn(kWrappings),
                         [](const auto& kind) { return std::string{kind.param.name}; });

const Wrapping& wrapping(std::string_view name) {
  return *std::ranges::find(kWrappings, name, &Wrapping::name);
}

TEST(Tunnels, FourDeepAreFollowedAndAFifthIsSaid) {
  std::string bytes = hello();
  for (int depth = 1; depth <= 4; ++depth) {
    bytes = wrap(wrapping("vxlan"), bytes);
    const Read got = read(bytes);
    expect_hello(got);
    EXPECT_EQ(got.layers.tunnels, depth);
  }
  const std::string fifth = wrap(wrapping("vxlan"), bytes);
  EXPECT_EQ(read(fifth).outcome, Decoded::tunnel_too_deep);
}

// Two customers with the same private addresses are two networks.
TEST(Tunnels, NetworksAreToldApart) {
  const std::string one = in_udp(4789, octets({8, 0, 0, 0, 0, 0, 42, 0}) + hello());
  const std::string other = in_udp(4789, octets({8, 0, 0, 0, 0, 0, 43, 0}) + hello());
  EXPECT_EQ(read(one).layers.tunnel, 42u);
  EXPECT_EQ(read(other).layers.tunnel, 43u);
  EXPECT_EQ(read(hello()).layers.tunnel, 0u);
}

// A TEID belongs to one direction: if it told flows apart, each would be two halves.
TEST(Tunnels, TheDirectionsOfAFlowStayTogetherInGtp) {
  EXPECT_EQ(read(wrap(wrapping("gtp_u"), hello())).layers.tunnel, 0u);
}

// Ports and protocols that tunnels use, without a tunnel in them.
TEST(Tunnels, WhatOnlyLooksLikeOneIsLeft) {
  const auto stays = [](const std::string& bytes) {
    const Read got = read(bytes);
    EXPECT_EQ(got.outcome, Decoded::whole);
    EXPECT_EQ(got.layers.tunnels, 0);
    EXPECT_EQ(got.layers.source, *IpAddress::parse("100.64.0.1"));
  };
  stays(in_udp(4789, "GET / HTTP/1.1"));
  stays(in_udp(4789, octets({0, 0, 0, 0, 0, 0, 42, 0}) + hello()));       // no VNI
  stays(in_udp(1701, octets({0xc8, 2, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0})));  // control
  stays(in_udp(1701, "hello, I am no tunnel"));
  stays(in_udp(2152, octets({0x32, 1, 0, 4, 0, 0, 0, 0, 0, 1, 0, 0})));  // an echo request
  stays(in_udp(3544, "hello, I am no tunnel"));
  stays(in_udp(5247, octets({0, 0x10, 2, 8, 0, 0, 0, 0})));          // keep-alive
  stays(in_udp(5247, octets({1, 0, 0, 0}) + std::string(60, 'x')));  // encrypted
  stays(in_ip(47, octets({0, 0, 0x0b, 0x88}) + "?"));
  stays(in_ip(97, "hello"));
}

// Who broke it is inside the tunnel, not at its ends.
TEST(Tunnels, ABrokenPacketInsideIsStillInside) {
  std::string broken = hello();
  broken[14 + 20 + 12] = 0x10;  // a TCP header of four bytes
  for (const Wrapping& tunnel : kWrappings) {
    const Read got = read(wrap(tunnel, broken));
    EXPECT_EQ(got.outcome, Decoded::malformed) << tunnel.name;
    EXPECT_EQ(got.layers.source.to_string(), "10.0.0.5") << tunnel.name;
  }
}

TEST(Tunnels, SoIsAFrameWithABrokenIpHeader) {
  std::string broken = hello();
  broken[14] = 0x15;  // version 1
  for (const Wrapping& tunnel : kWrappings) {
    if (tunnel.carries != Carries::frames && !tunnel.name.ends_with("802_11")) continue;
    const Read got = read(wrap(tunnel, broken));
    EXPECT_EQ(got.outcome, Decoded::malformed) << tunnel.name;
    EXPECT_EQ(got.layers.tunnels, tunnel.deep) << tunnel.name;
  }
}

// Segmentation offload leaves a length of 0; a capture may lack the end.
TEST(Tunnels, IpUnderLabelsNeedsNoLengthThatFits) {
  std::string offloaded = hello();
  offloaded[14 + 2] = offloaded[14 + 3] = 0;
  for (const std::string_view name : {"mpls", "mpls_in_gre", "mpls_in_udp"}) {
    expect_hello(read(wrap(wrapping(name), offloaded)));
    const std::string whole = wrap(wrapping(name), hello());
    const std::string part = whole.substr(0, whole.size() - 2);
    const Read got = read(part);
    EXPECT_EQ(got.outcome, Decoded::truncated) << name;
    EXPECT_EQ(as_text(got.layers.payload), "hel") << name;
  }
}

// Of loopback, or of a virtual router: the address begins as a control word does.
TEST(Tunnels, APseudowiresFrameMayGoToAnAddressThatBeginsWithZeros) {
  std::string frame = hello();
  frame.replace(0, 6, octets({0, 0, 0x5e, 0, 1, 7}));
  expect_hello(read(wrap(wrapping("mpls_pseudowire"), frame)));
  expect_hello(read(wrap(wrapping("mpls_pseudowire_no_control_word"), frame)));
}

// Behind a tag, the packet's own ethertype stands where a control word would push it to.
TEST(Tunnels, SoMayATaggedFrame) {
  for (const std::string& tag : {octets({0x81, 0, 0, 7}), octets({0x89, 0x26, 0, 1, 0, 2}),
                                 octets({0x88, 0xa8, 0, 9, 0x81, 0, 0, 7})}) {
    std::string frame = hello();
    frame.replace(0, 6, octets({0, 0, 0x0c, 7, 0xac, 1}));
    frame.insert(12, tag);
    for (const auto name : {"mpls_pseudowire", "mpls_pseudowire_no_control_word"}) {
      const std::string bytes = wrap(wrapping(name), frame);
      const Read got = read(bytes);
      expect_hello(got);
      EXPECT_EQ(got.layers.source_mac, kClient) << name;
    }
  }
}

// The address's first bytes are those of an IP packet, with a length that is less than is there.
TEST(Tunnels, APseudowiresFrameMayGoToAnAddressThatLooksLikeIp) {
  for (const int first : {0x45, 0x48, 0x60, 0x6c}) {
    std::string frame = hello();
    frame.replace(0, 6, octets({first, 0, 0, 28, 0, 2}));
    expect_hello(read(wrap(wrapping("mpls_pseudowire_no_control_word"), frame)));
  }
}

// IEEE 1905.1 and spanning tree are Ethernet's; of anything else, as of circuits, nothing is read
// but what the carrier's frame says.
TEST(Tunnels, APseudowireOfWhatIsNotEthernetIsLeft) {
  const std::string mesh =
      ethernet(kClient, kEveryone).ethertype(0x893a).payload(std::string(46, '\0')).bytes();
  const std::string tree =
      ethernet(kClient, kEveryone).ethertype(38).payload(std::string(46, '\0')).bytes();
  const std::string circuit(60, '\1');  // would be of length 257
  for (const auto name : {"mpls_pseudowire", "mpls_pseudowire_no_control_word"}) {
    EXPECT_EQ(read(wrap(wrapping(name), mesh)).layers.source_mac, kClient) << name;
    EXPECT_EQ(read(wrap(wrapping(name), tree)).layers.source_mac, kClient) << name;
    EXPECT_EQ(read(wrap(wrapping(name), circuit)).layers.source_mac, kRouter) << name;
  }
}

TEST(Tunnels, TeredoWithAuthenticationAndOrigin) {
  const std::string packet = hello(true).substr(14);
  const std::string authentication = octets({0, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0});
  const std::string origin = octets({0, 0, 0xff, 0xff, 1, 2, 3, 4});
  for (const std::string& before :
       {std::string{}, origin, authentication, authentication + origin}) {
    const std::string bytes = in_udp(3544, before + packet);
    const Read got = read(bytes);
    expect_hello(got, true);
    EXPECT_EQ(got.layers.tunnel_kinds, 1u << static_cast<unsigned>(TunnelKind::teredo));
    const std::string part = bytes.substr(0, bytes.size() - 2);
    const Read cut = read(part);
    EXPECT_EQ(cut.outcome, Decoded::truncated);
    EXPECT_EQ(as_text(cut.layers.payload), "hel");
  }
}

TEST(Tunnels, ArpInsideIsReadAsArp) {
  const std::string arp =
      ethernet(kClient, kEveryone).ethertype(0x0806).payload(std::string(28, '\1')).bytes();
  for (const std::string_view name : {"vxlan", "nvgre", "erspan2", "capwap", "mpls_pseudowire"}) {
    const std::string bytes = wrap(wrapping(name), arp);
    const Read got = read(bytes);
    EXPECT_EQ(got.outcome, Decoded::not_ip) << name;
    EXPECT_EQ(got.layers.source_mac, kClient) << name;
    EXPECT_EQ(got.layers.ethertype, 0x0806) << name;
  }
}

// A packet broker's time stamp, an FCS, padding: what stands behind the IP length is not read.
TEST(Tunnels, TrailersAreIgnored) {
  const std::string bytes = wrap(wrapping("vxlan"), hello() + "trailer") + "another";
  expect_hello(read(bytes));
}

TEST(Tags, VnTagETagAndSnapArePassedBy) {
  const std::string frame = hello();
  const std::string macs = frame.substr(0, 12), rest = frame.substr(12);
  const std::string vntag = macs + octets({0x89, 0x26, 0, 1, 0, 2}) + rest;
  const std::string etag = macs + octets({0x89, 0x3f, 0, 1, 0, 2, 0, 3}) + rest;
  const std::string snap =
      macs + size_of(rest.size() + 6) + octets({0xaa, 0xaa, 3, 0, 0, 0}) + rest;
  for (const std::string* const bytes : {&vntag, &etag, &snap}) {
    const Read got = read(*bytes);
    expect_hello(got);
    EXPECT_EQ(got.layers.source_mac, kClient);
    EXPECT_EQ(got.layers.tunnels, 0);
  }
}

}  // namespace
}  // namespace tapcensus
