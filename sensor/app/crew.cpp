#include "app/crew.hpp"

#include <signal.h>

#include <chrono>

namespace tapcensus {

Crew::Crew(const CensusChoices& choices, const ShardSize& size, Arena::Pages pages, Desk& desk,
           FactsFile* facts, UnknownValues* unknown)
    : desk_{desk}, facts_{facts}, unknown_{unknown} {
  const std::size_t workers = choices.workers;
  const bool alone = workers == 1;
  // Alone, a full outbox is emptied on the spot; otherwise the control thread does it meanwhile.
  const MakeRoom make_room{alone ? [](void* crew) { static_cast<Crew*>(crew)->make_room(); }
                                 : [](void*) { std::this_thread::yield(); },
                           this};
  for (std::size_t i = 0; i < workers; ++i) {
    members_.push_back({std::make_unique<Worker>(WorkerOptions{.index = i,
                                                               .workers = workers,
                                                               .shards = kShards,
                                                               .shard = size,
                                                               .pages = pages,
                                                               .outbox_evidence = 4096,
                                                               .outbox_sightings = 8192,
                                                               .outbox_matches = 1024,
                                                               .make_room = make_room,
                                                               .listener = listener(i),
                                                               .filter = choices.filter},
                                                 desk.rules().published()),
                        {}});
  }
  if (alone) return;
  // Signals are for the thread that may be waiting for standard input: it must wake up.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  for (Member& member : members_) {
    member.thread = std::thread{[this, &worker = *member.worker] { loop(worker); }};
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Crew::~Crew() {
  if (members_.size() == 1) return;
  finish();
  give(Work::leave);
  for (Member& member : members_) member.thread.join();
}

FactListener* Crew::listener(std::size_t worker) {
  FactListener* const facts = facts_ == nullptr ? nullptr : &facts_->buffer(worker);
  FactListener* const unknown = unknown_ == nullptr ? nullptr : &unknown_->buffer(worker);
  if (facts != nullptr && unknown != nullptr) return &pairs_.emplace_back(*facts, *unknown);
  return facts != nullptr ? facts : unknown;
}

void Crew::begin(std::span<const Packet> packets) {
  packets_ = packets;
  give(Work::process);
}

void Crew::close() {
  give(Work::close);
  finish();
}

void Crew::give(Work work) {
  work_ = work;
  if (members_.size() == 1) return run(*members_.front().worker);
  finished_.store(0, std::memory_order_relaxed);
  turn_.fetch_add(1, std::memory_order_release);
  turn_.notify_all();
}

void Crew::finish() {
  using namespace std::chrono_literals;
  if (members_.size() > 1 && turn_.load(std::memory_order_relaxed) > 0) {
    while (finished_.load(std::memory_order_acquire) < members_.size()) {
      make_room();
      std::this_thread::sleep_for(20us);
    }
  }
  make_room();
  desk_.note_collected();
  if (facts_ != nullptr) facts_->flush();
  if (unknown_ != nullptr) unknown_->take(desk_.rules().newest());
}

void Crew::make_room() {
  for (const Member& member : members_) desk_.collect(member.worker->outbox());
}

void Crew::loop(Worker& worker) {
  for (std::uint32_t seen = 0;; ++seen) {
    turn_.wait(seen, std::memory_order_acquire);
    if (work_ == Work::leave) return;
    run(worker);
    finished_.fetch_add(1, std::memory_order_release);
  }
}

void Crew::run(Worker& worker) {
  if (work_ == Work::process) {
    worker.process(packets_);
  } else {
    worker.close();
  }
}

std::vector<const Worker*> Crew::workers() const {
  std::vector<const Worker*> workers;
  for (const Member& member : members_) workers.push_back(member.worker.get());
  return workers;
}

}  // namespace tapcensus
