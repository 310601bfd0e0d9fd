// The vectors are those of the public specification.
#include "present/community_id.hpp"

#include <gtest/gtest.h>

namespace tapcensus {
namespace {

std::string id(std::uint8_t protocol, const char* source, std::uint16_t source_port,
               const char* target, std::uint16_t target_port) {
  return std::string{CommunityId{
      {IpAddress::parse(source).value(), IpAddress::parse(target).value(), source_port, target_port,
       protocol}}.view()};
}

TEST(CommunityId, IsThatOfTheSpecification) {
  EXPECT_EQ(id(6, "128.232.110.120", 34855, "66.35.250.204", 80), "1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
  EXPECT_EQ(id(17, "192.168.1.52", 54585, "8.8.8.8", 53), "1:d/FP5EW3wiY1vCndhwleRRKHowQ=");
  EXPECT_EQ(id(132, "192.168.170.8", 7, "192.168.170.56", 80), "1:jQgCxbku+pNGw8WPbEc/TS/uTpQ=");
  EXPECT_EQ(id(6, "2001:470:e5bf:dead:4957:2174:e82c:4887", 63943, "2607:f8b0:400c:c03::1a", 25),
            "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=");
}

TEST(CommunityId, IsTheSameForBothDirections) {
  EXPECT_EQ(id(6, "66.35.250.204", 80, "128.232.110.120", 34855), "1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
  EXPECT_EQ(id(132, "192.168.170.56", 80, "192.168.170.8", 7), "1:jQgCxbku+pNGw8WPbEc/TS/uTpQ=");
}

TEST(CommunityId, JoinsAnIcmpRequestWithItsReply) {
  EXPECT_EQ(id(1, "192.168.0.89", 8, "192.168.0.1", 0), "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=");
  EXPECT_EQ(id(1, "192.168.0.1", 0, "192.168.0.89", 0), "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=");
  EXPECT_EQ(id(58, "fe80::200:86ff:fe05:80da", 135, "fe80::260:97ff:fe07:69ea", 0),
            "1:dGHyGvjMfljg6Bppwm3bg0LO8TY=");
}

TEST(CommunityId, KeepsIcmpWithoutAReplyOneWay) {
  EXPECT_NE(id(1, "192.168.0.89", 3, "192.168.0.1", 1), id(1, "192.168.0.1", 3, "192.168.0.89", 1));
}

TEST(CommunityId, LeavesPortsOutWhereThereAreNone) {
  EXPECT_EQ(id(47, "10.0.0.1", 1, "10.0.0.2", 2), id(47, "10.0.0.1", 3, "10.0.0.2", 4));
}

}  // namespace
}  // namespace tapcensus
