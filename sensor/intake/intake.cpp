#include "intake/intake.hpp"

#include <pthread.h>
#include <rte_eal.h>
#include <rte_launch.h>
#include <rte_mbuf_dyn.h>

#include <algorithm>
#include <utility>

#include "intake/intake_state.hpp"

namespace tapcensus {

void Intake::State::close() {
  for (const Tap& tap : taps) {
    for (const Member& member : tap.members) {
      member.port.stop();
      member.port.close();
    }
  }
  rte_eal_cleanup();
}

// Of workers that have ended: nobody will fetch it.
void Intake::State::lose_what_is_on_the_way() {
  for (const Queue& queue : queues) {
    for (const auto& outbox : queue.state_->outboxes) {
      if (!outbox) continue;
      do {
        for (unsigned i = 0; i < outbox->size; ++i) {
          queue.state_->of_port[outbox->frames[i]->port]->lost.add();
        }
        outbox->lose();
      } while (outbox->take_back());
    }
  }
}

Intake::Intake(std::unique_ptr<State> state) : state_{std::move(state)} {}
Intake::~Intake() { stop(); }

Errors Intake::mistakes_in(const IntakeOptions& options) {
  return tapcensus::mistakes_in(options, plan_of(options));
}

Result<std::unique_ptr<Intake>> Intake::start(const IntakeOptions& options) {
  const std::vector<TapPlan> plan = plan_of(options);
  if (Errors errors = tapcensus::mistakes_in(options, plan); !errors.empty()) return errors;
  std::optional<Tape> tape;
  std::size_t replay_room = 0;
  if (options.replay) {
    auto loaded = Tape::load(options.replay->file);
    if (!loaded) return loaded.errors();
    tape = std::move(*loaded);
    replay_room = RTE_PKTMBUF_HEADROOM + std::max<std::size_t>(tape->longest(), 2048);
  }
  auto state = std::make_unique<State>(Placement::of_this_process(options.workers));
  auto running = start_eal(state->placement, plan, megabytes_for(options, plan, replay_room));
  if (!running) return running.errors();

  TimeField time;
  if (rte_mbuf_dyn_rx_timestamp_register(&time.offset, &time.flag) != 0) {
    return Error{"DPDK", "has no room for the packets' time"};
  }
  if (auto opened = state->open(options, plan, replay_room); !opened) {
    state->close();
    return opened.errors();
  }
  if (options.replay) {
    const Port& port = state->taps.back().members.front().port;
    state->replay.emplace(std::move(*tape),
                          Replay::Into{.port = port.id(),
                                       .queues = port.queues_for(options.workers),
                                       .pool = state->pools.back(),
                                       .time = time},
                          options.replay->rate, options.replay->move_addresses);
  }
  if (auto dealt = state->deal_out(options, time); !dealt) {
    state->close();
    return dealt.errors();
  }
  return std::unique_ptr<Intake>{new Intake{std::move(state)}};
}

const std::vector<std::string>& Intake::taps() const noexcept { return state_->names; }
const std::vector<std::string>& Intake::notes() const noexcept { return state_->notes; }
std::size_t Intake::queues() const noexcept { return state_->queues.size(); }
Queue& Intake::queue(std::size_t worker) noexcept { return state_->queues[worker]; }

void Intake::launch(std::function<void(std::size_t)> work) {
  state_->work = std::move(work);
  state_->errands.resize(queues());
  for (std::size_t worker = 0; worker < queues(); ++worker) {
    state_->errands[worker] = {&state_->work, worker};
    rte_eal_remote_launch(
        [](void* argument) noexcept {
          const auto* errand = static_cast<const State::Errand*>(argument);
          (*errand->work)(errand->worker);
          return 0;
        },
        &state_->errands[worker], static_cast<unsigned>(1 + worker));
  }
  if (state_->replay) state_->replay->start(state_->placement.control_cpus());
}

void Intake::join() { rte_eal_mp_wait_lcore(); }

IntakeStats Intake::stats() const {
  return state_->final_counts ? *state_->final_counts : state_->count();
}

std::vector<std::string> Intake::news() {
  std::vector<std::string> sentences;
  for (State::Tap& tap : state_->taps) {
    for (State::Member& member : tap.members) {
      const LinkState before = std::exchange(member.state, member.port.state());
      const std::string& port = member.port.plan().label;
      if (member.state.gone && !before.gone) {
        for (Source* source : state_->sources) {
          if (source->port == member.port.id()) source->gone = true;
        }
        sentences.push_back(port +
                            ": the interface is gone; when it is there again, start the sensor "
                            "anew, since it may no longer open what it had");
      } else if (member.state.up != before.up) {
        sentences.push_back(port + (member.state.up ? ": the link is up again"
                                                    : ": no link; nothing is seen there until the "
                                                      "cable or the interface is back"));
      }
    }
  }
  return sentences;
}

void Intake::use_control_cpus() const noexcept {
  const cpu_set_t cpus = state_->placement.control_cpus();
  pthread_setaffinity_np(pthread_self(), sizeof cpus, &cpus);
}

void Intake::stop() {
  if (state_->final_counts) return;
  if (state_->replay) state_->replay->stop();
  join();
  state_->lose_what_is_on_the_way();
  for (const State::Tap& tap : state_->taps) {
    for (const State::Member& member : tap.members) member.port.stop();
  }
  state_->final_counts = state_->count();
  state_->close();
}

}  // namespace tapcensus
