// What HTTP clients ask of the census, answered by its owner, the control thread, between its
// turns.
//
// Clients ask from the server's thread and sleep. All who have asked for the same thing when it is
// begun share one answer, which is not copied for them. A large answer is made from a copy of the
// census in slices, so that the control thread is soon back at its work; while the copy is made,
// it empties the workers' rings. Whatever clients do, at most half of the control thread's time is
// theirs, so many questions wait, and so many bytes of answers are held: beyond that they are told
// to come again (503).
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "app/desk.hpp"
#include "present/report.hpp"
#include "serve/http_server.hpp"

namespace tapcensus {

// What stands below the devices.
struct Standing {
  Ledger ledger;
  std::vector<SignatureCount> signatures;
  std::vector<std::string> limits;
};

class Questions {
 public:
  static constexpr std::size_t kMostWaiting = 256;
  static constexpr std::size_t kMostBytes = 512 * 1024 * 1024;

  // All devices, as `read --output json` gives them. From any thread.
  void ask_for_all(Owed owed);
  // One device with its evidence. From any thread.
  void ask_for(std::string_view id, Owed owed);

  // Works on what was asked for a little while; true when there is more to do at once. `breathe`
  // empties the rings. By the control thread.
  bool work(const Desk& desk, const Census::Breath& breathe,
            const std::function<Standing()>& standing);

 private:
  using Clock = std::chrono::steady_clock;
  using Answer = std::shared_ptr<const Response>;

  // An answer that grows.
  struct Document {
    std::vector<Owed> askers;
    std::vector<Device> devices;
    std::size_t written = 0;
    std::string text;
  };

  bool begin(const Desk& desk, const Census::Breath& breathe);
  void answer_each(const Desk& desk, const std::map<std::string, std::vector<Owed>>& asked,
                   const Census::Breath& breathe);
  void go_on(const Desk& desk, const Census::Breath& breathe,
             const std::function<Standing()>& standing);
  bool full();

  std::mutex mutex_;
  std::vector<Owed> all_;                          // guarded by mutex_
  std::map<std::string, std::vector<Owed>> each_;  // likewise, by id
  std::size_t waiting_ = 0;                        // likewise

  std::unique_ptr<Document> document_;
  std::vector<std::weak_ptr<const Response>> given_;  // that clients may still be reading
  Clock::time_point rest_until_{};
  Clock::time_point left_{};  // the end of the last slice
};

}  // namespace tapcensus
