// The PROXY protocol: what stands behind its header is read.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol proxy;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

TEST(Proxy, AnotherProtocolBeginsBehindTheLine) {
  expect_tls_behind(proxy, "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n");
  expect_tls_behind(proxy, "PROXY TCP6 2001:db8::1 2001:db8::2 56324 443\r\n");
  expect_tls_behind(proxy, "PROXY UNKNOWN\r\n");
}

const std::string kSignature{"\r\n\r\n\0\r\nQUIT\n", 12};

TEST(Proxy, AnotherProtocolBeginsBehindTheBinaryHeader) {
  expect_tls_behind(proxy, kSignature + octets({0x21, 0x11, 0, 12}) + std::string(12, 'a'));
  expect_tls_behind(proxy, kSignature + octets({0x20, 0, 0, 0}));
}

TEST(Proxy, AnnouncedExtensionsArePassedOverWithoutBeingThere) {
  const Reading reading = ask(proxy, kSignature + octets({0x21, 0x21, 0xff, 0xff})).reading;
  EXPECT_EQ(reading.what, What::switched);
  EXPECT_EQ(reading.bytes, 16u + 0xffff);
}

TEST(Proxy, OthersAreNotMine) {
  for (const std::string& other :
       {std::string{"PROXY TCP5 a\r\n"}, "PROXY " + std::string(200, 'a'), std::string{"PROPFIND"},
        kSignature + octets({0x11, 0x11, 0, 0}), std::string{"\r\nGET /"}}) {
    EXPECT_EQ(end_of(proxy, other), What::not_mine) << other;
  }
}

}  // namespace
}  // namespace tapcensus
