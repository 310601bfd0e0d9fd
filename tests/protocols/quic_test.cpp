// Hellos of QUIC clients, sealed in words or by real programs, and what the sensor says of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "protocols/datagrams.hpp"
#include "protocols/tls_words.hpp"
#include "support/quic_words.hpp"

namespace tapcensus {

extern const Protocol quic;

namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using What = Reading::What;

Layers between(std::uint16_t source, std::uint16_t target) {
  Layers layers;
  layers.source_port = source;
  layers.target_port = target;
  return layers;
}
const Layers kToServer = between(50'000, 443), kToClient = between(443, 50'000);

std::string hello(std::size_t padding = 0) {
  return ClientHello()
      .server_name("www.example.org")
      .alpn({"h3"})
      .versions({0x0304})
      .extension(57, std::string("\x04\x04\x80\x0f\x42\x40\x71\x29\x07", 9) + "Test/10")
      .extension(21, std::string(padding, '\0'))
      .bytes();
}

const std::vector<std::string> kHello{
    "quic.version=0x00000001", "tls.version=1.3",         "tls.ja3=",
    "tls.ja4=q13d0105h3_",     "tls.sni=www.example.org", "tls.alpn=h3",
    "quic.user_agent=Test/10"};

void expect_hello(const OfDatagrams& followed, const std::string& version = "0x00000001") {
  ASSERT_EQ(followed.texts.size(), kHello.size());
  EXPECT_EQ(followed.texts[0], "quic.version=" + version);
  for (std::size_t i = 1; i < kHello.size(); ++i) {
    EXPECT_THAT(followed.texts[i], StartsWith(kHello[i]));
  }
}

// Two datagrams, each with half of it.
std::vector<std::string> halves(const std::string& hello, const InitialWords& first = {},
                                const InitialWords& second = {.number = 1}) {
  const std::size_t half = hello.size() / 2;
  return {initial(first, crypto_frame(0, hello.substr(0, half))),
          initial(second, crypto_frame(half, hello.substr(half)))};
}

TEST(Quic, HelloOfOneDatagramIsRead) {
  const OfDatagrams followed = follow(quic, {initial({}, crypto_frame(0, hello()))});
  expect_hello(followed);
  EXPECT_EQ(followed.last, What::settled);
}

TEST(Quic, EachVersionHasItsSeal) {
  for (const std::uint32_t version :
       {0x00000001u, 0x709a50c4u, 0x6b3343cfu, 0xff000016u, 0xff000017u, 0xff00001du, 0xff000022u,
        0xfaceb002u, 0x54303530u, 0x54303531u}) {
    const bool second = version == 0x709a50c4 || version == 0x6b3343cf;
    const InitialWords words{.version = version,
                             .flags = static_cast<std::uint8_t>(second ? 0xd0 : 0xc0)};
    char text[11];
    std::snprintf(text, sizeof text, "0x%08x", version);
    expect_hello(follow(quic, {initial(words, crypto_frame(0, hello()))}), text);
  }
}

// As Chrome does it: pieces in any order, some twice, PING and PADDING between them.
TEST(Quic, FramesComeInAnyOrder) {
  const std::string message = hello();
  std::vector<std::string> frames;
  for (std::size_t at = 0; at < message.size(); at += 11) {
    frames.push_back(crypto_frame(at, message.substr(at, 17)));
  }
  const std::string kAck("\x02\x40\x07\x00\x01\x00\x00\x01", 8);
  for (int order = 0; order < 4; ++order) {
    std::string all = order == 1 ? kAck : "";
    for (const std::string& frame : frames) all += frame + std::string("\x01\0\0", 3);
    expect_hello(follow(quic, {initial({}, all)}));
    std::rotate(frames.begin(), frames.begin() + 5, frames.end());
    if (order == 2) std::ranges::reverse(frames);
  }
}

TEST(Quic, HelloOfPostQuantumSizeComesInSeveralDatagrams) {
  const std::string message = hello(3'000);
  std::vector<std::string> datagrams;
  for (std::size_t at = 0; at < message.size(); at += 1'000) {
    datagrams.push_back(initial({.number = static_cast<std::uint8_t>(at / 1'000)},
                                crypto_frame(at, message.substr(at, 1'000))));
  }
  ASSERT_EQ(datagrams.size(), 4u);
  for (int order = 0; order < 4; ++order) {
    expect_hello(follow(quic, datagrams));
    std::rotate(datagrams.begin(), datagrams.begin() + 1, datagrams.end());
  }
  datagrams.insert(datagrams.begin() + 2, datagrams[1]);
  const OfDatagrams twice = follow(quic, datagrams);
  expect_hello(twice);
  EXPECT_EQ(twice.kept, 3u) << "a copy is not kept";
}

// The server has answered: its ID stands in the place of the first one, which the keys come from.
TEST(Quic, HelloGoesOnUnderAnotherConnectionId) {
  expect_hello(
      follow(quic, halves(hello(), {}, {.id = "server's", .keys_of = "original", .number = 1})));
}

TEST(Quic, AfterRetryTheKeysAreThoseOfTheNewId) {
  const InitialWords first{.id = "chosen by server", .token = "token"};
  expect_hello(follow(quic, halves(hello(), first, first)));
}

TEST(Quic, PacketsInOneDatagramAreReadOneAfterAnother) {
  const std::string message = hello();
  const std::size_t half = message.size() / 2;
  const std::string early =
      std::string("\xd0\0\0\0\1\x08original\x06source\x40\x20", 23) + std::string(32, 'e');
  expect_hello(follow(
      quic, {initial({.datagram = 0}, crypto_frame(0, message.substr(0, half))) + early +
             initial({.number = 1, .datagram = 0}, crypto_frame(half, message.substr(half))) +
             "\x40short"}));
}

TEST(Quic, OfHalfAHelloItsWholeExtensionsAreTold) {
  const std::string message = hello(2'000);
  const OfDatagrams followed =
      follow(quic, {initial({}, crypto_frame(0, message.substr(0, 1'000)))});
  EXPECT_EQ(followed.kept, 1u);
  EXPECT_THAT(followed.texts, Contains("tls.sni=www.example.org"));
  EXPECT_THAT(followed.texts, Contains("quic.version=0x00000001"));
  EXPECT_THAT(followed.texts, Not(Contains(StartsWith("tls.ja"))));
}

TEST(Quic, NothingIsBelievedThatTheTagDoesNotConfirm) {
  const std::string sealed = initial({}, crypto_frame(0, hello()));
  for (std::size_t at = 1; at < sealed.size(); at += 13) {
    std::string broken = sealed;
    broken[at] = static_cast<char>(broken[at] ^ 4);
    for (const bool guessed : {false, true}) {
      EXPECT_THAT(follow(quic, {broken}, kToServer, guessed).texts,
                  Not(Contains(StartsWith("tls."))))
          << at;
    }
  }
}

TEST(Quic, CutAnywhereItIsNotMineOrSaysNoMoreThanTheVersion) {
  const std::string sealed = initial({}, crypto_frame(0, hello()));
  for (std::size_t size = 0; size < sealed.size(); size += 7) {
    EXPECT_THAT(follow(quic, {sealed.substr(0, size)}).texts, IsEmpty()) << size;
  }
}

// The rest of the handshake is passed over; another connection on the same ports is read.
TEST(Quic, OneConnectionSaysHelloOnce) {
  const std::string first = initial({}, crypto_frame(0, hello()));
  const std::string other =
      initial({.id = "another1", .source = "other"}, crypto_frame(0, hello()));
  EXPECT_EQ(follow(quic, {first, first}, kToServer, false).texts.size(), kHello.size());
  EXPECT_EQ(follow(quic, {first, other}, kToServer, false).texts.size(), 2 * kHello.size());
}

TEST(Quic, OfOtherPacketsOnlyTheVersionIsTold) {
  EXPECT_THAT(follow(quic, {corpus("quic/acknowledged")}, kToClient, false).texts,
              ElementsAre("quic.version=0x00000001"));
  EXPECT_THAT(follow(quic, {corpus("quic/retry")}, kToClient, false).texts,
              ElementsAre("quic.version=0x00000001"));
  EXPECT_EQ(ask(quic, corpus("quic/ngtcp2_server").substr(0, 100), kToClient).reading.what,
            What::not_mine)
      << "cut";
}

TEST(Quic, UnknownVersionsAreToldAndGreaseIsNamed) {
  const auto datagram = [](std::string_view version) {
    return std::string("\xc0") + std::string{version} + std::string("\x08original\x06source", 16) +
           std::string(1'200, 'x');
  };
  EXPECT_THAT(follow(quic, {datagram("\x12\x34\x56\x78")}, kToServer, false).texts,
              ElementsAre("quic.version=0x12345678"));
  EXPECT_THAT(follow(quic, {datagram("\x1a\x2a\x3a\xfa")}, kToServer, false).texts,
              ElementsAre("quic.version=grease"));
  EXPECT_EQ(follow(quic, {datagram("\x12\x34\x56\x78")}).last, What::not_mine) << "a guess";
}

TEST(Quic, VersionNegotiationSaysNothingOfWhatIsSpoken) {
  const std::string offer("\x80\0\0\0\0\x06source\x08original\0\0\0\1\x1a\x2a\x3a\x4a", 29);
  const OfDatagrams followed = follow(quic, {offer}, kToClient, false);
  EXPECT_THAT(followed.texts, IsEmpty());
  EXPECT_EQ(followed.last, What::done);
}

TEST(Quic, TheSecondBitMayBeGreased) {
  const InitialWords words{.flags = 0x80};
  expect_hello(follow(quic, {initial(words, crypto_frame(0, hello()))}));
}

TEST(Quic, ShortHeadersAreLeftAtOnce) {
  EXPECT_EQ(ask(quic, "\x40" + std::string(1'200, 'x'), kToServer).reading.what, What::not_mine);
  EXPECT_EQ(ask(quic, "", kToServer).reading.what, What::not_mine);
}

// ---- Google's own versions ----

std::string google_hello() {
  const std::string name = "www.example.org", agent = "Chrome/74 Android 8.0.0";
  const auto le32 = [](std::size_t n) {
    return std::string{static_cast<char>(n), static_cast<char>(n >> 8), '\0', '\0'};
  };
  return "CHLO" + std::string("\3\0\0\0", 4) + std::string("PAD\0", 4) + le32(10) +
         std::string("SNI\0", 4) + le32(10 + name.size()) + "UAID" +
         le32(10 + name.size() + agent.size()) + std::string(10, '-') + name + agent;
}

TEST(Quic, GooglesHelloIsReadInClearAndSealed) {
  const std::string hash(12, 'h'), frame("\xa0\x01\x04\0", 4);
  const std::string in_clear[]{
      "\x0d" + std::string(8, 'i') + "Q043\x01" + hash + frame + google_hello(),
      "\x09" + std::string(8, 'i') + "Q025\x01" + hash + '\0' + frame + google_hello(),
      "\xc3Q046\x50" + std::string(8, 'i') + std::string("\0\0\0\1", 4) + hash + frame +
          google_hello()};
  for (const std::string& datagram : in_clear) {
    EXPECT_THAT(follow(quic, {datagram}, kToServer, false).texts,
                ElementsAre(StartsWith("quic.version=Q0"), "tls.sni=www.example.org",
                            "quic.user_agent=Chrome/74 Android 8.0.0"));
    for (std::size_t size = 0; size < datagram.size(); ++size) {
      follow(quic, {datagram.substr(0, size)}, kToServer, false);
    }
  }
  std::string crypto = crypto_frame(0, google_hello());
  crypto[0] = '\x08';
  EXPECT_THAT(follow(quic, {initial({.version = 0x51303530}, crypto)}).texts,
              ElementsAre("quic.version=0x51303530", "tls.sni=www.example.org",
                          "quic.user_agent=Chrome/74 Android 8.0.0"));
}

// ---- real programs ----

TEST(Quic, ChromesScatteredHelloIsReadInEitherOrder) {
  const std::string first = corpus("quic/chrome_first"), second = corpus("quic/chrome_second");
  for (const auto& datagrams : {std::vector{first, second}, std::vector{second, first}}) {
    const OfDatagrams followed = follow(quic, datagrams);
    EXPECT_EQ(followed.kept, 1u);
    EXPECT_THAT(followed.texts, Contains("tls.ja4=q13d0312h3_55b375c5d22e_178839b6cec1"));
    EXPECT_THAT(followed.texts, Contains("tls.sni=example.org"));
    EXPECT_THAT(followed.texts, Contains("tls.ech=outer"));
  }
}

TEST(Quic, Ngtcp2SaysHelloBeforeAndAfterRetry) {
  for (const char* const name : {"quic/ngtcp2_client", "quic/after_retry"}) {
    EXPECT_THAT(follow(quic, {corpus(name)}).texts,
                Contains("tls.ja4=q13d0415h3_9caa18292e23_84684a673e38"))
        << name;
  }
}

}  // namespace
}  // namespace tapcensus
