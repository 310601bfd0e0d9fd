// The pool behind PayloadStreams.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "match/payload_rules.hpp"
#include "match/worker_space.hpp"

namespace tapcensus {

class StreamPool final : public PayloadStreams {
 public:
  static constexpr std::size_t kFewest = 64;
  static constexpr std::size_t kMost = 65'536;

  // Bytes that each stream takes, with what stands beside it.
  static std::size_t bytes_each(const PayloadRules& rules);
  // Streams that have room in so many bytes.
  static std::size_t fitting(const PayloadRules& rules, std::size_t bytes);

  // `rules` and `workers` outlive it.
  StreamPool(const PayloadRules& rules, std::span<const std::unique_ptr<WorkerSpace>> workers,
             std::size_t streams);

  Index acquire(const void* owner) noexcept override;
  bool owns(Index index, const void* owner) const noexcept override;
  PayloadHits scan(Index index, ByteView bytes, const PayloadPlace& place,
                   std::size_t worker) noexcept override;
  PayloadHits close(Index index, const PayloadPlace& place, std::size_t worker) noexcept override;
  void drop(Index index) noexcept override;
  void restart(Index index, Restart where) noexcept override;
  std::uint64_t scanned(Index index) const noexcept override { return slots_[index].scanned; }
  std::size_t in_use() const noexcept override { return in_use_; }
  std::uint64_t lost() const noexcept override { return lost_; }

  // As scan() and close(), but every rule fits. For whoever tries rules.
  PayloadHits scan_anywhere(Index index, ByteView bytes, std::size_t worker) noexcept;
  PayloadHits close_anywhere(Index index, std::size_t worker) noexcept;

 private:
  // Slot 0 is nobody's: it holds both ends of the list of those in use.
  struct Slot {
    OpenStream stream;
    const void* owner = nullptr;
    std::uint64_t scanned = 0;
    std::uint64_t begun = 0;  // of them, before the last restart
    Index older = 0;          // acquired just before
    Index newer = 0;          // acquired just after; of a free one: the next that is free
    bool behind_gap = false;
  };

  PayloadHits scan(Index index, ByteView bytes, const PayloadPlace* place,
                   WorkerSpace& space) noexcept;
  PayloadHits close(Index index, const PayloadPlace* place, WorkerSpace& space) noexcept;
  PayloadHits tell(Index index, const PayloadPlace* place, WorkerSpace& space) noexcept;
  void forget(Slot& slot) noexcept;
  void release(Index index) noexcept;
  void unlink(const Slot& slot) noexcept;
  std::span<std::uint64_t> told(Index index) noexcept {
    return {told_.data() + index * words_, words_};
  }

  const PayloadRules& rules_;
  const std::span<const std::unique_ptr<WorkerSpace>> workers_;
  const std::size_t words_;          // of a bit for each rule
  std::vector<Slot> slots_;          // by index
  std::vector<std::uint64_t> told_;  // by index: the rules that were told
  Index free_ = 0;
  std::size_t in_use_ = 0;
  std::uint64_t lost_ = 0;
};

}  // namespace tapcensus
