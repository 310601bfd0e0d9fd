// An echo request has the shape that its program gave it; nothing else in ICMP is the sender's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol icmp;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

constexpr unsigned kEcho = 8, kEchoReply = 0;

std::string echo(const std::string& data, unsigned identifier = 0x4711, unsigned code = 0) {
  return octets({kEcho, code, 0, 0}) + be16(identifier) + be16(1) + data;
}
std::string counting(unsigned first, unsigned size) {
  std::string bytes;
  for (unsigned i = 0; i < size; ++i) bytes += static_cast<char>(first + i);
  return bytes;
}
std::string reversed(std::string bytes) { return {bytes.rbegin(), bytes.rend()}; }

// 2023-11-14 22:13:20.
const std::string kSeconds = be32(1'700'000'000), kFraction = be32(123'456);

TEST(Icmp, EchoRequestsHaveTheShapeOfTheirProgram) {
  const auto shape = [](const std::string& bytes) { return ask(icmp, bytes).texts; };
  EXPECT_THAT(shape(echo("abcdefghijklmnopqrstuvwabcdefghi", 1)),
              ElementsAre("icmp.echo=32,-,a-w,id1"));
  const std::string linux = reversed(kSeconds) + std::string(4, '\0') + reversed(kFraction) +
                            std::string(4, '\0') + counting(16, 40);
  EXPECT_THAT(shape(echo(linux)), ElementsAre("icmp.echo=56,le64,count"));
  EXPECT_THAT(shape(echo(kSeconds + kFraction + counting(8, 48))),
              ElementsAre("icmp.echo=56,be32,count"));
  EXPECT_THAT(shape(echo(reversed(kSeconds) + reversed(kFraction) + counting(8, 48))),
              ElementsAre("icmp.echo=56,le32,count"));
  EXPECT_THAT(shape(echo("")), ElementsAre("icmp.echo=0,-,-"));
  EXPECT_THAT(shape(echo(std::string(64, '\0'), 0x200)), ElementsAre("icmp.echo=64,-,zero,id512"));
  EXPECT_THAT(shape(echo(std::string(8, 'X'))), ElementsAre("icmp.echo=8,-,same"));
  EXPECT_THAT(shape(echo("Hello, world")), ElementsAre("icmp.echo=12,-,text"));
  EXPECT_THAT(shape(echo("\x01\xf0\x03\xff")), ElementsAre("icmp.echo=4,-,other"));
  EXPECT_THAT(shape(echo("\xab\xcd\xab\xcd")), ElementsAre("icmp.echo=4,-,abcd"));
  EXPECT_THAT(shape(echo(counting(0x41, 30))), ElementsAre("icmp.echo=30,-,count_on"));
  EXPECT_THAT(shape(echo("", 7, 9)), ElementsAre("icmp.echo=0,-,-,code9"));
}

TEST(Icmp, RequestsThatWereCutHaveNoShape) {
  const std::string bytes = echo("abcdefgh");
  const std::string ip_header(20, '\0');
  Layers layers;
  layers.ip_header = as_bytes(ip_header);
  layers.ip_length = 20 + 8 + 8;
  EXPECT_THAT(ask(icmp, bytes, layers).texts, ElementsAre("icmp.echo=8,-,a-w"));
  layers.ip_length = 20 + 8 + 1400;
  EXPECT_THAT(ask(icmp, bytes, layers).texts, IsEmpty());
}

TEST(Icmp, RepliesErrorsAndCutRequestsTellNothing) {
  std::string reply = echo("abcdefgh");
  reply[0] = kEchoReply;
  EXPECT_EQ(ask(icmp, reply).reading.what, Reading::What::not_mine);
  EXPECT_EQ(ask(icmp, octets({3, 1, 0, 0, 0, 0, 0, 0})).reading.what, Reading::What::not_mine);
  EXPECT_EQ(ask(icmp, std::string{}).reading.what, Reading::What::not_mine);
  EXPECT_THAT(ask(icmp, echo("").substr(0, 7)).texts, IsEmpty());
}

}  // namespace
}  // namespace tapcensus
