// Counters with one writer and any number of readers.
//
// add() is load, add, store, relaxed: no locked instruction. Readers see a value that was true a
// moment ago. Counters are never set back; Prometheus does rates.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace tapcensus {

class Counter {
 public:
  // Only the owning thread may add.
  void add(std::uint64_t count = 1) noexcept {
    value_.store(value_.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
  }
  std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

// A Counter for each enumerator; the enumeration ends in `end_`.
template <class E>
class Tally {
 public:
  static constexpr std::size_t kSize = static_cast<std::size_t>(E::end_);

  Counter& operator[](E which) noexcept { return counters_[static_cast<std::size_t>(which)]; }
  const Counter& operator[](E which) const noexcept {
    return counters_[static_cast<std::size_t>(which)];
  }

 private:
  alignas(64) std::array<Counter, kSize> counters_;
};

}  // namespace tapcensus
