// Messages that go on in the next datagrams of a direction: they are kept for the parser that
// waits, as far as there is room, and not for ever.
#include <gmock/gmock.h>

#include <algorithm>

#include "protocols/dtls_words.hpp"
#include "support/frame.hpp"
#include "support/quic_words.hpp"
#include "worker/bench.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

const std::string kName = "tls.sni=dtls.example.org";

class Datagrams : public ::testing::Test {
 protected:
  static Frame frame(const std::string& payload, std::uint16_t port = 50'000) {
    return ethernet(kClient, kServer)
        .ipv4("10.0.0.1", "10.0.0.2")
        .udp(port, 7'007)
        .payload(payload);
  }
  static Frame answer(const std::string& payload) {
    return ethernet(kServer, kClient)
        .ipv4("10.0.0.2", "10.0.0.1")
        .udp(7'007, 50'000)
        .payload(payload);
  }
  static Frame to_https(const std::string& payload) {
    return ethernet(kClient, kServer)
        .ipv4("10.0.0.1", "10.0.0.3")
        .udp(50'000, 443)
        .payload(payload);
  }

  // What is said while these come, before any flow ends.
  std::vector<std::string> read(const std::vector<Frame>& all) {
    for (const Frame& each : all) frames_.add(each);
    const std::vector<Packet> packets = frames_.packets();
    worker_.process(std::span{packets}.subspan(done_));
    done_ = packets.size();
    empty(worker_.outbox());
    return heard_.take();
  }
  std::vector<std::string> read_datagrams(const std::vector<std::string>& payloads,
                                          std::uint16_t port = 50'000) {
    std::vector<Frame> all;
    for (const std::string& payload : payloads) all.push_back(frame(payload, port));
    return read(all);
  }
  std::vector<std::string> fall_silent() {
    const std::vector<Packet> packets = frames_.packets();
    worker_.advance(Tick{packets.back().at.ns + 120 * kSecond});
    return heard_.take();
  }

  Rules rules_;
  Heard heard_;
  Worker worker_{{.shard = {.flows = 64, .small_blocks = 1, .large_blocks = 1},
                  .make_room = {},
                  .listener = &heard_},
                 *rules_.set};
  Frames frames_;
  std::size_t done_ = 0;
};

TEST_F(Datagrams, MessageIsReadWhenItIsWhole) {
  std::vector<std::string> datagrams = fragments(dtls_hello().body(), 24);
  ASSERT_THAT(datagrams, SizeIs(4));
  EXPECT_THAT(read_datagrams({datagrams[0], datagrams[1], datagrams[2]}), IsEmpty());
  EXPECT_THAT(read_datagrams({datagrams[3]}), Contains(kName));
}

TEST_F(Datagrams, OrderAndCopiesDoNotMatter) {
  std::vector<std::string> datagrams = fragments(dtls_hello().body(), 24);
  const std::vector<std::string> whole = read_datagrams({fragment(dtls_hello().body())}, 40'000);
  std::uint16_t port = 40'001;
  std::ranges::sort(datagrams);
  do {
    const auto& d = datagrams;
    EXPECT_EQ(read_datagrams({d[0], d[0], d[1], d[0], d[2], d[1], d[3]}, port++), whole);
  } while (std::ranges::next_permutation(datagrams).found);
}

TEST_F(Datagrams, AForeignDatagramInBetweenIsReadByItsOwnParser) {
  const std::vector<std::string> datagrams = fragments(dtls_hello().body(), 60);
  const std::string other = fragment(dtls_hello().server_name("").body(), 3);
  const auto said = read({frame(datagrams[0]), frame("\x80\x60 media"), answer("anything"),
                          frame("no message at all"), frame(datagrams[1])});
  EXPECT_THAT(said, Contains(kName));
  EXPECT_THAT(said, SizeIs(4));
}

// The other direction and other flows wait for themselves.
TEST_F(Datagrams, DirectionsAreNotMixed) {
  const std::vector<std::string> datagrams = fragments(dtls_hello().body(), 60);
  EXPECT_THAT(read({frame(datagrams[0]), answer(datagrams[1]), frame(datagrams[1], 50'001)}),
              IsEmpty());
}

TEST_F(Datagrams, WhatDoesNotComeIsGivenUpAndToldAsFarAsItGoes) {
  const std::vector<std::string> datagrams =
      fragments(dtls_hello().extension(21, std::string(100, '\0')).body(), 150);
  std::vector<std::string> all{datagrams[0]};
  for (int i = 0; i < 11; ++i) all.push_back("something else " + std::to_string(i));
  EXPECT_THAT(read_datagrams(all), ElementsAre(kName));
  EXPECT_THAT(fall_silent(), IsEmpty());
}

TEST_F(Datagrams, WhatHasNoRoomIsToldAsFarAsItGoes) {
  const std::vector<std::string> datagrams =
      fragments(dtls_hello().extension(21, std::string(15'000, '\0')).body(), 1'400);
  const auto said = read_datagrams({datagrams.begin(), datagrams.end() - 1});
  EXPECT_THAT(said, Not(Contains(StartsWith("tls.ja4"))));
  EXPECT_THAT(fall_silent(), Not(Contains(StartsWith("tls.ja4"))));
}

TEST_F(Datagrams, AFlowThatFallsSilentSaysHalfAHelloAndFreesItsBlock) {
  const std::string half =
      fragments(dtls_hello().extension(21, std::string(100, '\0')).body(), 150)[0];
  for (std::uint16_t port = 50'000; port < 50'010; ++port) {
    EXPECT_THAT(read_datagrams({half}, port), IsEmpty());
    EXPECT_THAT(fall_silent(), ElementsAre(kName));
    frames_.add(frame("later").bytes(), 200'000);
  }
  EXPECT_EQ(worker_.blocks_lost(), 0u);
}

// Its block went to another flow: nothing wrong is said.
TEST_F(Datagrams, ALostBlockIsNoHello) {
  const std::vector<std::string> first = fragments(dtls_hello().body(), 60);
  EXPECT_THAT(read_datagrams({first[0]}, 50'000), IsEmpty());
  EXPECT_THAT(read_datagrams({first[0]}, 50'001), IsEmpty());
  EXPECT_THAT(read_datagrams({first[1]}, 50'000), IsEmpty());
  EXPECT_THAT(fall_silent(), Not(Contains(StartsWith("tls.ja4"))));
}

// ---- a direction that its parser has settled ----

std::string quic_hello(const std::string& name, std::size_t padding = 0) {
  return ClientHello().server_name(name).extension(21, std::string(padding, '\0')).bytes();
}

TEST_F(Datagrams, WhenTheHelloIsReadTheRestIsOnlyCounted) {
  const std::string message = quic_hello("www.example.org", 1'500);
  const auto said =
      read({to_https(initial({}, crypto_frame(0, message.substr(0, 1'000)))),
            to_https(initial({.number = 1}, crypto_frame(1'000, message.substr(1'000))))});
  EXPECT_THAT(said, Contains("tls.sni=www.example.org"));
  const std::uint64_t inspected = outcome(worker_, Outcome::inspected);
  for (int i = 0; i < 100; ++i) read({to_https("\x40" + std::string(1'200, 'x'))});
  EXPECT_EQ(outcome(worker_, Outcome::inspected), inspected);
  EXPECT_GE(outcome(worker_, Outcome::counted), 100u);
}

TEST_F(Datagrams, AnotherConnectionOnTheSamePortsIsRead) {
  const auto hello = [](const std::string& name, const std::string& id) {
    return to_https(
        initial({.id = id + "0000000", .source = id}, crypto_frame(0, quic_hello(name))));
  };
  EXPECT_THAT(read({hello("one.example.org", "a")}), Contains("tls.sni=one.example.org"));
  EXPECT_THAT(read({hello("two.example.org", "b")}), Contains("tls.sni=two.example.org"));
  EXPECT_THAT(read({hello("two.example.org", "b")}), IsEmpty());
}

}  // namespace
}  // namespace tapcensus
