// RTSP: what either side calls itself, and what a camera asks of who wants in.
#include "cut_texts.hpp"

namespace tapcensus {

extern const Protocol rtsp;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;
using What = Reading::What;

TEST(Rtsp, EitherSideCallsItselfSomething) {
  expect_texts(rtsp,
               "OPTIONS rtsp://10.0.0.1/a RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: LibVLC/3.0.18\r\n\r\n",
               ElementsAre("rtsp.user_agent=LibVLC/3.0.18"));
  expect_texts(rtsp, "RTSP/1.0 200 OK\r\nCSeq: 1\r\nserver:AirTunes/366.0\r\n\r\n",
               ElementsAre("rtsp.server=AirTunes/366.0"));
}

TEST(Rtsp, ACameraSaysTheRealmInItsSecondAnswer) {
  expect_texts(rtsp,
               "RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Rtsp Server/3.0\r\nPublic: OPTIONS\r\n\r\n"
               "RTSP/1.0 401 Unauthorized\r\nCSeq: 2\r\n"
               "WWW-Authenticate: Digest realm=\"Login to 4E0123456789A\", nonce=\"8a\"\r\n"
               "WWW-Authenticate: Basic realm=\"cam\"\r\n\r\n"
               "RTSP/1.0 200 OK\r\nCSeq: 3\r\nServer: Another\r\n\r\n",
               ElementsAre("rtsp.server=Rtsp Server/3.0",
                           "rtsp.www_authenticate=Digest realm=\"Login to 4E0123456789A\"",
                           "rtsp.www_authenticate=Basic realm=\"cam\""));
}

TEST(Rtsp, BodiesArePassedOver) {
  expect_texts(rtsp,
               "POST /fp-setup RTSP/1.0\r\nContent-Length: 4\r\n\r\nUser"
               "GET /info RTSP/1.0\r\nUser-Agent: AirPlay/645.10.1\r\n\r\n",
               ElementsAre("rtsp.user_agent=AirPlay/645.10.1"));
}

TEST(Rtsp, OthersAreNotMine) {
  for (const std::string other : {"GET / HTTP/1.1\r\nUser-Agent: a\r\n\r\n",
                                  "OPTIONS sip:a SIP/2.0\r\n\r\n", "RTSP/1.0\r\n\r\n"}) {
    EXPECT_EQ(end_of(rtsp, other), What::not_mine) << other;
  }
  EXPECT_EQ(end_of(rtsp, "GET /" + std::string(9000, 'a')), What::not_mine);
}

}  // namespace
}  // namespace tapcensus
