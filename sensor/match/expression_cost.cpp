#include "match/expression_cost.hpp"

#include <fmt/format.h>
#include <hs.h>

#include <algorithm>
#include <ctime>
#include <limits>

#include "base/bytes.hpp"
#include "base/hash.hpp"

namespace tapcensus {
namespace {

constexpr std::size_t kPiece = 1408;  // as much as a packet brings
constexpr int kRounds = 9;            // the best of them counts: all else is other people's work
constexpr std::string_view kLiteral = "tapcensus";
constexpr std::string_view kText =
    "GET /index.html?a=1&b=22 HTTP/1.1\r\nHost: www.example.org\r\nUser-Agent: Example/5.0 (X11; "
    "Linux x86_64)\r\nAccept: text/html,*/*;q=0.8\r\nCookie: id=0123456789abcdef; seen=true\r\n\r\n"
    "{\"name\": \"the quick brown fox\", \"jumps\": [\"over\", \"the\", \"lazy\", \"dog\"], "
    "\"price\": 12.50}\n220 mail.example.org ESMTP ready\r\nEHLO client.example.org\r\n";

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

int go_on(unsigned, unsigned long long, unsigned long long, unsigned, void*) { return 0; }

}  // namespace

// An expression alone.
class ExpressionCost::Trial {
 public:
  // Null when Hyperscan does not take it.
  static std::optional<Trial> of(const std::string& expression, Scanning scanning) {
    auto compiled = compile({expression}, scanning);
    auto* const database = std::get_if<Database>(&compiled);
    if (database == nullptr) return std::nullopt;
    return Trial{std::move(*database), scanning};
  }

  std::size_t state() const { return stream_ ? stream_size(database_.get()) : 0; }

  double seconds(std::string_view sample) {
    const double begun = cpu_seconds();
    for (std::size_t at = 0; at + kPiece <= sample.size(); at += kPiece) {
      if (stream_) {
        hs_scan_stream(stream_.get(), sample.data() + at, kPiece, 0, scratch_.get(), go_on,
                       nullptr);
      } else {
        hs_scan(database_.get(), sample.data() + at, kPiece, 0, scratch_.get(), go_on, nullptr);
      }
    }
    const double taken = cpu_seconds() - begun;
    if (stream_) hs_reset_stream(stream_.get(), 0, nullptr, nullptr, nullptr);
    return taken;
  }

 private:
  Trial(Database database, Scanning scanning)
      : database_{std::move(database)},
        scratch_{std::move(make_scratches({database_.get()}, 1).front())},
        stream_{scanning == Scanning::pieces ? open_stream(database_.get()) : nullptr} {}

  Database database_;
  Scratch scratch_;
  OpenStream stream_;
};

ExpressionCost::ExpressionCost() {
  std::uint64_t random = 0;
  for (std::string& sample : samples_) sample.resize(kSampleBytes + kScanSlack);
  for (std::size_t at = 0; at < kSampleBytes; ++at) {
    samples_[0][at] = kText[at % kText.size()];
    random = mix(random, at);
    samples_[1][at] = static_cast<char>(random);
  }
  for (const Scanning scanning : {Scanning::whole, Scanning::pieces}) {
    auto trial = Trial::of(std::string{kLiteral}, scanning);
    if (!trial) continue;
    double worst = 0;
    for (std::size_t sample = 0; sample < kSamples; ++sample) {
      worst = std::max(worst, best(*trial, sample, kRounds));
    }
    literal_seconds_[static_cast<std::size_t>(scanning)] = worst;
    literal_state_ = std::max(literal_state_, trial->state());
  }
}

double ExpressionCost::best(Trial& trial, std::size_t sample, int rounds) const {
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < rounds; ++i) {
    least = std::min(least, trial.seconds(std::string_view{samples_[sample]}.substr(
                                0, samples_[sample].size() - kScanSlack)));
  }
  return least;
}

std::optional<std::string> ExpressionCost::objection(const std::string& expression,
                                                     Scanning scanning) const {
  auto trial = Trial::of(expression, scanning);
  if (!trial) return std::nullopt;
  const std::size_t most_state = literal_state_ + kMostStateBytes;
  if (trial->state() > most_state) {
    return fmt::format(
        "this expression needs {} bytes of memory for every open stream; at most {} are allowed: "
        "shorten its repeats",
        trial->state(), most_state);
  }
  const double unit = literal_seconds_[static_cast<std::size_t>(scanning)];
  for (std::size_t sample = 0; sample < kSamples; ++sample) {
    if (best(*trial, sample, 1) <= kMostTimes * unit) continue;
    const double times = best(*trial, sample, kRounds) / unit;
    if (times <= kMostTimes) continue;
    return fmt::format(
        "this expression takes {:.0f} times as long as a plain text to scan for; at most {:.0f} "
        "times is allowed: shorten its repeats, or begin it with a text that is rare",
        times, kMostTimes);
  }
  return std::nullopt;
}

}  // namespace tapcensus
