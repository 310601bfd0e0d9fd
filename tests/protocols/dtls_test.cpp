// Hellos of DTLS, whole and in fragments, and what the sensor says of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "protocols/datagrams.hpp"
#include "protocols/dtls_words.hpp"

namespace tapcensus {

extern const Protocol dtls;

namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using What = Reading::What;

TEST(Dtls, EachVersionIsToldAndHasItsFingerprint) {
  const auto said = [](ClientHello hello) {
    return follow(dtls, {fragment(hello.cookie("").body())}).texts;
  };
  EXPECT_THAT(said(ClientHello().version(0xfeff)), Contains("tls.version=DTLS 1.0"));
  EXPECT_THAT(said(ClientHello().version(0xfeff)), Contains(StartsWith("tls.ja4=dd1i0100")));
  EXPECT_THAT(said(ClientHello().version(0xfefd)), Contains("tls.version=DTLS 1.2"));
  EXPECT_THAT(said(ClientHello().version(0xfefd)), Contains(StartsWith("tls.ja4=dd2i0100")));
  const auto both = ClientHello().version(0xfefd).versions({0xfefd, 0x1a1a, 0xfefc});
  EXPECT_THAT(said(both), Contains("tls.version=DTLS 1.3"));
  EXPECT_THAT(said(both), Contains(StartsWith("tls.ja4=dd3i0101")));
}

TEST(Dtls, ACookieChangesNothing) {
  const auto hello = [](const std::string& cookie) {
    return follow(dtls, {fragment(dtls_hello().cookie(cookie).body())}).texts;
  };
  EXPECT_EQ(hello(""), hello("a cookie"));
  EXPECT_THAT(hello("a cookie"), Contains("tls.sni=dtls.example.org"));
}

TEST(Dtls, FragmentsComeInAnyOrderAndCut) {
  const std::string body = dtls_hello().body();
  const std::vector<std::string> whole = follow(dtls, {fragment(body)}).texts;
  ASSERT_THAT(whole, Contains("tls.sni=dtls.example.org"));
  for (std::size_t size = 2; size < body.size(); size += 3) {
    std::vector<std::string> datagrams = fragments(body, size);
    EXPECT_EQ(follow(dtls, datagrams).texts, whole) << size;
    std::ranges::reverse(datagrams);
    EXPECT_EQ(follow(dtls, datagrams).texts, whole) << size;
    std::string together;  // records of one datagram
    for (const std::string& each : datagrams) together += each;
    EXPECT_EQ(follow(dtls, {together}).texts, whole) << size;
  }
}

TEST(Dtls, FragmentsOfTwoHellosAreNotMixed) {
  const std::vector<std::string> first = fragments(dtls_hello().body(), 60, 0);
  std::vector<std::string> second = fragments(dtls_hello().cookie("cookie").body(), 60, 1);
  second.insert(second.begin(), first.begin(), first.end() - 1);
  EXPECT_THAT(follow(dtls, second).texts, Contains("tls.sni=dtls.example.org"));
}

TEST(Dtls, OfHalfAHelloItsWholeExtensionsAreTold) {
  std::vector<std::string> datagrams =
      fragments(dtls_hello().extension(21, std::string(100, '\0')).body(), 150);
  datagrams.pop_back();
  const OfDatagrams followed = follow(dtls, datagrams);
  EXPECT_THAT(followed.texts, Contains("tls.sni=dtls.example.org"));
  EXPECT_THAT(followed.texts, Not(Contains(StartsWith("tls.ja"))));
}

TEST(Dtls, WhatDoesNotFitIsNotMine) {
  const std::string whole = fragment(dtls_hello().body());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(follow(dtls, {whole.substr(0, size)}).last, What::not_mine) << size;
  }
  const std::string body = dtls_hello().body();
  for (const std::string& hostile :
       {dtls_record(handshake(1, 10, 0, 0, body)),
        dtls_record(handshake(1, body.size(), 0, 1, body)),
        dtls_record(handshake(1, 0xffffff, 0, 0xfffff0, std::string(64, 'x'))),
        dtls_record(handshake(1, body.size(), 0, 0, body), 1),  // of another epoch
        dtls_record(handshake(3, body.size(), 0, 0, body)),     // HelloVerifyRequest
        dtls_record(handshake(1, body.size(), 0, 0, body), 0, "\x03\x03"),
        dtls_record(handshake(1, 40, 0, 0, std::string(40, '\xff')))}) {
    EXPECT_EQ(follow(dtls, {hostile}).last, What::not_mine);
  }
}

// ---- real programs ----

TEST(Dtls, OpensslSaysHelloTwiceAndIsAnswered) {
  for (const char* const name : {"dtls/hello", "dtls/hello_with_cookie"}) {
    EXPECT_THAT(follow(dtls, {corpus(name)}).texts,
                ElementsAre("tls.version=DTLS 1.2", "tls.ja3=096df697a18c538158d6a52abc65a0db",
                            "tls.ja4=dd2d2808wc_d943125447b4_e7e480e5a997",
                            "tls.sni=dtls.example.org", "tls.alpn=webrtc,c-webrtc"));
  }
  EXPECT_THAT(follow(dtls, {corpus("dtls/server_hello")}).texts,
              Contains("tls.server.version=DTLS 1.2"));
  EXPECT_THAT(follow(dtls, {corpus("dtls/dtls10")}).texts,
              Contains("tls.ja4=dd1d230600_44099cda8a52_195413a0cc0f"));
}

TEST(Dtls, OpensslCutsItsHelloWherePacketsAreSmall) {
  const std::string first = corpus("dtls/first_fragment"), second = corpus("dtls/second_fragment");
  EXPECT_THAT(follow(dtls, {first, second}).texts, Contains("tls.sni=fragments.example.org"));
  EXPECT_EQ(follow(dtls, {first, second}).texts, follow(dtls, {second, first}).texts);
}

}  // namespace
}  // namespace tapcensus
