// The workers of `read`: all of them see each chunk, each takes the packets of its own shards.
//
// One worker works on the calling thread; more have threads of their own, and the caller may read
// the next chunk from the file while they work. Between chunks all stand still, so what they have
// said can be put in the order of the packets: that is why any number of workers gives the same
// bytes.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <thread>
#include <vector>

#include "app/desk.hpp"
#include "app/facts_file.hpp"
#include "app/unknown_values.hpp"
#include "worker/worker.hpp"

namespace tapcensus {

class Crew {
 public:
  static constexpr std::size_t kShards = 64;

  // All three outlive the crew; `facts` and `unknown` may be null.
  Crew(const CensusChoices& choices, const ShardSize& size, Arena::Pages pages, Desk& desk,
       FactsFile* facts, UnknownValues* unknown);
  ~Crew();

  // The workers begin on these packets, which must stay until finish().
  void begin(std::span<const Packet> packets);
  // The workers are done with them, and what they said is noted.
  void finish();
  // The end of a file: all flows end, and what that said is noted.
  void close();

  std::vector<const Worker*> workers() const;

 private:
  struct Member {
    std::unique_ptr<Worker> worker;
    std::thread thread;
  };
  enum class Work : std::uint8_t { process, close, leave };

  // Two who listen to one worker.
  struct Pair final : FactListener {
    Pair(FactListener& one, FactListener& other) : first{one}, second{other} {}
    void hear(const Origin& origin, const MacAddress& hardware,
              const Finding& finding) noexcept override {
      first.hear(origin, hardware, finding);
      second.hear(origin, hardware, finding);
    }
    FactListener& first;
    FactListener& second;
  };

  FactListener* listener(std::size_t worker);
  void give(Work work);
  void loop(Worker& worker);
  void run(Worker& worker);
  void make_room();

  Desk& desk_;
  FactsFile* const facts_;
  UnknownValues* const unknown_;
  std::deque<Pair> pairs_;
  std::vector<Member> members_;
  std::span<const Packet> packets_;
  Work work_ = Work::process;
  std::atomic<std::uint32_t> turn_{0};      // grows when there is work
  std::atomic<std::uint32_t> finished_{0};  // members that are done with the turn
};

}  // namespace tapcensus
