// What the fields of a message tell, in the words of HTTP/1.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "said.hpp"

namespace tapcensus {

extern const Protocol http;

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace tapcensus::testing;

// A later message of a connection, of which the order is not told.
std::vector<std::string> texts_of(const std::string& message) {
  const Layers any;
  constexpr std::uint8_t kLaterMessage = 1;
  return ask(http, {any, as_bytes(message), kLaterMessage}).texts;
}
std::vector<std::string> asked(const std::string& fields) {
  return texts_of("GET / HTTP/1.1\r\n" + fields + "\r\n\r\n");
}
std::vector<std::string> answered(const std::string& fields) {
  return texts_of("HTTP/1.1 401 Unauthorized\r\n" + fields + "\r\n\r\n");
}

TEST(HttpHead, ClientHintsAreFacts) {
  EXPECT_THAT(
      asked("Sec-CH-UA: \"Chromium\";v=\"110\", \"Not A(Brand\";v=\"24\"\r\n"
            "Sec-CH-UA-Mobile: ?1\r\nSec-CH-UA-Platform: \"Android\"\r\n"
            "sec-ch-ua-platform-version: \"13.0.0\"\r\nSec-CH-UA-Model: \"Pixel 7\"\r\n"
            "Sec-CH-UA-Full-Version-List: \"Chromium\";v=\"110.0.5481.153\""),
      ElementsAre("http.sec_ch_ua=\"Chromium\";v=\"110\", \"Not A(Brand\";v=\"24\"",
                  "http.sec_ch_ua_mobile=?1", "http.sec_ch_ua_platform=\"Android\"",
                  "http.sec_ch_ua_platform_version=\"13.0.0\"", "http.sec_ch_ua_model=\"Pixel 7\"",
                  "http.sec_ch_ua_full_version_list=\"Chromium\";v=\"110.0.5481.153\""));
}

TEST(HttpHead, EachSideTellsItsOwn) {
  const std::string fields =
      "Accept-Language: fr-CA\r\nX-Requested-With: com.example.app\r\nVia: 1.1 box (squid/5.7)\r\n"
      "X-Powered-By: PHP/8.2.7\r\nX-Forwarded-For: 10.9.9.9\r\nCookie: a=b";
  EXPECT_THAT(asked(fields),
              ElementsAre("http.accept_language=fr-CA", "http.x_requested_with=com.example.app",
                          "http.via=1.1 box (squid/5.7)"));
  EXPECT_THAT(answered(fields),
              ElementsAre("http.via=1.1 box (squid/5.7)", "http.x_powered_by=PHP/8.2.7"));
}

TEST(HttpHead, DevicesAreNamedByFieldsOfTheirMakers) {
  EXPECT_THAT(
      asked("X-MMe-Client-Info: <iPhone10,3> <iPhone OS;13.3;17C54>\r\n"
            "x-wap-profile: \"http://example.org/uaprof/SM-N900.xml\"\r\n"
            "X-OperaMini-Phone-UA: Nokia\r\n  6300\r\nX-Device-Id: 0123456789\r\n"
            "X-Mme-Device-Id: 0123456789\r\nX-Device-Name: of somebody"),
      ElementsAre("http.device_header=X-MMe-Client-Info: <iPhone10,3> <iPhone OS;13.3;17C54>",
                  "http.device_header=x-wap-profile: \"http://example.org/uaprof/SM-N900.xml\"",
                  "http.device_header=X-OperaMini-Phone-UA: Nokia 6300"));
  EXPECT_THAT(answered("X-AV-Server-Info: av=5.0; cn=\"A\"; mn=\"B\"; mv=\"1\""),
              ElementsAre("http.device_header=X-AV-Server-Info: av=5.0; cn=\"A\"; mn=\"B\"; "
                          "mv=\"1\""));
}

TEST(HttpHead, ChallengesNameTheRealm) {
  EXPECT_THAT(answered("WWW-Authenticate: Basic realm=\"A, \\\"B\\\"  C\""),
              ElementsAre("http.www_authenticate=Basic realm=\"A, \\\"B\\\"  C\""));
  EXPECT_THAT(asked("WWW-Authenticate: Basic realm=\"A\""), IsEmpty());
}

// They are other ones each time, and nobody is to be known by them.
TEST(HttpHead, NumbersAndTokensOfChallengesAreLeftOut) {
  for (const auto& [value, said] : std::vector<std::pair<std::string, std::string>>{
           {"Digest realm=\"cam\",qop=\"auth\", nonce=\"1,2\", opaque=\"3\", stale=FALSE",
            "Digest realm=\"cam\", qop=\"auth\", stale=FALSE"},
           {"Digest nonce=\"1\", realm=\"cam\"", "Digest realm=\"cam\""},
           {"NTLM", "NTLM"},
           {"NTLM TlRMTVNTUAACAAAA==", "NTLM"},
           {"Negotiate YII=, NTLM", "Negotiate, NTLM"},
           {"Own Token=\"x\", Key=\"y\"", "Own"},
           {"Basic realm = \"a\", Own key=1, Digest nonce=2,realm=b c",
            "Basic realm = \"a\", Own, Digest realm=b c"},
           {"SOMEBODY Router R9", "SOMEBODY Router R9"},
           {"Negotiate, NTLM TlRM, Basic realm=\"x\"", "Negotiate, NTLM, Basic realm=\"x\""}}) {
    EXPECT_THAT(answered("www-authenticate: " + value),
                ElementsAre("http.www_authenticate=" + said));
  }
}

TEST(HttpHead, HostileChallengesEnd) {
  for (const std::string value :
       {",", ",,,", "\"", "\"\\", "=", " = , nonce", "nonce=", "opaque", "a nonce=1"}) {
    EXPECT_LE(answered("WWW-Authenticate: " + value).size(), 1u) << value;
  }
}

// ---- The order of names -------------------------------------------------------------------------

std::vector<std::string> first_of(const std::string& message) { return ask(http, message).texts; }

TEST(HttpHead, TheFirstMessageTellsTheOrderOfNamesAsTheyAreWritten) {
  EXPECT_THAT(first_of("GET / HTTP/1.1\r\nHost: a\r\nCookie: c\r\naccept: */*\r\nX-Own: 1\r\n"
                       "Range: bytes=0-1\r\nConnection: close\r\n\r\n"),
              ElementsAre("http.host=a", "http.header_order=Host,accept,X-Own,Connection"));
  EXPECT_THAT(first_of("HTTP/1.1 200 OK\r\nContent-type: text/html\r\nETag: \"1\"\r\nSERVER: x\r\n"
                       "Content-Length: 0\r\n\r\n"),
              ElementsAre("http.server=x", "http.server_order=Content-type,SERVER,Content-Length"));
  EXPECT_THAT(asked("Host: a"), Not(Contains("http.header_order=Host")));
}

TEST(HttpHead, AnInterimResponseIsNotTheFirst) {
  const std::string answer = "HTTP/1.1 200 OK\r\nSERVER: x\r\nContent-Length: 0\r\n\r\n";
  EXPECT_THAT(
      follow(http, "HTTP/1.1 100 Continue\r\n\r\n" + answer + answer, 9).texts,
      ElementsAre("http.server=x", "http.server_order=SERVER,Content-Length", "http.server=x"));
}

TEST(HttpHead, TheOrderHoldsWholeNamesOnly) {
  std::string message = "GET / HTTP/1.1\r\n";
  for (int i = 0; i < 100; ++i) message += "Name-Number-9: \r\n";
  const std::string order = first_of(message + "\r\n").back();
  EXPECT_LE(order.size(), std::string{"http.header_order="}.size() + 384);
  EXPECT_TRUE(order.ends_with(",Name-Number-9"));
}

TEST(HttpHead, AHeaderThatIsNotAllThereTellsNoOrder) {
  const Layers any;
  EXPECT_THAT(ask(http, {any, as_bytes("GET / HTTP/1.1\r\nHost: a\r\nUs"), 0, true}).texts,
              ElementsAre("http.host=a"));
}

}  // namespace
}  // namespace tapcensus
