// The rules of a running sensor are replaced: asked for by a signal or over HTTP, compiled in a
// process of its own, read by a thread of its own, entered by the control thread, and taken by each
// worker with its next burst. Nobody waits, and until then, or when there is a mistake, the former
// rules stay in use.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "app/compile_process.hpp"
#include "app/desk.hpp"
#include "exporter/scrape.hpp"
#include "match/prepared_rules.hpp"
#include "serve/http_server.hpp"

namespace tapcensus {

// Who wants a reload, from any thread. All who ask before one begins are answered by it; who asks
// while one runs, by the next.
class ReloadRequests {
 public:
  void ask();
  void ask(Owed owed);

  // Whether there are any; then `owed` are those that are owed for them.
  bool take(std::vector<Owed>& owed);

 private:
  std::mutex mutex_;
  bool asked_ = false;
  std::vector<Owed> owed_;
};

// All of it is for the control thread.
class Reload {
 public:
  // Both outlive it. The rules that `desk` has count as loaded now.
  // `program` compiles; a test may name another.
  Reload(ReloadRequests& requests, Desk& desk, const char* program = kThisProgram);
  ~Reload();

  // One is under way: the next step is due soon.
  bool busy() const noexcept { return stage_ != Stage::idle; }

  // Goes on as far as it can without waiting. True when one has ended: whoever looks now sees what
  // it has changed, and answer() tells those who asked for it.
  bool step();
  void answer();

  void show(Scrape& scrape) const;

  // Gives up what is under way.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  enum class Stage : std::uint8_t { idle, preparing, taking };

  void begin();
  void prepare();
  Result<std::filesystem::path> cache();
  bool enter();
  bool succeed();
  bool fail(const Errors& mistakes);
  void finish();

  ReloadRequests& requests_;
  Desk& desk_;
  const char* const program_;
  const int give_up_;                // an eventfd
  std::filesystem::path own_cache_;  // where there is no other; empty: not made yet
  std::vector<Owed> owed_;
  Response response_;

  Stage stage_ = Stage::idle;
  Clock::time_point begun_;
  Clock::time_point entered_;  // since when workers may take them
  std::thread thread_;
  std::optional<Result<PreparedRules>> prepared_;  // the thread's until it is done
  std::atomic<bool> done_{false};

  std::uint64_t successes_ = 0;
  std::uint64_t failures_ = 0;
  bool last_succeeded_ = true;
  double last_;          // seconds since 1970
  double last_success_;  // seconds since 1970
  double took_ = 0;      // seconds
};

}  // namespace tapcensus
