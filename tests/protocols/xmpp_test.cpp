// XMPP: where TLS begins.
#include <gmock/gmock.h>

#include "preambles.hpp"

namespace tapcensus {

extern const Protocol xmpp;

namespace {

using namespace tapcensus::testing;
using What = Reading::What;

const std::string kStream =
    "<?xml version='1.0'?><stream:stream to='example.org' xmlns='jabber:client' "
    "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";

TEST(Xmpp, TlsBeginsBehindStarttls) {
  expect_tls_behind(xmpp, kStream + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
  expect_tls_behind(xmpp,
                    kStream +
                        "<stream:features><starttls/><mechanism>PLAIN</mechanism>"
                        "</stream:features>\n<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
}

TEST(Xmpp, StanzasAreNotLookedAt) {
  for (const std::string stanza : {"<auth mechanism='PLAIN'>", "<iq type='get'>", "<message>"}) {
    EXPECT_EQ(end_of(xmpp, kStream + stanza + kTls), What::done) << stanza;
  }
}

TEST(Xmpp, StreamsAreNotFollowedForEver) {
  std::string elements = kStream;
  for (int i = 0; i < 300; ++i) elements += "<a/>";
  EXPECT_EQ(end_of(xmpp, elements + kTls), What::done);
  EXPECT_EQ(end_of(xmpp, kStream + std::string(9000, ' ')), What::done);
}

TEST(Xmpp, OtherXmlIsNotMine) {
  EXPECT_EQ(end_of(xmpp, "<?xml version='1.0'?>" + std::string(1024, ' ')), What::not_mine);
}

}  // namespace
}  // namespace tapcensus
