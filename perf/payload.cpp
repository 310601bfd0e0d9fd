// What payload signatures cost: CPU cycles a byte and a segment, over many streams in turn, and the
// bytes of a stream.
//
//   tapcensus_payload RULES...
//
// Each directory is loaded and measured alone: the first and the following segments of 4,096
// streams, in pieces of 100 and of 1,400 bytes, of text and of random bytes. The copy with readable
// bytes behind it, which Hyperscan needs, is measured alone beside it.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/cycles.hpp"
#include "match/rule_set.hpp"
#include "match/worker_space.hpp"

namespace tapcensus {
namespace {

constexpr std::size_t kStreams = 4096;
constexpr std::size_t kRounds = 15;

constexpr std::string_view kText =
    "HTTP/1.1 200 OK\r\nServer: nginx/1.18.0\r\nContent-Type: text/html; charset=UTF-8\r\nDate: "
    "Mon, "
    "01 Jan 2024 10:00:00 GMT\r\nCache-Control: max-age=3600\r\n\r\n<!DOCTYPE html><html "
    "lang=\"en\">"
    "<head><title>The quick brown fox</title><link rel=\"stylesheet\" href=\"/style.css\"></head>"
    "<body class=\"front\"><p>jumps over 13 lazy dogs, and takes $12.50 home.</p></body></html>\n";

std::string text_of(std::size_t size) {
  std::string text;
  while (text.size() < size) text += kText;
  return text.substr(0, size);
}

std::string random_of(std::size_t size) {
  std::mt19937_64 random{7};
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

// The least that a step took in any round, in cycles for each of kStreams.
class Least {
 public:
  template <class Step>
  void of(Step&& step) {
    const std::uint64_t begun = cycles();
    step();
    least_ = std::min(least_, cycles() - begun);
  }
  double each() const { return static_cast<double>(least_) / kStreams; }

 private:
  std::uint64_t least_ = ~std::uint64_t{0};
};

void measure(const RuleSet& rules, const char* kind, const std::string& segment) {
  PayloadStreams& streams = *rules.streams(0);
  const std::vector<char> owners(kStreams);
  std::vector<PayloadStreams::Index> open(kStreams);
  const auto acquire = [&] {
    for (std::size_t i = 0; i < kStreams; ++i) open[i] = streams.acquire(&owners[i]);
  };
  const auto scan = [&] {
    for (const auto stream : open) streams.scan(stream, as_bytes(segment), {}, 0);
  };
  const auto drop = [&] {
    for (const auto stream : open) streams.drop(stream);
  };
  Least acquired, first, next, dropped;
  for (std::size_t round = 0; round < kRounds; ++round) {
    acquired.of(acquire);
    first.of(scan);
    next.of(scan);
    dropped.of(drop);
  }
  const double size = static_cast<double>(segment.size());
  fmt::print(
      "  {:6} {:5} bytes: first {:6.0f} cycles ({:.2f} a byte), next {:6.0f} ({:.2f} a byte), "
      "acquire {:.0f}, drop {:.0f}\n",
      kind, segment.size(), first.each(), first.each() / size, next.each(), next.each() / size,
      acquired.each(), dropped.each());
}

void measure_copy(std::size_t size) {
  const auto space = std::make_unique<WorkerSpace>(0, 0);
  const std::string segment(size, 'x');
  Least copied;
  for (std::size_t round = 0; round < kRounds; ++round) {
    copied.of([&] {
      for (std::size_t i = 0; i < kStreams; ++i) {
        const std::string_view padded = space->padded(segment);
        asm volatile("" : : "g"(padded.data()) : "memory");
      }
    });
  }
  fmt::print("  copy of {} bytes: {:.0f} cycles\n", size, copied.each());
}

bool measure(const char* directory) {
  Catalog catalog;
  constexpr std::size_t kRoom = std::size_t{64} << 20;
  const auto loaded = RuleSet::load(directory, catalog, 1, {}, {.lanes = 1, .lane_bytes = kRoom});
  if (!loaded) {
    for (const Error& error : loaded.errors()) fmt::print(stderr, "{}\n", error.sentence());
    return false;
  }
  const RuleSet& rules = *loaded.value();
  if (rules.streams(0) == nullptr) {
    fmt::print(stderr, "{}: no rule asks for payload.tcp\n", directory);
    return false;
  }
  fmt::print("{}: {} bytes a stream\n", directory, rules.stream_bytes());
  for (const std::size_t size : {100, 1400}) {
    measure(rules, "text", text_of(size));
    measure(rules, "random", random_of(size));
  }
  return true;
}

}  // namespace
}  // namespace tapcensus

int main(int count, char** directories) {
  try {
    for (const std::size_t size : {100, 1400}) tapcensus::measure_copy(size);
    for (int i = 1; i < count; ++i) {
      if (!tapcensus::measure(directories[i])) return 1;
    }
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
}
