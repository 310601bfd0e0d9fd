// --filter: which frames are looked at. Programs by libpcap, so what counts is that each link type
// gets its own, and that a mistake is answered.
#include "wire/filter.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/frame.hpp"

namespace tapcensus {
namespace {

using testing::ethernet;
using testing::kClient;
using testing::kServer;

bool accepts(const std::string& expression, const std::string& bytes, Link link = Link::ethernet) {
  const auto filter = Filter::compile(expression);
  EXPECT_TRUE(filter) << (filter ? "" : filter.errors().front().what);
  if (!filter) return false;
  return filter.value()->accepts({.bytes = as_bytes({bytes.data(), bytes.size()}),
                                  .wire_length = static_cast<std::uint32_t>(bytes.size()),
                                  .link = link});
}

std::string web() {
  return ethernet(kClient, kServer)
      .ipv4("10.0.0.5", "17.1.2.3")
      .tcp(50000, 80)
      .payload("x")
      .bytes();
}

TEST(Filter, TakesFramesThatMatch) {
  EXPECT_TRUE(accepts("tcp port 80", web()));
  EXPECT_TRUE(accepts("net 10.0.0.0/8 and not port 22", web()));
  EXPECT_TRUE(accepts("ether src f0:99:b6:00:00:01", web()));
  EXPECT_FALSE(accepts("udp", web()));
  EXPECT_TRUE(accepts("", web()));
}

TEST(Filter, LooksBehindAVlanTagWhenAsked) {
  const std::string tagged =
      ethernet(kClient, kServer).vlan(7).ipv4("10.0.0.5", "17.1.2.3").tcp(50000, 80).bytes();
  EXPECT_FALSE(accepts("tcp port 80", tagged));
  EXPECT_TRUE(accepts("vlan 7 and tcp port 80", tagged));
}

TEST(Filter, KnowsEachLinkType) {
  const std::string packet = web().substr(14);
  EXPECT_TRUE(accepts("tcp port 80", packet, Link::raw_ip));
  EXPECT_TRUE(accepts("tcp port 80", std::string("\2\0\0\0", 4) + packet, Link::bsd_null));
  const std::string cooked = std::string(14, '\0') + std::string("\x08\x00", 2) + packet;
  EXPECT_TRUE(accepts("tcp port 80", cooked, Link::linux_sll));
  EXPECT_FALSE(accepts("tcp port 80", packet, Link::unsupported));
}

TEST(Filter, AFrameThatIsCutShortIsNoMatchAndNoHarm) {
  const std::string frame = web();
  for (std::size_t size = 0; size < frame.size(); ++size) {
    const bool has_ports = size >= 14 + 20 + 4;
    EXPECT_EQ(accepts("tcp port 80", frame.substr(0, size)), has_ports) << size;
  }
}

TEST(Filter, AMistakeIsAnsweredWithWhatToDo) {
  const auto filter = Filter::compile("tcp prot 80");
  ASSERT_FALSE(filter);
  EXPECT_NE(filter.errors().front().what.find("'tcp prot 80' is no filter"), std::string::npos);
  EXPECT_NE(filter.errors().front().what.find("as for tcpdump"), std::string::npos);
}

}  // namespace
}  // namespace tapcensus
