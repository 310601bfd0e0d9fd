// IRC: where TLS begins.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol irc;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

TEST(Irc, TlsBeginsBehindStarttls) {
  expect_tls_behind(irc, "STARTTLS\r\n");
  expect_tls_behind(irc, "CAP LS 302\r\nSTARTTLS\r\n");
  expect_tls_behind(irc,
                    ":irc.example.org NOTICE * :*** Looking up\r\n"
                    ":irc.example.org 670 * :STARTTLS successful\r\n");
}

TEST(Irc, TalkIsNotLookedAt) {
  EXPECT_EQ(end_of(irc, "NICK a\r\nUSER a 0 * :A\r\nJOIN #b\r\n" + kTls), What::done);
}

TEST(Irc, OthersAreNotMine) {
  for (const std::string other :
       {"GET / HTTP/1.1\r\n", "USER a\r\n", "CAPA\r\n", ":\r\n", ":a b c\r\n", "\r\n"}) {
    EXPECT_EQ(end_of(irc, other), What::not_mine) << other;
  }
}

}  // namespace
}  // namespace tapcensus
