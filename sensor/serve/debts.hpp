// The answers that a server owes, so that none is owed for ever.
//
// A thread of its own answers with 503 whoever has waited for longer than was promised, and
// settle() everybody who still waits.
#pragma once

#include <microhttpd.h>

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "serve/http_server.hpp"

namespace tapcensus {

// A connection that sleeps until it is given an answer.
struct Owed::State {
  explicit State(MHD_Connection* sleeper) : connection{sleeper} {}

  std::mutex mutex;
  MHD_Connection* connection;              // nobody's any more once it has been woken
  std::shared_ptr<const Response> answer;  // read by the server's thread after it was woken
};

class Debts {
 public:
  Debts();
  ~Debts();
  Debts(const Debts&) = delete;
  Debts& operator=(const Debts&) = delete;

  void add(std::shared_ptr<Owed::State> owed, std::chrono::milliseconds patience);
  // Answers all, and at once those that are added later.
  void settle();

 private:
  using Clock = std::chrono::steady_clock;

  void remind();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<Clock::time_point, std::shared_ptr<Owed::State>> due_;
  bool settled_ = false;
  std::thread reminder_;
};

}  // namespace tapcensus
