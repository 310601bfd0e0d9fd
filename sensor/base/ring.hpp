// A bounded queue between one producer and one consumer, without locks.
//
// The memory is taken at construction. push() and pop() never wait: they say whether they did it.
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <type_traits>

namespace tapcensus {

template <class T>
class Ring {
  static_assert(std::is_trivially_copyable_v<T>, "values cross threads by copy");

 public:
  // Holds at least `capacity` values, rounded up to a power of two.
  explicit Ring(std::size_t capacity)
      : mask_{std::bit_ceil(capacity) - 1},
        slots_{std::make_unique_for_overwrite<T[]>(mask_ + 1)} {}

  // False when full. Only the producer may call it.
  bool push(const T& value) noexcept {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    if (tail - known_head_ > mask_) {
      known_head_ = head_.load(std::memory_order_acquire);
      if (tail - known_head_ > mask_) return false;
    }
    slots_[tail & mask_] = value;
    tail_.store(tail + 1, std::memory_order_release);
    return true;
  }

  // False when empty. Only the consumer may call it.
  bool pop(T& value) noexcept {
    const std::size_t head = head_.load(std::memory_order_relaxed);
    if (head == known_tail_) {
      known_tail_ = tail_.load(std::memory_order_acquire);
      if (head == known_tail_) return false;
    }
    value = slots_[head & mask_];
    head_.store(head + 1, std::memory_order_release);
    return true;
  }

  std::size_t capacity() const noexcept { return mask_ + 1; }

  // How many wait in it; true a moment ago.
  std::size_t size() const noexcept {
    return tail_.load(std::memory_order_acquire) - head_.load(std::memory_order_acquire);
  }

 private:
  const std::size_t mask_;
  const std::unique_ptr<T[]> slots_;
  alignas(64) std::atomic<std::size_t> tail_{0};  // written by the producer
  std::size_t known_head_ = 0;                    // the producer's
  alignas(64) std::atomic<std::size_t> head_{0};  // written by the consumer
  std::size_t known_tail_ = 0;                    // the consumer's
};

}  // namespace tapcensus
