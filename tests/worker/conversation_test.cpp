// What is read from a TCP direction does not depend on how its bytes were cut, ordered or repeated:
// each message is read once.
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

#include "match/rule_directory.hpp"
#include "support/frame.hpp"
#include "worker/bench.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string kRequest =
    "GET /generate_204 HTTP/1.1\r\nHost: connectivitycheck.example.org\r\n"
    "User-Agent: Dalvik/2.1.0 (Linux; U; Android 9; SM-G955F Build/PPR1.180610.011)\r\n"
    "Accept: */*\r\n\r\n";

std::string request_for(const std::string& host) {
  return "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
}

std::string post_of(const std::string& host, std::size_t size) {
  return "POST / HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + std::to_string(size) +
         "\r\n\r\n" + std::string(size, 'x');
}

std::string corpus(const std::string& name) {
  std::ifstream file{std::string{TAPCENSUS_SOURCE} + "/tests/corpus/" + name, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

// Where a segment begins in the stream, and its bytes.
struct Segment {
  std::size_t at;
  std::string bytes;
};
using Segments = std::vector<Segment>;

// Cut before each of these places, ascending.
Segments cut(const std::string& stream, std::vector<std::size_t> places) {
  Segments segments;
  places.push_back(stream.size());
  std::size_t from = 0;
  for (const std::size_t to : places) {
    if (to > from) segments.push_back({from, stream.substr(from, to - from)});
    from = to;
  }
  return segments;
}

Segments cut_every(const std::string& stream, std::size_t size) {
  std::vector<std::size_t> places;
  for (std::size_t at = size; at < stream.size(); at += size) places.push_back(at);
  return cut(stream, places);
}

Segments cut_by_chance(const std::string& stream, std::size_t cuts, std::mt19937& random) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < cuts; ++i) places.push_back(random() % stream.size());
  std::ranges::sort(places);
  return cut(stream, places);
}

// None goes further than `window` places.
Segments shuffled(Segments segments, std::size_t window, std::mt19937& random) {
  std::vector<std::pair<std::size_t, std::size_t>> order;
  for (std::size_t i = 0; i < segments.size(); ++i) order.emplace_back(i + random() % window, i);
  std::ranges::stable_sort(order, {}, &std::pair<std::size_t, std::size_t>::first);
  Segments out;
  for (const auto& [when, which] : order) out.push_back(segments[which]);
  return out;
}

Segments twice(const Segments& segments) {
  Segments out;
  for (const Segment& segment : segments) out.insert(out.end(), 2, segment);
  return out;
}

enum class Syn { seen, not_seen };

enum class Signatures { none, shipped };

// Parsers read the same whether signatures look at the same bytes or not.
class Conversation : public ::testing::TestWithParam<Signatures> {
 protected:
  // What is read from a connection of these segments, until it ends.
  std::vector<std::string> read(const Segments& segments, Syn syn = Syn::seen,
                                std::uint32_t first = 1'000) {
    Frames frames;
    if (syn == Syn::seen) frames.add(frame().seq(first - 1).flags(kSyn));
    for (const Segment& segment : segments) {
      frames.add(frame()
                     .seq(first + static_cast<std::uint32_t>(segment.at))
                     .flags(kAck)
                     .payload(segment.bytes));
    }
    return read(frames);
  }

  std::vector<std::string> read(const Frames& frames) {
    worker_.process(frames.packets());
    worker_.close();
    empty(worker_.outbox());
    return heard_.take();
  }

  static Frame frame() {
    return ethernet(kClient, kServer).ipv4("10.0.0.1", "10.0.0.2").tcp(50'000, 80);
  }

  static Published<RuleSet>& rules() {
    static const Rules without;
    if (GetParam() == Signatures::none) return *without.set;
    static const TemporaryDirectory directory;
    static const Rules with = [] {
      std::filesystem::copy(small_rules(), directory.path());
      std::filesystem::copy(std::filesystem::path{TAPCENSUS_SOURCE} / "rules/signatures.toml",
                            directory.path());
      return Rules{directory.path()};
    }();
    return *with.set;
  }

  Heard heard_;
  Worker worker_{{.shard = {.flows = 64}, .make_room = {}, .listener = &heard_}, rules()};
};

// The messages whose reading must not depend on anything.
std::vector<std::string> messages() {
  return {kRequest, corpus("tls/openssl_sni"), corpus("tls/curl_h2"), corpus("tls/three_records")};
}

TEST_P(Conversation, RequestSaysItsHeaders) {
  EXPECT_THAT(read(cut(kRequest, {})),
              ElementsAre("http.host=connectivitycheck.example.org",
                          "http.user_agent=Dalvik/2.1.0 (Linux; U; Android 9; SM-G955F "
                          "Build/PPR1.180610.011)"));
}

TEST_P(Conversation, HelloSaysItsFingerprints) {
  const auto said = read(cut(corpus("tls/openssl_sni"), {}));
  for (const std::string field : {"tls.ja3=", "tls.ja4=t1", "tls.sni=", "tls.version="}) {
    EXPECT_EQ(1, std::ranges::count_if(
                     said, [&](const std::string& text) { return text.starts_with(field); }))
        << field;
  }
}

TEST_P(Conversation, CutAtEveryByteSaysTheSame) {
  for (const std::string& message : messages()) {
    const auto whole = read(cut(message, {}));
    ASSERT_GE(whole.size(), 2u);
    for (std::size_t at = 1; at < message.size(); ++at) {
      for (const Syn syn : {Syn::seen, Syn::not_seen}) {
        ASSERT_THAT(read(cut(message, {at}), syn), ElementsAreArray(whole)) << at;
      }
    }
  }
}

TEST_P(Conversation, SecondHalfFirstSaysTheSame) {
  for (const std::string& message : messages()) {
    const auto whole = read(cut(message, {}));
    for (std::size_t at = 1; at < message.size(); ++at) {
      Segments segments = cut(message, {at});
      std::ranges::reverse(segments);
      ASSERT_THAT(read(segments, Syn::seen), ElementsAreArray(whole)) << at;
    }
  }
}

TEST_P(Conversation, CutReorderedAndRepeatedSaysTheSame) {
  std::mt19937 random{3};
  for (const std::string& message : messages()) {
    const auto whole = read(cut(message, {}));
    for (int round = 0; round < 1'000; ++round) {
      Segments segments = cut_by_chance(message, 2 + random() % 6, random);
      segments = shuffled(std::move(segments), 4, random);
      if (round % 2 == 0) segments = twice(segments);
      ASSERT_THAT(read(segments, Syn::seen), ElementsAreArray(whole)) << round;
    }
  }
}

TEST_P(Conversation, WithoutItsSynSaysTheSame) {
  std::mt19937 random{4};
  for (const std::string& message : messages()) {
    const auto whole = read(cut(message, {}));
    for (int round = 0; round < 1'000; ++round) {
      Segments segments = cut_by_chance(message, 2, random);
      segments = shuffled(std::move(segments), 4, random);
      if (round % 2 == 0) segments = twice(segments);
      ASSERT_THAT(read(segments, Syn::not_seen), ElementsAreArray(whole)) << round;
    }
  }
}

TEST_P(Conversation, NumbersThatWrapSayTheSame) {
  std::mt19937 random{5};
  for (const std::string& message : messages()) {
    const auto whole = read(cut(message, {}));
    for (std::uint32_t before = 0; before <= message.size(); ++before) {
      const Segments segments = shuffled(cut_by_chance(message, 3, random), 4, random);
      ASSERT_THAT(read(segments, Syn::seen, 0u - before), ElementsAreArray(whole)) << before;
    }
  }
}

TEST_P(Conversation, SegmentsThatOverlapSayTheSame) {
  std::mt19937 random{6};
  const auto whole = read(cut(kRequest, {}));
  for (int round = 0; round < 1'000; ++round) {
    Segments segments = cut_by_chance(kRequest, 5, random);
    for (Segment& segment : segments) {
      const std::size_t from = segment.at - std::min<std::size_t>(segment.at, random() % 20);
      segment = {from, kRequest.substr(from, segment.at - from + segment.bytes.size())};
    }
    ASSERT_THAT(read(shuffled(segments, 4, random)), ElementsAreArray(whole)) << round;
  }
}

TEST_P(Conversation, EveryRequestOfAConnectionIsReadOnce) {
  const std::string stream = request_for("one.example") + post_of("two.example", 300) +
                             request_for("three.example") + request_for("four.example");
  std::mt19937 random{7};
  for (int round = 0; round < 1'000; ++round) {
    Segments segments = cut_by_chance(stream, random() % 9, random);
    if (round % 2 == 0) segments = shuffled(std::move(segments), 4, random);
    if (round % 3 == 0) segments = twice(segments);
    ASSERT_THAT(read(segments), ElementsAre("http.host=one.example", "http.host=two.example",
                                            "http.host=three.example", "http.host=four.example"))
        << round;
  }
}

TEST_P(Conversation, RequestBeyondALongBodyIsRead) {
  const std::string stream = post_of("first.example", 40'000) + request_for("second.example");
  std::mt19937 random{8};
  for (const std::size_t size : {536u, 1'460u, 9'000u}) {
    for (int round = 0; round < 50; ++round) {
      Segments segments = cut_every(stream, size);
      if (round > 0) segments = shuffled(std::move(segments), 4, random);
      ASSERT_THAT(read(segments),
                  ElementsAre("http.host=first.example", "http.host=second.example"))
          << size << ' ' << round;
    }
  }
}

TEST_P(Conversation, RequestAfterALostOneIsRead) {
  const std::string first = request_for("one.example"), lost = request_for("lost.example"),
                    later = request_for("later.example"), last = request_for("last.example");
  Segments segments = cut(first + lost + later + last, {first.size(), first.size() + lost.size(),
                                                        first.size() + lost.size() + later.size()});
  segments.erase(segments.begin() + 1);
  EXPECT_THAT(read(segments), ElementsAre("http.host=one.example", "http.host=later.example",
                                          "http.host=last.example"));
}

TEST_P(Conversation, RequestAfterALostStretchIsRead) {
  const std::string first = request_for("one.example"), body = post_of("lost.example", 50'000),
                    later = request_for("later.example");
  for (const Syn syn : {Syn::seen, Syn::not_seen}) {
    EXPECT_THAT(read({{0, first}, {first.size() + body.size(), later}}, syn),
                ElementsAre("http.host=one.example", "http.host=later.example"));
  }
}

TEST_P(Conversation, LostBytesInsideABodyCostNothing) {
  const std::string stream = post_of("first.example", 40'000) + request_for("second.example");
  for (std::size_t lost = 1; lost < 27; ++lost) {
    Segments segments = cut_every(stream, 1'460);
    segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(lost));
    EXPECT_THAT(read(segments), ElementsAre("http.host=first.example", "http.host=second.example"))
        << lost;
  }
}

TEST_P(Conversation, LostBytesInsideABodyDoNotHoldUpWhatFollows) {
  std::string stream = post_of("first.example", 6'000) + request_for("second.example");
  const std::size_t after = stream.size();
  for (int i = 0; i < 4; ++i) stream += request_for("another.example");
  Segments segments = cut_every(stream.substr(0, after), 1'000);
  for (Segment& more : cut_every(stream.substr(after), 60)) {
    segments.push_back({after + more.at, more.bytes});
  }
  segments.erase(segments.begin() + 2);
  Frames frames;
  frames.add(frame().seq(999).flags(kSyn));
  for (const Segment& segment : segments) {
    const auto number = static_cast<std::uint32_t>(1'000 + segment.at);
    frames.add(frame().seq(number).flags(kAck).payload(segment.bytes));
  }
  worker_.process(frames.packets());
  EXPECT_THAT(heard_.take(), Contains("http.host=second.example")) << "while the connection lives";
}

TEST_P(Conversation, SamePortsAgainAreAnotherConnection) {
  Frames frames;
  for (const std::string host : {"monday.example", "tuesday.example"}) {
    const std::uint32_t first = host[0] == 'm' ? 5'000 : 90'000'000;
    frames.add(frame().seq(first - 1).flags(kSyn));
    frames.add(frame().seq(first).flags(kAck).payload(request_for(host)));
    frames.add(frame().seq(first + 100).flags(kFin | kAck));
  }
  EXPECT_THAT(read(frames), ElementsAre("http.host=monday.example", "http.host=tuesday.example"));
}

TEST_P(Conversation, RequestWithoutAnEndSaysNothingTwice) {
  const std::string half = kRequest.substr(0, kRequest.size() - 2);
  EXPECT_THAT(read(cut_every(half, 40)), SizeIs(2));
  EXPECT_THAT(read(cut_every(half.substr(0, 10), 3)), IsEmpty());
}

TEST_P(Conversation, AProtocolInsideATunnelIsRead) {
  const std::string tunnel = "CONNECT a.org:443 HTTP/1.1\r\nHost: a.org:443\r\n\r\n";
  const std::string stream = tunnel + corpus("tls/openssl_sni");
  const auto inside = read(cut(corpus("tls/openssl_sni"), {}));
  std::vector<std::string> expected{"http.host=a.org:443"};
  expected.insert(expected.end(), inside.begin(), inside.end());
  EXPECT_THAT(read(cut(stream, {tunnel.size()})), ElementsAreArray(expected));
  for (std::size_t at = 1; at < stream.size(); ++at) {
    ASSERT_THAT(read(cut(stream, {at})), ElementsAreArray(expected)) << at;
  }
  EXPECT_THAT(read(cut_every(stream, 1)), ElementsAreArray(expected));
}

// Corpus files in which a client agrees on something else, with the beginning of TLS behind it.
const std::vector<std::string> kClientsBeforeTls{
    "ftp/client",      "imap/client",  "irc/client",    "ldap/request",   "mysql/request",
    "pop3/client",     "proxy/binary", "proxy/tcp4",    "postgresql/gss", "postgresql/request",
    "rdp/request",     "smtp/client",  "socks/client5", "socks/plain5",   "socks/request4",
    "socks/request4a", "xmpp/client"};

TEST_P(Conversation, WhatAClientAgreesOnBeforeTlsHidesNothing) {
  constexpr std::size_t kBeginningOfTls = 6;
  const std::string hello = corpus("tls/openssl_sni");
  const auto inside = read(cut(hello, {}));
  ASSERT_THAT(inside, ::testing::Not(IsEmpty()));
  for (const std::string& name : kClientsBeforeTls) {
    std::string stream = corpus(name);
    stream.replace(stream.size() - kBeginningOfTls, kBeginningOfTls, hello);
    EXPECT_THAT(read(cut(stream, {})), ElementsAreArray(inside)) << name;
    EXPECT_THAT(read(cut_every(stream, 1)), ElementsAreArray(inside)) << name;
    EXPECT_THAT(read(cut_every(stream, 1), Syn::not_seen), ElementsAreArray(inside)) << name;
    for (std::size_t at = 1; at < stream.size() - hello.size() + kBeginningOfTls; ++at) {
      ASSERT_THAT(read(cut(stream, {at})), ElementsAreArray(inside)) << name << " cut at " << at;
    }
  }
}

TEST_P(Conversation, PreamblesMayStandInFrontOfEachOther) {
  const std::string stream = "PROXY TCP4 192.0.2.1 192.0.2.2 56324 1080\r\n" +
                             std::string{"\5\1\0\5\1\0\3\5a.org\0\x50", 15} +
                             "CONNECT b.org:25 HTTP/1.1\r\nHost: b.org\r\n\r\n"
                             "EHLO c\r\nSTARTTLS\r\n" +
                             corpus("tls/openssl_sni");
  auto expected = read(cut(corpus("tls/openssl_sni"), {}));
  expected.insert(expected.begin(), "http.host=b.org");
  EXPECT_THAT(read(cut(stream, {})), ElementsAreArray(expected));
  EXPECT_THAT(read(cut_every(stream, 1)), ElementsAreArray(expected));
}

TEST_P(Conversation, TunnelsInTunnelsAreNotFollowedForEver) {
  std::string stream;
  for (int i = 0; i < 20; ++i) stream += "CONNECT a.org:443 HTTP/1.1\r\nHost: a.org\r\n\r\n";
  EXPECT_THAT(read(cut(stream, {})), SizeIs(9));
}

TEST_P(Conversation, BothSidesAreReadApart) {
  const auto answer = [] {
    return ethernet(kServer, kClient).ipv4("10.0.0.2", "10.0.0.1").tcp(80, 50'000);
  };
  const std::string response = "HTTP/1.1 204 No Content\r\nServer: nginx\r\n\r\n";
  Frames frames;
  frames.add(frame().seq(99).flags(kSyn));
  frames.add(answer().seq(6'999).flags(kSyn | kAck));
  for (std::uint32_t i = 0; i < 40; ++i) {
    if (i < kRequest.size() / 8 + 1) {
      frames.add(frame().seq(100 + 8 * i).payload(kRequest.substr(8 * i, 8)));
    }
    if (8 * i < response.size()) {
      frames.add(answer().seq(7'000 + 8 * i).payload(response.substr(8 * i, 8)));
    }
  }
  const auto said = read(frames);
  EXPECT_THAT(said, SizeIs(3));
  EXPECT_THAT(said, ::testing::Contains("http.server=nginx"));
}

INSTANTIATE_TEST_SUITE_P(With, Conversation,
                         ::testing::Values(Signatures::none, Signatures::shipped),
                         [](const auto& test) {
                           return test.param == Signatures::none ? "NoSignatures" : "Signatures";
                         });

}  // namespace
}  // namespace tapcensus
