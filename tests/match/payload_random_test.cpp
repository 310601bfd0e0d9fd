// Ten thousand random cases: expressions, bytes and cuts. What streams find is what one scan of the
// whole finds, each expression exactly once.
#include <gtest/gtest.h>
#include <hs/hs.h>

#include <map>
#include <random>

#include "match/database.hpp"
#include "match/payload_streams.hpp"

namespace tapcensus {
namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t most) { return random() % most; }

// Few characters, so that much of it is found.
std::string literal(Random& random) {
  std::string text;
  for (std::size_t i = 1 + below(random, 4); i > 0; --i) text += "abcd"[below(random, 4)];
  return text;
}

std::string piece_of_expression(Random& random) {
  constexpr std::array<const char*, 6> kClasses{"[ab]", "[^a]", "[a-c]", ".", "\\x00", "[\\x00d]"};
  switch (below(random, 6)) {
    case 0: return kClasses[below(random, kClasses.size())];
    case 1: {
      const std::size_t least = 1 + below(random, 4);
      return std::string{kClasses[below(random, kClasses.size())]} + '{' + std::to_string(least) +
             ',' + std::to_string(least + below(random, 8)) + '}';
    }
    case 2: return "(?:" + literal(random) + '|' + literal(random) + ')';
    case 3: return literal(random) + "+";
    default: return literal(random);
  }
}

std::string expression(Random& random) {
  std::string text = below(random, 4) == 0 ? "^" : "";
  for (std::size_t i = 1 + below(random, 4); i > 0; --i) text += piece_of_expression(random);
  if (below(random, 5) == 0) text += "\\z";
  return text;
}

std::string bytes(Random& random) {
  std::string text(below(random, below(random, 8) == 0 ? 4'000 : 120), '\0');
  for (char& c : text) c = "abcd\0x"[below(random, 6)];
  return text;
}

// Rules of one expression each, rule i of expression i.
struct Case {
  explicit Case(Random& random) {
    std::vector<std::string> expressions;
    for (std::size_t i = 1 + below(random, 12); i > 0; --i) {
      const std::string one = expression(random);
      if (!refusal(one)) expressions.push_back(one);
    }
    if (expressions.empty()) expressions.push_back("abc");
    auto pieces = compile(expressions, Scanning::pieces);
    auto whole = compile(expressions, Scanning::whole);
    streaming = std::move(std::get<Database>(pieces));
    rules.database = streaming.get();
    reference = std::move(std::get<Database>(whole));
    for (std::uint32_t i = 0; i < expressions.size(); ++i) {
      rules.expressions.push_back({i, false});
      rules.rules.push_back({RuleId{i}, true, {}});
    }
    workers.push_back(std::make_unique<WorkerSpace>(0, expressions.size()));
    workers[0]->scratch = std::move(make_scratches({rules.database, reference.get()}, 1).front());
    pool = std::make_unique<StreamPool>(rules, workers, 4);
    written = expressions;
  }

  std::map<RuleId, int> expected(std::string text) const {
    std::map<RuleId, int> found;
    const auto size = static_cast<unsigned>(text.size());
    text.append(kScanSlack, '\0');
    const auto note = [](unsigned id, unsigned long long, unsigned long long, unsigned, void* to) {
      (*static_cast<std::map<RuleId, int>*>(to))[RuleId{id}] = 1;
      return 0;
    };
    EXPECT_EQ(
        hs_scan(reference.get(), text.data(), size, 0, workers[0]->scratch.get(), note, &found),
        HS_SUCCESS);
    return found;
  }

  std::string description(const std::string& text) const {
    std::string all = "in " + ::testing::PrintToString(text) + " of";
    for (const std::string& one : written) all += "  " + one;
    return all;
  }

  Database streaming;
  PayloadRules rules;
  Database reference;
  std::vector<std::unique_ptr<WorkerSpace>> workers;
  std::unique_ptr<StreamPool> pool;
  std::vector<std::string> written;
};

// A stream that is cut at random, some cuts next to each other.
struct Feed {
  Feed(StreamPool& pool, std::string text) : stream{pool.acquire(this)}, bytes{std::move(text)} {}

  bool step(StreamPool& pool, Random& random) {
    const std::size_t most = below(random, 3) == 0 ? 3 : bytes.size() + 1;
    const std::size_t size = std::min(bytes.size() - at, below(random, most));
    take(pool.scan(stream, as_bytes(std::string_view{bytes}.substr(at, size)), {}, 0));
    at += size;
    if (at < bytes.size()) return true;
    take(pool.close(stream, {}, 0));
    return false;
  }

  void take(PayloadHits hits) {
    for (const PayloadHit& hit : hits) {
      ++found[hit.rule];
      EXPECT_LE(hit.end, bytes.size());
    }
  }

  PayloadStreams::Index stream;
  std::string bytes;
  std::size_t at = 0;
  std::map<RuleId, int> found;
};

TEST(RandomPayload, IsFoundInPiecesAsInOne) {
  constexpr int kExpressionSets = 250;
  constexpr int kTurns = 20;
  Random random{20};
  std::size_t found = 0;
  for (int i = 0; i < kExpressionSets; ++i) {
    const Case one{random};
    for (int turn = 0; turn < kTurns; ++turn) {
      // Two streams in turns, so that what one holds cannot be taken for the other's.
      Feed first{*one.pool, bytes(random)};
      Feed second{*one.pool, bytes(random)};
      bool more_of_first = true;
      bool more_of_second = true;
      while (more_of_first || more_of_second) {
        if (more_of_first) more_of_first = first.step(*one.pool, random);
        if (more_of_second) more_of_second = second.step(*one.pool, random);
      }
      ASSERT_EQ(first.found, one.expected(first.bytes)) << one.description(first.bytes);
      ASSERT_EQ(second.found, one.expected(second.bytes)) << one.description(second.bytes);
      found += first.found.size() + second.found.size();
    }
    ASSERT_EQ(one.workers[0]->scan_errors.value(), 0u);
  }
  EXPECT_GT(found, 10'000u);
}

}  // namespace
}  // namespace tapcensus
