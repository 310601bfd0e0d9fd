// Who speaks a routing protocol over UDP on the link is a router; who only asks is not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol routing_udp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr MacAddress kRouter{{0xf0, 0x99, 0xb6, 0, 0, 1}};

Layers to(std::string_view target, std::uint16_t port) {
  Layers layers;
  layers.source_mac = kRouter;
  layers.target = ip(target);
  layers.source_port = layers.target_port = port;
  return layers;
}
std::vector<std::string> claims(const std::string& bytes, const Layers& layers) {
  return ask(routing_udp, bytes, layers).claims;
}

const auto is_a_router = ElementsAre("f0:99:b6:00:00:01 routes");

TEST(RoutingUdp, Hsrp) {
  const std::string version1 = octets({0, 0, 16, 3, 10, 100, 1, 0}) + std::string(12, '\1');
  const std::string version2 = octets({1, 40, 2, 0, 6, 4}) + std::string(36, '\1');
  EXPECT_THAT(claims(version1, to("224.0.0.2", 1985)), is_a_router);
  EXPECT_THAT(claims(version2, to("224.0.0.102", 1985)), is_a_router);
  EXPECT_THAT(claims(version2, to("ff02::66", 2029)), is_a_router);
  EXPECT_THAT(claims(version1.substr(0, 19), to("224.0.0.2", 1985)), IsEmpty());
  EXPECT_THAT(claims(version2.substr(0, 41), to("224.0.0.102", 1985)), IsEmpty());
  EXPECT_THAT(claims(octets({0, 0, 3}) + version1.substr(3), to("224.0.0.2", 1985)), IsEmpty());
}

TEST(RoutingUdp, Glbp) {
  const std::string hello =
      octets({1, 0, 0, 10, 0, 0}) + std::string(6, '\1') + octets({1, 28}) + std::string(26, '\0');
  EXPECT_THAT(claims(hello, to("224.0.0.102", 3222)), is_a_router);
  EXPECT_THAT(claims(hello.substr(0, 39), to("224.0.0.102", 3222)), IsEmpty());
  EXPECT_THAT(claims(hello + octets({1, 0}), to("224.0.0.102", 3222)), IsEmpty());
}

TEST(RoutingUdp, RoutersAnswerAndHostsAskInRip) {
  const std::string entry(20, '\1');
  EXPECT_THAT(claims(octets({2, 2, 0, 0}) + entry, to("224.0.0.9", 520)), is_a_router);
  EXPECT_THAT(claims(octets({2, 1, 0, 0}) + entry + entry, to("10.0.0.255", 520)), is_a_router);
  EXPECT_THAT(claims(octets({2, 1, 0, 0}) + entry, to("ff02::9", 521)), is_a_router);
  EXPECT_THAT(claims(octets({1, 2, 0, 0}) + entry, to("224.0.0.9", 520)), IsEmpty());
  EXPECT_THAT(claims(octets({2, 2, 0, 0}), to("224.0.0.9", 520)), IsEmpty());
  EXPECT_THAT(claims(octets({2, 2, 0, 0}) + entry, to("fd00::9", 521)), IsEmpty());
}

TEST(RoutingUdp, FromAnotherPortItIsNotMine) {
  Layers layers = to("224.0.0.9", 520);
  layers.source_port = 40'000;
  const std::string bytes = octets({2, 2, 0, 0}) + std::string(20, '\1');
  EXPECT_EQ(ask(routing_udp, bytes, layers).reading.what, Reading::What::not_mine);
  EXPECT_EQ(ask(routing_udp, std::string{}, to("224.0.0.2", 1985)).reading.what,
            Reading::What::not_mine);
}

}  // namespace
}  // namespace tapcensus
