// Who speaks a routing protocol on the link is a router.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol routing;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr MacAddress kRouter{{0xf0, 0x99, 0xb6, 0, 0, 1}};

Layers to(std::string_view group, std::uint8_t protocol, std::uint8_t ttl = 1) {
  Layers layers;
  layers.source_mac = kRouter;
  layers.target = ip(group);
  layers.source = ip(layers.target.is_v4() ? "10.0.0.1" : "fe80::1");
  layers.protocol = protocol;
  layers.ttl = ttl;
  return layers;
}
std::vector<std::string> claims(const std::string& bytes, const Layers& layers) {
  return ask(routing, bytes, layers).claims;
}

const auto is_a_router = ElementsAre("f0:99:b6:00:00:01 routes");

TEST(Routing, Vrrp) {
  const std::string version2 = octets({0x21, 1, 100, 1, 0, 1, 0, 0}) + octets_of(ip("10.0.0.1"));
  const std::string version3 = octets({0x31, 1, 100, 1, 0, 100, 0, 0});
  EXPECT_THAT(claims(version2 + std::string(8, '\0'), to("224.0.0.18", 112, 255)), is_a_router);
  EXPECT_THAT(claims(version2 + std::string(8, '\0'), to("224.0.0.18", 112, 64)), IsEmpty());
  EXPECT_THAT(claims(version3 + octets_of(ip("10.0.0.1")), to("224.0.0.18", 112, 255)),
              is_a_router);
  EXPECT_THAT(claims(version3 + octets_of(ip("fe80::1")), to("ff02::12", 112, 255)), is_a_router);
  EXPECT_THAT(claims(version3, to("ff02::12", 112, 255)), IsEmpty());
}

TEST(Routing, CarpIsSpokenByServers) {
  const std::string carp = octets({0x21, 1, 0, 7, 0, 1, 0, 0}) + std::string(28, '\1');
  EXPECT_THAT(claims(carp, to("224.0.0.18", 112, 255)), IsEmpty());
}

TEST(Routing, Ospf) {
  const std::string hello = octets({2, 1}) + be16(44) + std::string(40, '\0');
  const std::string hello6 = octets({3, 1}) + be16(36) + std::string(32, '\0');
  EXPECT_THAT(claims(hello, to("224.0.0.5", 89)), is_a_router);
  EXPECT_THAT(claims(hello6, to("ff02::5", 89)), is_a_router);
  EXPECT_THAT(claims(hello6, to("224.0.0.5", 89)), IsEmpty());
  EXPECT_THAT(claims(hello, to("10.0.0.2", 89)), IsEmpty());  // a virtual link, from anywhere
  EXPECT_THAT(claims(hello.substr(0, 43), to("224.0.0.5", 89)), IsEmpty());
}

TEST(Routing, Eigrp) {
  const std::string hello = octets({2, 5}) + std::string(18, '\0');
  EXPECT_THAT(claims(hello, to("224.0.0.10", 88, 2)), is_a_router);
  EXPECT_THAT(claims(octets({2, 2}) + std::string(18, '\0'), to("224.0.0.10", 88, 2)), IsEmpty());
  EXPECT_THAT(claims(hello.substr(0, 19), to("224.0.0.10", 88, 2)), IsEmpty());
}

TEST(Routing, Pim) {
  EXPECT_THAT(claims(octets({0x20, 0, 0, 0}), to("224.0.0.13", 103)), is_a_router);
  EXPECT_THAT(claims(octets({0x10, 0, 0, 0}), to("224.0.0.13", 103)), IsEmpty());
}

TEST(Routing, CutAndOtherMessagesAreNotMine) {
  for (const std::uint8_t protocol : {88, 89, 103, 112, 47}) {
    EXPECT_EQ(ask(routing, std::string{}, to("224.0.0.5", protocol, 255)).reading.what,
              Reading::What::not_mine);
  }
}

}  // namespace
}  // namespace tapcensus
