// One core's whole world: decode, locate, gather, read, match, say.
//
// Everything is laid out at construction. process() allocates nothing, waits for nobody (unless the
// outbox was told how), and keeps no view of the packets after it returns. Its clock is the
// packets'.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "flow/fragments.hpp"
#include "wire/filter.hpp"
#include "worker/shard.hpp"

namespace tapcensus {

struct WorkerOptions {
  std::size_t index = 0;    // whose scratch space of the rules it uses
  std::size_t workers = 1;  // that share the shards; 1 where each has its own
  std::size_t shards = 1;   // of them all; shard s belongs to the worker whose index is s % workers
  ShardSize shard;
  FragmentsSize fragments{};
  Arena::Pages pages = Arena::Pages::huge_at_once;  // of the shards and the fragments
  std::size_t outbox_evidence = 65536;
  std::size_t outbox_sightings = 65536;
  std::size_t outbox_matches = 16384;  // of signatures
  std::uint64_t seed = 0;
  MakeRoom make_room;
  FactListener* listener = nullptr;
  std::shared_ptr<const Filter> filter{};  // none: every frame is worth looking at
};

class Worker final : private UnfinishedListener {
 public:
  // `rules` has a reader for each index, sets with scratch space for it, and outlives the worker.
  Worker(const WorkerOptions& options, Published<RuleSet>& rules);

  // Takes one burst from frames to evidence, by the newest rules. Packets of other workers' shards
  // are left alone and not counted. Pieces of fragmented packets are put together by each of the
  // workers that share the shards, since the whole packet may be of another shard than its pieces.
  void process(std::span<const Packet> burst) noexcept;

  // Nothing came: takes the newest rules all the same, so that former ones can be freed.
  void rest() noexcept { rules_.refresh(now_); }

  // Says whether more was waiting than the last poll could bring: under lasting pressure whole
  // flows are left out (worker/overload.hpp). Who has a source that waits for us never says so.
  void polled(bool backlog) noexcept { overload_.polled(backlog, now_); }

  // Nothing came, but time went on to `now`.
  void advance(Tick now) noexcept;

  // The end of a capture: all flows end.
  void close() noexcept;

  Outbox& outbox() noexcept { return outbox_; }
  const Tallies& tallies() const noexcept { return *tallies_; }
  const Overload& overload() const noexcept { return overload_; }

  // Control thread: true a moment ago.
  std::size_t flows_active() const noexcept {
    return flows_active_.load(std::memory_order_relaxed);
  }
  std::size_t flows_capacity() const noexcept;
  std::uint64_t blocks_lost() const noexcept {
    return blocks_lost_.load(std::memory_order_relaxed);
  }
  // Of signatures.
  std::size_t streams_open() const noexcept {
    return streams_open_.load(std::memory_order_relaxed);
  }

 private:
  static constexpr std::size_t kBatch = 32;

  // How a packet came: in its frame; not yet, as its frame is a piece that waits for others; or
  // with this frame as the last of several.
  enum class Way : std::uint8_t { plain, held, assembled };

  // A packet between the two passes over a batch.
  struct Prepared {
    Layers layers;
    Located located;
    std::uint64_t hash;
    Shard* shard;  // none: another worker's, or nothing that needs one
    Outcome outcome;
    Way way;
    Freight freight;  // of what was assembled
  };

  // How many packets ahead of the one that is read, its bytes are fetched.
  static constexpr std::size_t kAhead = 4;

  std::size_t process_batch(std::span<const Packet> batch) noexcept;
  void prepare(const Packet& packet, Prepared& prepared) noexcept;
  Decoded assemble(const Packet& packet, Prepared& prepared) noexcept;
  Decoded take_piece(const Packet& packet, Prepared& prepared) noexcept;
  void count_piece(const Packet& packet, const Fragments::Answer& answer) noexcept;
  void unfinished(const Unfinished& packet) noexcept override;
  void take(const Packet& packet, Prepared& prepared) noexcept;
  void count_tunnels(const Layers& layers) noexcept;
  Outcome take_into_flow(const Packet& packet, const Prepared& prepared) noexcept;
  Outcome work(const Packet& packet, const Prepared& prepared) noexcept;
  Shard::Treatment treat(const Prepared& prepared) const noexcept;
  Shard* shard_of(const Layers& layers) noexcept;
  void publish() noexcept;

  const WorkerOptions options_;
  std::unique_ptr<Tallies> tallies_;
  Outbox outbox_;
  Reader reader_;
  RulesInUse rules_;
  Speaker speaker_;
  Overload overload_;
  Tick now_;     // as far as packets, or whoever waits for them, have come
  Arena arena_;  // of the shards and the fragments
  std::vector<std::unique_ptr<Shard>> shards_;  // by number; empty where another worker's
  Fragments fragments_;
  std::unique_ptr<Findings> findings_;
  std::unique_ptr<std::array<Prepared, kBatch>> prepared_;
  std::atomic<std::size_t> flows_active_{0};
  std::atomic<std::uint64_t> blocks_lost_{0};
  std::atomic<std::size_t> streams_open_{0};
};

}  // namespace tapcensus
