// What an Intake keeps; seen only by the room itself, because it names DPDK.
#pragma once

#include <rte_mempool.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "intake/eal.hpp"
#include "intake/intake.hpp"
#include "intake/interface.hpp"
#include "intake/plan.hpp"
#include "intake/port.hpp"
#include "intake/queue_state.hpp"
#include "intake/replay.hpp"

namespace tapcensus {

struct Intake::State {
  struct Errand {
    const std::function<void(std::size_t)>* work = nullptr;
    std::size_t worker = 0;
  };

  explicit State(Placement where) : placement{std::move(where)} {}

  Result<bool> open(const IntakeOptions& options, const std::vector<TapPlan>& plan,
                    std::size_t replay_room);
  Result<bool> open_tap(const TapPlan& plan, const IntakeOptions& options, std::size_t replay_room);
  Result<std::vector<rte_mempool*>> pools_of(const Port& port, std::uint16_t queues,
                                             const IntakeOptions& options, std::size_t replay_room);
  Result<bool> deal_out(const IntakeOptions& options, const TimeField& time);
  Result<bool> join_workers(std::vector<std::unique_ptr<Queue::State>>& shares, std::size_t size);
  void lose_what_is_on_the_way();
  void close();
  IntakeStats count();
  TapStats count(std::uint16_t tap);
  std::vector<HandoverStats> count_handovers() const;

  // One port, and what was last said of it.
  struct Member {
    Port port;
    LinkState state{};
  };
  struct Tap {
    std::string name;
    std::vector<Member> members;
    std::vector<std::unique_ptr<Source>> sources;  // until they are dealt out
  };

  Placement placement;
  Interfaces interfaces;
  std::vector<std::string> names;  // by tap number, as are:
  std::vector<Tap> taps;
  std::vector<rte_mempool*> pools;
  std::vector<std::string> notes;
  std::vector<Source*> sources;  // all of them; queues own them
  std::vector<Queue> queues;
  std::optional<Replay> replay;
  std::function<void(std::size_t)> work;
  std::vector<Errand> errands;
  std::optional<IntakeStats> final_counts;
};

// Enough for the pools and rings of all taps, in megabytes. `replay_room` is of one mbuf.
std::size_t megabytes_for(const IntakeOptions& options, const std::vector<TapPlan>& taps,
                          std::size_t replay_room);

}  // namespace tapcensus
