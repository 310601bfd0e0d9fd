// WS-Discovery: what a device is, where, and in which scopes.
#include <gtest/gtest.h>

#include "announced_words.hpp"

namespace tapcensus {

extern const Protocol wsd;

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace tapcensus::testing;

std::string envelope(
    const std::string& body, const std::string& prefix = "wsd",
    const std::string& name_space = "http://schemas.xmlsoap.org/ws/2005/04/discovery") {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope "
         "xmlns:soap=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:" +
         prefix + "=\"" + name_space + "\"><soap:Header/><soap:Body>" + body +
         "</soap:Body></soap:Envelope>";
}

const std::string kCamera = envelope(
    "<d:ProbeMatches><d:ProbeMatch><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>\r\n"
    " onvif://www.onvif.org/name/DOME%20CAM onvif://www.onvif.org/hardware/DS-2CD2032\n"
    " http://example.org/floor</d:Scopes><d:XAddrs>http://10.0.0.7/onvif/device_service</d:XAddrs>"
    "</d:ProbeMatch></d:ProbeMatches>",
    "d");

TEST(Wsd, CameraTellsItsScopesOneByOne) {
  for (const Said& said : {ask(wsd, kCamera), ask_guessed(wsd, kCamera)}) {
    EXPECT_THAT(said.texts,
                ElementsAre("wsd.types=dn:NetworkVideoTransmitter",
                            "wsd.scopes=onvif://www.onvif.org/name/DOME%20CAM "
                            "onvif://www.onvif.org/hardware/DS-2CD2032\n http://example.org/floor",
                            "onvif.scope=onvif://www.onvif.org/name/DOME CAM",
                            "onvif.scope=onvif://www.onvif.org/hardware/DS-2CD2032",
                            "wsd.xaddrs=http://10.0.0.7/onvif/device_service"));
  }
}

TEST(Wsd, PrefixesAndNamespacesVary) {
  const std::string bytes =
      envelope("<x:Hello a='b'><x:Types xmlns:p=\"p\">wsdp:Device pub:Computer</x:Types></x:Hello>",
               "x", "http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01");
  EXPECT_THAT(ask(wsd, bytes).texts, ElementsAre("wsd.types=wsdp:Device pub:Computer"));
  EXPECT_THAT(
      ask(wsd, "<Types xmlns='http://schemas.xmlsoap.org/ws/2005/04/discovery'>a</Types>").texts,
      ElementsAre("wsd.types=a"));
}

TEST(Wsd, ProbeTellsWhatItSeeks) {
  EXPECT_THAT(ask(wsd, envelope("<wsd:Probe><wsd:Types>wsdp:Device</wsd:Types></wsd:Probe>")).texts,
              ElementsAre("wsd.types=wsdp:Device"));
}

TEST(Wsd, RepeatsAndEmptyElementsSayNothing) {
  EXPECT_THAT(ask(wsd, envelope("<wsd:Types/><wsd:Types></wsd:Types><wsd:Types>a</wsd:Types>"
                                "<wsd:Types>a</wsd:Types>"))
                  .texts,
              ElementsAre("wsd.types=a"));
}

TEST(Wsd, WhatIsNotPercentEncodedStays) {
  EXPECT_THAT(ask(wsd, envelope("<wsd:Scopes>onvif://www.onvif.org/name/50%</wsd:Scopes>"
                                "<wsd:Scopes>onvif://www.onvif.org/a%zz%4</wsd:Scopes>"))
                  .texts,
              ElementsAre("wsd.scopes=onvif://www.onvif.org/name/50%",
                          "onvif.scope=onvif://www.onvif.org/name/50%",
                          "wsd.scopes=onvif://www.onvif.org/a%zz%4",
                          "onvif.scope=onvif://www.onvif.org/a%zz%4"));
}

TEST(Wsd, CutAnywhereItEndsThere) {
  for (std::size_t size = 0; size < kCamera.size(); ++size) {
    EXPECT_LE(ask(wsd, kCamera.substr(0, size)).texts.size(), 5u);
  }
}

TEST(Wsd, OtherDocumentsAreNotMine) {
  expect_not_mine(wsd, {"<?xml version=\"1.0\"?><Probe><Types>inquiry</Types></Probe>",
                        "<html></html>", "<<<<>>>>", ""});
}

}  // namespace
}  // namespace tapcensus
