// SIP over TCP: message after message.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol sip_tcp;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

std::string message(const std::string& first, const std::string& fields) {
  return first + "\r\nv: SIP/2.0/TCP 10.0.0.1;branch=z9hG4bK1\r\n" + fields + "\r\n";
}

TEST(SipTcp, MessagesFollowEachOther) {
  expect_texts(sip_tcp,
               message("SIP/2.0 100 Trying", "l: 3\r\nUser-Agent: Exchange\r\n") + "abc\r\n\r\n" +
                   message("SIP/2.0 200 OK", "Server: Exchange 2\r\nContent-Length: 0\r\n"),
               ElementsAre("sip.user_agent=Exchange", "sip.server=Exchange 2"));
}

TEST(SipTcp, OthersAreNotMine) {
  EXPECT_EQ(end_of(sip_tcp, "OPTIONS rtsp://a RTSP/1.0\r\n\r\n"), What::not_mine);
  EXPECT_EQ(end_of(sip_tcp, "INVITE " + std::string(9000, 'a')), What::not_mine);
}

TEST(SipTcp, ConnectionsAreNotFollowedForEver) {
  std::string many;
  for (int i = 0; i < 40; ++i) many += message("ACK sip:a SIP/2.0", "");
  EXPECT_EQ(end_of(sip_tcp, many), What::done);
}

}  // namespace
}  // namespace tapcensus
