// Rules are replaced under traffic: no packet is lost, nobody waits, and nothing is left behind.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "match/prepared_rules.hpp"
#include "match/rule_book.hpp"
#include "match/rule_directory.hpp"
#include "support/frame.hpp"
#include "support/recording.hpp"
#include "support/sanitized.hpp"
#include "worker/bench.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;

std::uint64_t resident_bytes() {
  std::ifstream file{"/proc/self/statm"};
  std::uint64_t total = 0, resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

constexpr std::string_view kSystems = R"(
[vendors]
Google = { country = "US" }
[systems]
Android = { vendor = "Google", versions = ["8", "9"] }
[families]
[models]
)";

std::string android(std::string_view expression) {
  return rule("dhcp.vendor_class", "matches = '" + std::string{expression} + "'",
              "os = 'Android', os_version = '{1}'");
}

// Two versions of the same rules, at different places and with different expressions.
class TwoVersions {
 public:
  TwoVersions() {
    directories_[0].write("taxonomy.toml", kSystems).write("a.toml", android(R"(dhcp-(\d)\b)"));
    directories_[1]
        .write("taxonomy.toml", kSystems)
        .write("a.toml", rule("dhcp.hostname", "is = 'x'", "vendor = 'Google'") +
                             android(R"(^android-\w+-(\d))"));
  }

  std::unique_ptr<const RuleSet> load(std::size_t turn, std::size_t workers, Catalog& catalog) {
    return Loaded::take(
        RuleSet::load(directories_[turn % 2].path(), catalog, workers, cache_.path()));
  }

 private:
  TemporaryDirectory directories_[2];
  TemporaryDirectory cache_;
};

// Workers on threads of their own, which see the same packets again and again.
class Workers {
 public:
  Workers(std::size_t count, RuleBook& book)
      : recording_{recording_of(capture_path("dhcp.pcap"))}, packets_{packets_of(recording_)} {
    for (std::size_t i = 0; i < count; ++i) {
      workers_.push_back(std::make_unique<Worker>(
          WorkerOptions{.index = i, .shard = {.flows = 256}, .make_room = {}}, book.published()));
    }
    for (const auto& worker : workers_) {
      threads_.emplace_back([this, &worker = *worker] { work(worker); });
    }
  }
  ~Workers() { stop(); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void stop() {
    stopping_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  const std::vector<std::unique_ptr<Worker>>& all() const { return workers_; }
  std::uint64_t given() const { return given_; }

 private:
  void work(Worker& worker) {
    while (!stopping_.load(std::memory_order_relaxed)) {
      worker.process(packets_);
      given_.fetch_add(packets_.size(), std::memory_order_relaxed);
      worker.rest();
      std::this_thread::yield();
    }
  }

  const Recording recording_;
  const std::vector<Packet> packets_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::uint64_t> given_{0};
};

// What the control thread does with what they say: judges it.
struct Judged {
  std::uint64_t evidence = 0;
  std::uint64_t without_version = 0;  // whose captures were not filled
};

void judge(const Workers& workers, const RuleBook& book, const Catalog& catalog, Judged& judged) {
  for (const auto& worker : workers.all()) {
    Evidence evidence;
    while (worker->outbox().pop(evidence)) {
      ++judged.evidence;
      const Claim& claim = catalog[book.claim(evidence.rule, evidence.text.view())];
      judged.without_version += claim.at(Level::os_version).empty();
    }
    Sighting sighting;
    while (worker->outbox().pop(sighting)) {
    }
  }
}

TEST(Reloads, TenThousandUnderTraffic) {
  const char* const wanted = std::getenv("TAPCENSUS_RELOADS");
  const std::size_t reloads = wanted != nullptr ? std::stoul(wanted) : kSanitized ? 2'000 : 10'000;
  constexpr std::size_t kWorkers = 3;
  TwoVersions versions;
  Catalog catalog;
  RuleBook book{kWorkers, versions.load(0, kWorkers, catalog)};
  Workers workers{kWorkers, book};
  Judged judged;
  std::uint64_t warm = 0, most = 0;
  std::size_t known_rules = 0, most_sets = 0;
  for (std::size_t turn = 1; turn <= reloads; ++turn) {
    book.replace(versions.load(turn, kWorkers, catalog));
    do {
      judge(workers, book, catalog, judged);
      book.forget();
      most_sets = std::max(most_sets, book.sets());
      if (book.sets() > 3) std::this_thread::yield();
    } while (book.sets() > 3);
    if (turn == 2) known_rules = catalog.rules();
    std::uint64_t& highest = turn < reloads / 4 ? warm : most;
    if (turn % 16 == 0) highest = std::max(highest, resident_bytes());
  }
  workers.stop();
  for (const auto& worker : workers.all()) worker->rest();
  for (int i = 0; i < 3; ++i) {
    judge(workers, book, catalog, judged);
    book.forget();
  }

  std::uint64_t taken = 0;
  for (const auto& worker : workers.all()) {
    taken += outcome_sum(*worker);
    EXPECT_EQ(worker->tallies().events[Event::evidence_lost].value(), 0u);
  }
  EXPECT_EQ(taken, workers.given());
  EXPECT_EQ(book.sets(), 1u) << "every set but the newest is gone";
  EXPECT_EQ(catalog.rules(), known_rules) << "the catalogue does not grow";
  EXPECT_GT(judged.evidence, reloads) << "each set was asked";
  EXPECT_EQ(judged.without_version, 0u) << "each was judged by the set it came from";
  EXPECT_EQ(book.undeclared() + book.scan_errors(), 0u);
  if (!kSanitized) {
    EXPECT_LT(most, warm + (8u << 20));
  }
  std::cout << reloads << " reloads, " << taken << " packets, " << judged.evidence
            << " pieces of evidence, at most " << most_sets << " sets, " << (warm >> 10)
            << " KiB when warm, " << (most >> 10) << " later\n";
}

// A text that no rule knew is asked about again, in the same minute.
TEST(Reloads, NewRuleTakesEffectWithTheNextBurst) {
  TemporaryDirectory directory;
  directory.write("taxonomy.toml", kSystems);
  directory.write("a.toml", rule("dhcp.hostname", "is = 'x'", "vendor = 'Google'"));
  Catalog catalog;
  const auto load = [&] { return Loaded::take(RuleSet::load(directory.path(), catalog, 1)); };
  RuleBook book{1, load()};
  Worker worker{WorkerOptions{}, book.published()};
  const Recording recording = recording_of(capture_path("dhcp.pcap"));
  const auto evidence = [&] {
    worker.process(packets_of(recording));
    std::size_t count = 0;
    Evidence each;
    while (worker.outbox().pop(each)) ++count;
    return count;
  };
  EXPECT_EQ(evidence(), 0u);
  directory.write("a.toml", android(R"(dhcp-(\d)\b)"));
  book.replace(load());
  EXPECT_GT(evidence(), 0u);
  EXPECT_EQ(evidence(), 0u) << "said once a minute";
}

TEST(Reloads, IdleWorkerLeavesTheFormerRulesToo) {
  TwoVersions versions;
  Catalog catalog;
  RuleBook book{2, versions.load(0, 2, catalog)};
  Worker resting{{.index = 0, .shard = {}, .make_room = {}}, book.published()};
  Worker waiting{{.index = 1, .shard = {}, .make_room = {}}, book.published()};
  book.replace(versions.load(1, 2, catalog));
  resting.rest();
  EXPECT_FALSE(book.taken_by_all());
  waiting.advance(Tick{kSecond});
  EXPECT_TRUE(book.taken_by_all());
}

TEST(Reloads, WorkerThatIsGoneKeepsNoRules) {
  TwoVersions versions;
  Catalog catalog;
  RuleBook book{1, versions.load(0, 1, catalog)};
  { const Worker worker{WorkerOptions{}, book.published()}; }
  book.replace(versions.load(1, 1, catalog));
  EXPECT_TRUE(book.taken_by_all());
}

}  // namespace
}  // namespace tapcensus
