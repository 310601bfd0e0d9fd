// SSDP: what a device announces or answers, and what a control point seeks.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol ssdp;

namespace {

using ::testing::ElementsAre;
using namespace tapcensus::testing;

const std::string kAnswer =
    "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nEXT:\r\n"
    "LOCATION: http://10.0.0.5:8200/rootDesc.xml\r\n"
    "SERVER: Linux/5.4 UPnP/1.0 MiniDLNA/1.3.0\r\nST: upnp:rootdevice\r\n"
    "USN: uuid:4d696e69::upnp:rootdevice\r\n\r\n";

TEST(Ssdp, AnswerNamesTheServerAndWhereItIsDescribed) {
  for (const Said& said : {ask(ssdp, kAnswer), ask_guessed(ssdp, kAnswer)}) {
    EXPECT_EQ(said.reading.what, Reading::What::done);
    EXPECT_THAT(said.texts,
                ElementsAre("ssdp.location=http://10.0.0.5:8200/rootDesc.xml",
                            "ssdp.server=Linux/5.4 UPnP/1.0 MiniDLNA/1.3.0",
                            "ssdp.st=upnp:rootdevice", "ssdp.usn=uuid:4d696e69::upnp:rootdevice"));
  }
  expect_no_more_when_cut(ssdp, kAnswer);
}

TEST(Ssdp, AnnouncementNamesItsKind) {
  EXPECT_THAT(ask(ssdp,
                  "NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n"
                  "NT: urn:schemas-upnp-org:device:MediaServer:1\r\nNTS: ssdp:alive\r\n"
                  "SERVER: Roku/9.4.0 UPnP/1.0 Roku/9.4.0\r\n\r\n")
                  .texts,
              ElementsAre("ssdp.st=urn:schemas-upnp-org:device:MediaServer:1",
                          "ssdp.server=Roku/9.4.0 UPnP/1.0 Roku/9.4.0"));
}

TEST(Ssdp, SearchTellsWhoSeeksWhat) {
  EXPECT_THAT(ask_guessed(ssdp,
                          "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n"
                          "MAN: \"ssdp:discover\"\r\nMX: 1\r\nST: urn:dial-multiscreen-org:service:"
                          "dial:1\r\nUSER-AGENT: Google Chrome/107.0 Linux\r\n\r\n")
                  .texts,
              ElementsAre("ssdp.st=urn:dial-multiscreen-org:service:dial:1",
                          "ssdp.user_agent=Google Chrome/107.0 Linux"));
}

TEST(Ssdp, HeadersAreTakenAsDevicesWriteThem) {
  EXPECT_THAT(ask(ssdp,
                  "HTTP/1.1 200 OK\nServer:Unspecified, UPnP/1.0, Unspecified  \n"
                  "st :ssdp:all\nlocation:\thttp://10.0.0.5/\n")
                  .texts,
              ElementsAre("ssdp.server=Unspecified, UPnP/1.0, Unspecified", "ssdp.st=ssdp:all",
                          "ssdp.location=http://10.0.0.5/"));
}

TEST(Ssdp, NothingIsReadBehindTheHeaders) {
  EXPECT_THAT(ask(ssdp, "NOTIFY * HTTP/1.1\r\nNT: a\r\n\r\nSERVER: b\r\n").texts,
              ElementsAre("ssdp.st=a"));
}

TEST(Ssdp, LinesAreBounded) {
  std::string bytes = "NOTIFY * HTTP/1.1\r\n";
  for (int i = 0; i < 1000; ++i) bytes += "NT: a\r\n";
  EXPECT_EQ(ask(ssdp, bytes).texts.size(), 64u);
}

TEST(Ssdp, OtherUsesOfHttpAreNotMine) {
  expect_not_mine(ssdp, {"HTTP/1.1 404 Not Found\r\nServer: a\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
                         "NOTIFY sip:a SIP/2.0\r\n", ""});
  EXPECT_EQ(ask_guessed(ssdp, "HTTP/1.1 200 OK\r\nServer: a\r\n\r\n").reading.what,
            Reading::What::not_mine);
}

}  // namespace
}  // namespace tapcensus
