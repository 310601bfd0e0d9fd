// Hidden traffic: who opens a connection in cipher text is told, however it was cut; and all bytes
// of a flow count for what hides it.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "support/frame.hpp"
#include "worker/bench.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string corpus(const std::string& name) {
  std::ifstream file{std::string{TAPCENSUS_SOURCE} + "/tests/corpus/" + name, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

const std::string kCipherText = corpus("encrypted/shadowsocks_client");

class Kinds final : public FactListener {
 public:
  void hear(const Origin&, const MacAddress&, const Finding& finding) noexcept override {
    if (finding.field == Field::obfuscation_kind) said_.emplace_back(finding.text);
  }
  std::vector<std::string> take() { return std::exchange(said_, {}); }

 private:
  std::vector<std::string> said_;
};

class Hidden : public ::testing::Test {
 protected:
  std::vector<std::string> read(const Frames& frames) {
    worker_.process(frames.packets());
    worker_.close();
    empty(worker_.outbox());
    return heard_.take();
  }
  std::uint64_t bytes(Obfuscation kind) const { return worker_.tallies().hidden[kind].value(); }

  static Frame from_client() {
    return ethernet(kClient, kServer).ipv4("10.0.0.1", "10.0.0.2").tcp(50'000, 8388);
  }
  static Frame from_server() {
    return ethernet(kServer, kClient).ipv4("10.0.0.2", "10.0.0.1").tcp(8388, 50'000);
  }
  static Frame datagram(const std::string& payload) {
    return ethernet(kClient, kServer)
        .ipv4("10.0.0.1", "10.0.0.2")
        .udp(40'000, 40'001)
        .payload(payload);
  }

  Rules rules_;
  Kinds heard_;
  Worker worker_{{.shard = {.flows = 64}, .make_room = {}, .listener = &heard_}, *rules_.set};
};

constexpr std::uint64_t kTcpHeaders = 40, kUdpHeaders = 28;

TEST_F(Hidden, CipherTextIsToldHoweverItIsCut) {
  for (std::size_t at = 1; at < kCipherText.size(); ++at) {
    Frames frames;
    frames.add(from_client().seq(99).flags(kSyn));
    const std::uint32_t second = 100 + static_cast<std::uint32_t>(at);
    frames.add(from_client().seq(100).flags(kAck).payload(kCipherText.substr(0, at)));
    frames.add(from_client().seq(second).flags(kAck).payload(kCipherText.substr(at)));
    ASSERT_THAT(read(frames), ElementsAre("encrypted")) << at;
  }
}

TEST_F(Hidden, WhatEndsEarlyIsJudgedAtItsEnd) {
  Frames frames;
  frames.add(from_client().seq(99).flags(kSyn));
  frames.add(from_client().seq(100).flags(kAck).payload(kCipherText.substr(0, 100)));
  EXPECT_THAT(read(frames), ElementsAre("encrypted"));
  EXPECT_EQ(bytes(Obfuscation::encrypted), 2 * kTcpHeaders + 100);
}

TEST_F(Hidden, WithoutASynNothingIsJudged) {
  Frames frames;
  frames.add(from_client().seq(100).flags(kAck).payload(kCipherText));
  EXPECT_THAT(read(frames), IsEmpty());
}

TEST_F(Hidden, NorIsWhoWasCalled) {
  Frames frames;
  frames.add(from_server().seq(99).flags(kSyn | kAck));
  frames.add(from_server().seq(100).flags(kAck).payload(kCipherText));
  EXPECT_THAT(read(frames), IsEmpty());
}

TEST_F(Hidden, NorIsWhatStandsBehindAMessageThatWasRead) {
  const std::string request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n" + kCipherText;
  Frames frames;
  frames.add(from_client().seq(99).flags(kSyn));
  frames.add(from_client().seq(100).flags(kAck).payload(request));
  EXPECT_THAT(read(frames), IsEmpty());
}

TEST_F(Hidden, AllBytesOfTheFlowCount) {
  Frames frames;
  frames.add(from_client().seq(99).flags(kSyn));
  frames.add(from_server().seq(99).flags(kSyn | kAck));
  frames.add(from_client().seq(100).flags(kAck).payload(kCipherText));
  frames.add(from_server().seq(100).flags(kAck).payload("welcome"));
  read(frames);
  EXPECT_EQ(bytes(Obfuscation::encrypted), 4 * kTcpHeaders + kCipherText.size() + 7);
}

TEST_F(Hidden, TheNextConnectionOfTheSamePortsBeginsAnew) {
  Frames frames;
  frames.add(from_client().seq(99).flags(kSyn));
  frames.add(from_client().seq(100).flags(kAck).payload(kCipherText));
  frames.add(from_client().seq(99'999).flags(kSyn));
  frames.add(from_client().seq(100'000).flags(kAck).payload("GET / HTTP/1.1\r\n\r\n"));
  read(frames);
  EXPECT_EQ(bytes(Obfuscation::encrypted), 2 * kTcpHeaders + kCipherText.size());
}

// What tor 0.4.9 said to a relay of its own network.
TEST_F(Hidden, AClientOfTorIsTold) {
  const std::string hello = corpus("tls/tor_client");
  Frames frames;
  frames.add(from_client().seq(99).flags(kSyn));
  frames.add(from_client().seq(100).flags(kAck).payload(hello));
  frames.add(from_server().seq(100).flags(kAck).payload("x"));
  EXPECT_THAT(read(frames), ElementsAre("tor"));
  EXPECT_EQ(bytes(Obfuscation::tor), 3 * kTcpHeaders + hello.size() + 1);
}

TEST_F(Hidden, DatagramsCountFromTheFirst) {
  const std::string data = corpus("wireguard/data"), initiation = corpus("wireguard/initiation");
  Frames frames;
  frames.add(datagram(data));
  frames.add(datagram(initiation));
  frames.add(datagram(data));
  EXPECT_THAT(read(frames), ElementsAre("wireguard"));
  EXPECT_EQ(bytes(Obfuscation::wireguard), 3 * kUdpHeaders + 2 * data.size() + initiation.size());
}

}  // namespace
}  // namespace tapcensus
