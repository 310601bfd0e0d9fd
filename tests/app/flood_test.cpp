// A flood of strangers: memory stays as it was laid out, and honest devices stay known.
//
// TAPCENSUS_FLOOD sets how many SYNs there are; without it two million.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "app/desk.hpp"
#include "app/layout.hpp"
#include "app/tapcensus.hpp"
#include "present/report.hpp"
#include "support/frame.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMemoryIsOurs = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kMemoryIsOurs = false;
#else
constexpr bool kMemoryIsOurs = true;
#endif
#else
constexpr bool kMemoryIsOurs = true;
#endif

std::uint64_t resident_bytes() {
  std::ifstream file{"/proc/self/statm"};
  std::uint64_t total = 0, resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

// Writes numbers into one SYN again and again, so that the test itself takes no memory.
class SynFlood {
 public:
  static constexpr std::size_t kBurst = 32;

  SynFlood() {
    const std::string syn =
        ethernet(kRouter, kServer).ipv4("0.0.0.0", "10.0.0.2").tcp(1, 80).flags(kSyn).bytes();
    frames_.fill(syn);
  }

  // The next SYNs, each from an address of its own, ten thousand a second.
  std::span<const Packet> burst() {
    for (std::size_t i = 0; i < kBurst; ++i) {
      std::string& frame = frames_[i];
      // Odd multipliers only exchange numbers, so no address comes twice.
      const std::uint32_t address =
          0x0b000000u + static_cast<std::uint32_t>(number_ * 7 % 0x0aff'ffff);
      detail::put(frame, 26, address, 4);
      detail::put(frame, 34, static_cast<std::uint32_t>(1'024 + number_ % 60'000), 2);
      at_.ns += 100'000;
      packets_[i] = {.bytes = as_bytes(frame),
                     .wire_length = static_cast<std::uint32_t>(frame.size()),
                     .at = at_,
                     .number = ++number_};
    }
    return packets_;
  }
  std::uint64_t sent() const { return number_; }
  Tick at() const { return at_; }

 private:
  std::array<std::string, kBurst> frames_;
  std::array<Packet, kBurst> packets_;
  Tick at_{1'528'243'200 * kSecond};
  std::uint64_t number_ = 0;
};

constexpr MacAddress kPhone{{0x02, 0, 0, 0, 0, 7}};

// A phone on the link that speaks HTTP, each time on a new connection.
Recording honest_words(std::uint16_t port) {
  const auto frame = [&] {
    return ethernet(kPhone, kServer).ipv4("10.0.0.7", "10.0.0.2").tcp(port, 80);
  };
  const std::string request =
      "GET / HTTP/1.1\r\nHost: example.org\r\nUser-Agent: Dalvik/2.1.0 (Linux; U; Android 13; "
      "SM-G991B Build/TP1A)\r\n\r\n";
  Recording words;
  for (const Frame& each :
       {frame().seq(99).flags(kSyn), frame().seq(100).payload(request.substr(0, 60)),
        frame().seq(160).payload(request.substr(60))}) {
    const std::string bytes = each.bytes();
    words.push_back({bytes, static_cast<std::uint32_t>(bytes.size()), Link::ethernet, Tick{}});
  }
  return words;
}

TEST(Flood, LeavesMemoryAndHonestDevicesAsTheyAre) {
  const char* const wanted = std::getenv("TAPCENSUS_FLOOD");
  const std::uint64_t syns = wanted == nullptr ? 2'000'000 : std::stoull(wanted);
  at_home({});
  CensusChoices choices;
  choices.rules = std::string{TAPCENSUS_SOURCE} + "/tests/match/rules";
  auto desk = std::move(Desk::open(choices, 1, {})).value();
  const ShardSize size = shard_size(256 * 1024 * 1024, choices.depth);
  Worker worker{WorkerOptions{.shard = size, .make_room = {}, .listener = nullptr},
                desk->rules().published()};

  SynFlood flood;
  std::uint64_t warm = 0, most = 0;  // the highest in the third quarter, in the last
  std::uint16_t port = 50'000;
  for (std::uint64_t bursts = 0; flood.sent() < syns; ++bursts) {
    worker.process(flood.burst());
    if (bursts % 1'000 == 0) {  // every three seconds
      Recording words = honest_words(port++);
      for (Recorded& each : words) each.at = flood.at();
      worker.process(packets_of(words));
    }
    if (bursts % 32 == 0) {
      desk->collect(worker.outbox());
      desk->note_collected();
    }
    if (bursts % 4'000 == 0) (void)desk->census().settle(flood.at());  // as for a scrape
    // The tables are full after half of it; in the last quarter nothing may grow.
    if (bursts % 1'000 != 0 || flood.sent() < syns / 2) continue;
    std::uint64_t& highest = flood.sent() < syns / 4 * 3 ? warm : most;
    highest = std::max(highest, resident_bytes());
  }
  desk->collect(worker.outbox());
  desk->note_collected();
  const std::uint64_t grown = most > warm ? most - warm : 0;
  std::cout << flood.sent() << " SYNs: " << (warm >> 20) << " MiB when warm, grown by "
            << (grown >> 10) << " KiB; " << desk->census().atoms() << " addresses held, "
            << desk->census().evicted() << " forgotten\n";

  EXPECT_EQ(worker.tallies().events[Event::evidence_lost].value(), 0u);
  // Half a million addresses came in the last quarter: 16 bytes kept of each would show. What a
  // scrape takes for a moment comes and goes.
  if (kMemoryIsOurs) {
    EXPECT_LT(grown, 8u * 1024 * 1024);
  }
  EXPECT_GT(desk->census().evicted(), 0u);
  EXPECT_LE(desk->census().atoms(), choices.most_devices);
  bool known = false;
  for (const Device& device : desk->census().devices()) {
    if (device.ips != std::vector{*IpAddress::parse("10.0.0.7")}) continue;
    known = NamedVerdict{device.verdict, desk->catalog()}.at(Level::family) == "Galaxy";
  }
  EXPECT_TRUE(known) << "the honest phone is not in the census";
}

}  // namespace
}  // namespace tapcensus
