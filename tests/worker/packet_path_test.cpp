// The packet path takes no memory: everything was laid out when the worker was made.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "protocols/dtls_words.hpp"
#include "support/allocations.hpp"
#include "support/fragment.hpp"
#include "support/frame.hpp"
#include "support/quic_words.hpp"
#include "support/recording.hpp"
#include "worker/bench.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;

class PacketPath : public ::testing::Test {
 protected:
  void SetUp() override {
#ifdef TAPCENSUS_SANITIZER_OWNS_MALLOC
    GTEST_SKIP() << "the sanitizer owns malloc";
#endif
    const std::size_t before = allocations;
    ::free(::malloc(1));
    ASSERT_GT(allocations, before) << "malloc is not being counted";
  }

  // How often the worker asked for memory over these packets, until all flows have ended.
  static std::size_t allocations_over(Worker& worker, std::span<const Packet> packets) {
    const std::size_t before = allocations;
    for (std::size_t at = 0; at < packets.size(); at += 32) {
      worker.process(packets.subspan(at, std::min<std::size_t>(32, packets.size() - at)));
      empty(worker.outbox());
    }
    if (!packets.empty()) worker.advance(Tick{packets.back().at.ns + 600 * kSecond});
    worker.close();
    return allocations - before;
  }
};

TEST_F(PacketPath, TakesNoMemoryOverAnyCapture) {
  const Rules rules{std::filesystem::path{TAPCENSUS_SOURCE} / "rules", 1};
  Worker worker{WorkerOptions{}, *rules.set};
  for (const std::string& name : capture_names()) {
    const Recording recording = recording_of(capture_path(name));
    EXPECT_EQ(allocations_over(worker, packets_of(recording)), 0u) << name;
  }
  EXPECT_GT(outcome(worker, Outcome::inspected), 500u);
}

TEST_F(PacketPath, TakesNoMemoryToPutPacketsTogether) {
  const Rules rules{small_rules(), 1};
  Worker worker{{.shard = {}, .fragments = {.packets = 8, .pages = 64}, .make_room = {}},
                *rules.set};
  for (const std::string& name : capture_names()) {
    const Recording recording = reordered(fragmented(recording_of(capture_path(name)), 68), 500);
    EXPECT_EQ(allocations_over(worker, packets_of(recording)), 0u) << name;
  }
  EXPECT_GT(worker.tallies().fragments[FragmentEvent::assembled].value(), 50u);
  EXPECT_GT(worker.tallies().fragments[FragmentEvent::pressure].value(), 10u);
}

// The inflater of HTTP/2 would ask for memory if it was left to itself.
TEST_F(PacketPath, TakesNoMemoryForHeaderBlocks) {
  const Rules rules{small_rules(), 1};
  Worker worker{WorkerOptions{}, *rules.set};
  Frames frames;
  std::uint16_t port = 40'000;
  const auto corpus = std::filesystem::path{TAPCENSUS_SOURCE} / "tests/corpus/http2";
  for (const auto& entry : std::filesystem::directory_iterator{corpus}) {
    std::ifstream file{entry.path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    Frame frame = ethernet(kClient, kServer).ipv4("10.0.0.1", "10.0.0.2").tcp(++port, 8080);
    frames.add(frame.seq(1).flags(kSyn));
    frames.add(frame.seq(2).flags(kAck).payload(bytes));
  }
  EXPECT_EQ(allocations_over(worker, frames.packets()), 0u);
  EXPECT_GE(worker.tallies().unmatched[Field::http_settings].value(), 3u);
}

// Keys of QUIC are derived and packets opened; datagrams are kept.
TEST_F(PacketPath, TakesNoMemoryForMessagesInDatagrams) {
  const Rules rules{small_rules(), 1};
  Worker worker{{.shard = {.flows = 64, .small_blocks = 2, .large_blocks = 2}, .make_room = {}},
                *rules.set};
  const std::string message =
      ClientHello().server_name("www.example.org").extension(21, std::string(1'500, '\0')).bytes();
  const std::string halves[]{initial({}, crypto_frame(0, message.substr(0, 1'000))),
                             initial({.number = 1}, crypto_frame(1'000, message.substr(1'000)))};
  const std::vector<std::string> fragments = testing::fragments(dtls_hello().body(), 60);
  Frames frames;
  for (std::uint16_t port = 50'000; port < 50'100; ++port) {
    const auto add = [&](const std::string& payload, std::uint16_t service) {
      frames.add(ethernet(kClient, kServer)
                     .ipv4("10.0.0.1", "10.0.0.2")
                     .udp(port, service)
                     .payload(payload));
    };
    add(halves[0], 443);
    add(fragments[0], 7'007);
    if (port % 3 != 0) add(halves[1], 443);
    if (port % 5 != 0) add(fragments[1], 7'007);
    add("\x40" + std::string(1'000, 'x'), 443);
  }
  EXPECT_EQ(allocations_over(worker, frames.packets()), 0u);
  EXPECT_GT(outcome(worker, Outcome::inspected), 300u);
}

// Full tables, full block pools and a full outbox are no reason either.
TEST_F(PacketPath, TakesNoMemoryInAFlood) {
  const Rules rules{small_rules(), 1};
  Worker worker{{.shard = {.flows = 64, .small_blocks = 4, .large_blocks = 2},
                 .outbox_evidence = 16,
                 .outbox_sightings = 16,
                 .make_room = {}},
                *rules.set};
  std::mt19937 random{9};
  Frames frames;
  for (int i = 0; i < 20'000; ++i) {
    const std::string source = "10." + std::to_string(random() % 200) + '.' +
                               std::to_string(random() % 200) + '.' +
                               std::to_string(random() % 200);
    const auto port = static_cast<std::uint16_t>(random());
    Frame frame = ethernet(kClient, kServer).ipv4(source, "10.0.0.2").tcp(port, 80);
    switch (random() % 4) {
      case 0: frame.flags(kSyn); break;
      case 1: frame.payload("GET / HTTP/1.1\r\nUser-Agent: half of a"); break;
      case 2: frame.seq(random()).payload(std::string(random() % 1'400, 'G')); break;
      default:
        frame.payload("GET / HTTP/1.1\r\nUser-Agent: Android 9; SM-G955F " + source + "\r\n\r\n");
    }
    frames.add(frame);
  }
  EXPECT_EQ(allocations_over(worker, frames.packets()), 0u);
  EXPECT_GT(worker.tallies().events[Event::flow_pressure].value(), 10'000u);
  EXPECT_GT(worker.blocks_lost(), 100u);
  EXPECT_GT(worker.tallies().events[Event::sightings_lost].value(), 100u);
}

}  // namespace
}  // namespace tapcensus
