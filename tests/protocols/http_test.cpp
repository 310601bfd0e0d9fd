// HTTP/1.x: clients and servers name themselves in each message of a connection.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "corpus.hpp"
#include "said.hpp"

namespace tapcensus {

extern const Protocol http;

namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace tapcensus::testing;
using What = Reading::What;

const Layers kAny;

// The order of names has tests of its own.
Said heard(const Payload& payload) {
  Said said = ask(http, payload);
  std::erase_if(said.texts, [](const std::string& text) {
    return text.starts_with("http.header_order=") || text.starts_with("http.server_order=");
  });
  return said;
}
Said heard(std::string_view bytes) { return heard({kAny, as_bytes(bytes)}); }
Said ask_final(std::string_view bytes) { return heard({kAny, as_bytes(bytes), 0, true}); }

// Everything said about one direction when it comes in pieces of `piece` bytes.
std::vector<std::string> texts_of(std::string_view direction, std::size_t piece) {
  std::vector<std::string> texts;
  std::uint64_t begin = 0;
  std::uint8_t mode = 0;
  std::uint32_t least = 1;
  for (std::size_t come = 0; come < direction.size();) {
    come = std::min(come + piece, direction.size());
    const bool final = come == direction.size();
    while (begin < come && (come - begin >= least || final)) {
      const std::string_view bytes = direction.substr(begin, come - begin);
      const Said said = heard({kAny, as_bytes(bytes), mode, final});
      if (said.reading.what == What::need_more) {
        least = said.reading.bytes;
        break;
      }
      texts.insert(texts.end(), said.texts.begin(), said.texts.end());
      if (said.reading.what != What::next) return texts;
      begin += said.reading.bytes;
      mode = said.reading.mode;
      least = 1;
    }
  }
  return texts;
}
std::vector<std::string> texts_of(std::string_view direction) {
  return texts_of(direction, direction.size());
}

TEST(Http, ClientTellsItsUserAgentAndWhomItWants) {
  const Said said = heard(
      "GET /generate_204 HTTP/1.1\r\nHost: example.org\r\n"
      "User-Agent: Dalvik/2.1.0 (Linux; U; Android 13; Pixel 7)\r\n\r\n");
  EXPECT_EQ(said.reading.what, What::next);
  EXPECT_THAT(said.texts,
              ElementsAre("http.host=example.org",
                          "http.user_agent=Dalvik/2.1.0 (Linux; U; Android 13; Pixel 7)"));
}

TEST(Http, ServerTellsWhatItIs) {
  const Said said = heard(
      "HTTP/1.0 200 OK\r\nServer: RomPager/4.07 UPnP/1.0\r\nContent-Type: text/html\r\n"
      "Host: nonsense\r\n\r\n<html>");
  EXPECT_EQ(said.reading.what, What::done);  // the body runs until the close
  EXPECT_THAT(said.texts, ElementsAre("http.server=RomPager/4.07 UPnP/1.0"));
}

TEST(Http, SomeServersWriteIcy) {
  EXPECT_THAT(heard("ICY 200 OK\r\nServer: Icecast 2.4\r\n\r\n").texts,
              ElementsAre("http.server=Icecast 2.4"));
}

TEST(Http, AnyMethodIsARequest) {
  for (const std::string method :
       {"GET", "POST", "M-SEARCH", "NOTIFY", "PROPFIND", "VERSION-CONTROL", "CCM_POST", "get"}) {
    EXPECT_THAT(heard(method + " * HTTP/1.1\r\nUser-Agent: x\r\n\r\n").texts,
                ElementsAre("http.user_agent=x"))
        << method;
  }
}

TEST(Http, NamesIgnoreCaseLinesMayEndInLfAndValuesAreTrimmed) {
  EXPECT_THAT(heard("GET / HTTP/1.1\nUSER-AGENT:\t x y \t\nhost:a\n\n").texts,
              ElementsAre("http.user_agent=x y", "http.host=a"));
}

TEST(Http, FoldedValuesAreOneLine) {
  EXPECT_THAT(
      heard("GET / HTTP/1.1\r\nUser-Agent: one\r\n  two\r\n\tthree\r\nHost: a\r\n\r\n").texts,
      ElementsAre("http.user_agent=one two three", "http.host=a"));
}

TEST(Http, EmptyValuesAndLinesWithoutColonSayNothing) {
  EXPECT_THAT(heard("GET / HTTP/1.1\r\nUser-Agent: \r\nHost\r\n\r\n").texts, IsEmpty());
}

TEST(Http, NothingIsSaidBeforeTheHeaderIsComplete) {
  const std::string_view whole = "GET / HTTP/1.1\r\nHost: example.org\r\nUser-Agent: x\r\n\r\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Reading reading = heard(whole.substr(0, size)).reading;
    EXPECT_EQ(reading.what, What::need_more) << size;
    EXPECT_EQ(reading.bytes, size + 1);
  }
}

TEST(Http, AtTheEndCompleteLinesCount) {
  EXPECT_THAT(ask_final("GET / HTTP/1.1\r\nHost: example.org\r\nUser-Agent: Moz").texts,
              ElementsAre("http.host=example.org"));
  EXPECT_THAT(ask_final("GET / HT").texts, IsEmpty());
}

TEST(Http, HeaderBeyondTheDepthSaysWhatIsThere) {
  std::string bytes = "GET / HTTP/1.1\r\nUser-Agent: x\r\nCookie: " + std::string(16384, 'c');
  EXPECT_EQ(heard(bytes).reading.what, What::need_more);
  const Said said = ask_final(bytes);
  EXPECT_EQ(said.reading.what, What::done);
  EXPECT_THAT(said.texts, ElementsAre("http.user_agent=x"));
}

TEST(Http, EndlessFieldsAreReadNoFurther) {
  std::string bytes = "GET / HTTP/1.1\r\nUser-Agent: x\r\n";
  for (int i = 0; i < 1000; ++i) bytes += "a:b\r\n";
  const Said said = heard(bytes);
  EXPECT_EQ(said.reading.what, What::done);
  EXPECT_THAT(said.texts, ElementsAre("http.user_agent=x"));
}

TEST(Http, OtherProtocolsAreLetGoAtOnce) {
  for (const std::string_view bytes :
       {std::string_view{"\x16\x03\x01\x02\x00"}, std::string_view{"\0\0\0\x85\xffSMB", 8},
        std::string_view{"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"},
        std::string_view{"220 mail ready\r\n"}, std::string_view{"EHLO example.org\r\n"},
        std::string_view{"GIOP\x01"}, std::string_view{"HTTP/2."},
        std::string_view{"PRI * HTTP/2.0\r\n"}, std::string_view{"OPTIONS rtsp://a/b RTSP/1.0\r\n"},
        std::string_view{"GET /\r\n"}, std::string_view{"REGISTER sip:a SIP/2.0\r\n"},
        std::string_view{"ICY abc\r\n"}, std::string_view{"\r\n\r\n\r\n\r\n\r\n"},
        std::string_view{"(GET / HTTP/1.1\r\n"}}) {
    const Said said = heard(bytes);
    EXPECT_EQ(said.reading.what, What::not_mine) << bytes;
    EXPECT_THAT(said.texts, IsEmpty());
  }
}

// ---- The messages after the first ---------------------------------------------------------------

TEST(Http, RequestsOneAfterTheOtherAreAllRead) {
  const std::string_view direction =
      "GET /1 HTTP/1.1\r\nHost: one\r\n\r\n"
      "POST /2 HTTP/1.1\r\nHost: two\r\nContent-Length: 22\r\n\r\n"
      "GET / HTTP/1.1\r\nHost:\r\n"
      "\r\n"  // some clients send this behind a body
      "POST /3 HTTP/1.1\r\nHost: three\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n"
      "5;name=\"value\"\r\nHost:\r\n"
      "1a  \r\nabcdefghijklmnopqrstuvwxyz\r\n"
      "0\r\nTrailer: yes\r\n\r\n"
      "GET /4 HTTP/1.1\r\nHost: four\r\n\r\n";
  for (const std::size_t piece : {direction.size(), std::size_t{1}, std::size_t{7}}) {
    EXPECT_THAT(texts_of(direction, piece),
                ElementsAre("http.host=one", "http.host=two", "http.host=three", "http.host=four"))
        << piece;
  }
}

TEST(Http, ResponsesWithoutBodyAreFollowedByTheNext) {
  EXPECT_THAT(
      texts_of("HTTP/1.1 100 Continue\r\n\r\n"
               "HTTP/1.1 204 No Content\r\nServer: one\r\n\r\n"
               "HTTP/1.1 304 Not Modified\r\nServer: two\r\nContent-Length: 9999\r\n\r\n"
               "HTTP/1.1 200 OK\r\nServer: three\r\nContent-Length: 2\r\n\r\nok"
               "HTTP/1.1 404 Not Found\r\nServer: four\r\n\r\n"
               "HTTP/1.1 200 OK\r\nServer: in the body\r\n\r\n"),
      ElementsAre("http.server=one", "http.server=two", "http.server=three", "http.server=four"));
}

TEST(Http, BodyIsPassedOverWithoutBeingThere) {
  const std::string_view header = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 1000000\r\n\r\n";
  const Reading reading = heard(header).reading;
  EXPECT_EQ(reading.what, What::next);
  EXPECT_EQ(reading.bytes, header.size() + 1000000);
}

TEST(Http, AnotherProtocolBeginsBehindConnectAndItsAnswer) {
  for (const std::string_view head :
       {"CONNECT example.org:443 HTTP/1.1\r\nHost: a\r\n\r\n",
        "HTTP/1.1 200 Connection established\r\nProxy-Agent: x\r\n\r\n"}) {
    const Said said = heard(std::string{head} + "\x16\x03\x01");
    EXPECT_EQ(said.reading.what, What::switched) << head;
    EXPECT_EQ(said.reading.bytes, head.size());
  }
}

TEST(Http, ABodyUntilTheCloseIsNoTunnel) {
  EXPECT_EQ(heard("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nx").reading.what, What::done);
  EXPECT_EQ(heard("HTTP/1.0 404 Not Found\r\n\r\nx").reading.what, What::done);
}

TEST(Http, NothingIsReadAfterAnUpgrade) {
  EXPECT_EQ(heard("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n").reading.what,
            What::done);
}

// One side alone does not tell that a response answers HEAD: what it announces is passed over.
TEST(Http, ResponseToHeadIsTakenForOneWithABody) {
  const std::string_view head = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 1000\r\n\r\n";
  EXPECT_EQ(heard(head).reading.bytes, head.size() + 1000);
}

TEST(Http, ABodyThatNobodyCanFollowIsTheEnd) {
  for (const std::string length : {"4294967297", "99999999999999999999999"}) {
    const Said said = heard("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
    EXPECT_EQ(said.reading.what, What::done) << length;
    EXPECT_THAT(said.texts, ElementsAre("http.host=a"));
  }
}

TEST(Http, RequestsToAProxyAndOldConnectionsThatStayAreRead) {
  EXPECT_THAT(texts_of("GET http://a.org/ HTTP/1.0\r\nConnection: keep-alive\r\nHost: a.org\r\n\r\n"
                       "GET http://b.org/ HTTP/1.0\r\nHost: b.org\r\n\r\n"),
              ElementsAre("http.host=a.org", "http.host=b.org"));
}

TEST(Http, TransferEncodingWinsOverContentLength) {
  EXPECT_THAT(texts_of("POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
              ElementsAre("http.host=a"));
}

TEST(Http, LengthsThatNobodyCouldFollowEndTheReading) {
  for (const std::string length : {"2147483647", "99999999999999999999999999", "-1", "0x10", "1, 2",
                                   "", "5\r\nContent-Length: 6"}) {
    const Said said = heard("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
    EXPECT_EQ(said.reading.what, What::done) << length;
    EXPECT_THAT(said.texts, SizeIs(1)) << length;
  }
  for (const std::string chunk :
       {"ffffffffffffffffffff\r\n", "7fffffff\r\n", "\r\n", "xyz\r\n", "-5\r\n"}) {
    const Reading header = heard("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").reading;
    ASSERT_EQ(header.what, What::next);
    EXPECT_EQ(heard({kAny, as_bytes(chunk), header.mode}).reading.what, What::done) << chunk;
  }
}

// RFC 7540, 3.2; it is no part of RFC 9113 any more.
TEST(Http, BehindAnUpgradeToHttp2AnotherProtocolBegins) {
  const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  const std::string request = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n\r\n";
  const std::string response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n";
  for (const auto& [direction, size] :
       {std::pair{request + preface, request.size()}, {response + "\0\0\0\4", response.size()}}) {
    for (std::size_t piece = 1; piece <= direction.size(); ++piece) {
      const Followed followed = follow(http, direction, piece);
      EXPECT_EQ(followed.last, What::switched) << piece;
      EXPECT_EQ(followed.at, size) << piece;
    }
  }
}

TEST(Http, AServerThatWritesNoNumberIsOneAllTheSame) {
  EXPECT_THAT(heard("HTTP/1.1 OK\r\nServer: x\r\n\r\n").texts, ElementsAre("http.server=x"));
}

TEST(Http, ConnectionThatGoesOnAsSomethingElseIsDone) {
  const Reading first = heard("GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n").reading;
  ASSERT_EQ(first.what, What::next);
  const std::string_view frames = "\x81\x05hello";
  EXPECT_EQ(heard({kAny, as_bytes(frames), first.mode}).reading.what, What::done);
}

// CUPS 2.4 with a printer that it shares, asked by ipptool.
TEST(Http, PrintServersAndTheirClientsAreNamed) {
  EXPECT_THAT(follow(http, corpus("http/cups_request"), 100).texts,
              Contains("http.user_agent=CUPS/2.4.2 (Linux 6.1.0-18-amd64; x86_64) IPP/2.0"));
  EXPECT_THAT(follow(http, corpus("http/cups_response"), 100).texts,
              Contains("http.server=CUPS/2.4 IPP/2.1"));
}

TEST(Http, DirectionThatBeginsInsideABodyIsNotMine) {
  EXPECT_EQ(heard("<div>GET / HTTP/1.1\r\n\r\n").reading.what, What::not_mine);
}

}  // namespace
}  // namespace tapcensus
