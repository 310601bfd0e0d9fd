// One immutable object that is replaced whole while others read it, without locks.
//
// The owner publishes; a fixed number of readers ask for the newest, each from one thread at a
// time. latest() is one acquire load when nothing is new. Asking is also the report that whatever
// the reader had before is no longer in use, so a reader that does not ask keeps the object that it
// was given last alive, and all younger ones: who has nothing to do asks too, and who leaves for
// good says so by retire().
//
// A reader that has not finished with what it was given may keep it beside the newest, at most
// kMostKept of them, and lets each go when it is done.
//
// Objects are numbered from 1 as they are published. A reader stores the number that it saw before
// it took the object, so what it holds is at least as new, and never freed under it.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace tapcensus {

template <class T>
class Published {
 private:
  static constexpr std::uint64_t kRetired = std::numeric_limits<std::uint64_t>::max();

 public:
  static constexpr std::size_t kMostKept = 2;

  class Reader {
   public:
    // Holds until this reader asks again, or retires.
    const T& latest() noexcept {
      const std::uint64_t newest = shared_->number.load(std::memory_order_acquire);
      if (newest != number_) [[unlikely]] {
        number_ = newest;
        object_ = shared_->object.load(std::memory_order_acquire);
        seen_.store(newest, std::memory_order_release);
      }
      return *object_;
    }

    // Of the object that latest() gave. Grows with each that is published.
    std::uint64_t number() const noexcept { return number_; }

    // Whether latest() would give another object than it last gave.
    bool news() const noexcept {
      return shared_->number.load(std::memory_order_acquire) != number_;
    }

    // What latest() last gave is in use until let_go(0), whatever it gives from now on. What was
    // kept before moves on by one; what was last of all is let go.
    void keep() noexcept {
      for (std::size_t age = kMostKept; --age > 0;) kept_[age].take(kept_[age - 1]);
      kept_[0].object = object_;
      kept_[0].seen.store(number_, std::memory_order_release);
    }
    // Null: nothing is kept at that age, 0 for what was kept last.
    const T* kept(std::size_t age) const noexcept { return kept_[age].object; }
    void let_go(std::size_t age) noexcept { kept_[age].clear(); }

    // Nothing is in use here any more. Asking again is allowed only while nobody publishes.
    void retire() noexcept {
      number_ = 0;
      object_ = nullptr;
      for (Kept& each : kept_) each.clear();
      seen_.store(kRetired, std::memory_order_release);
    }

   private:
    friend class Published;
    struct Shared {
      std::atomic<const T*> object{nullptr};
      std::atomic<std::uint64_t> number{0};  // written after the object
    };

    struct Kept {
      const T* object = nullptr;
      std::atomic<std::uint64_t> seen{kRetired};  // read by the owner

      void take(const Kept& other) noexcept {
        object = other.object;
        seen.store(other.seen.load(std::memory_order_relaxed), std::memory_order_release);
      }
      void clear() noexcept {
        object = nullptr;
        seen.store(kRetired, std::memory_order_release);
      }
    };

    // The owner reads them in the order in which an object moves: what has left one of them is
    // found in a later one.
    std::uint64_t oldest_in_use() const noexcept {
      std::uint64_t oldest = seen_.load(std::memory_order_acquire);
      for (const Kept& each : kept_) {
        oldest = std::min(oldest, each.seen.load(std::memory_order_acquire));
      }
      return oldest;
    }

    const Shared* shared_ = nullptr;
    std::uint64_t number_ = 0;
    const T* object_ = nullptr;
    alignas(64) std::atomic<std::uint64_t> seen_{0};  // read by the owner
    std::array<Kept, kMostKept> kept_;
  };

  Published(std::size_t readers, std::unique_ptr<const T> first) : readers_(readers) {
    for (Reader& reader : readers_) reader.shared_ = &shared_;
    publish(std::move(first));
  }
  Published(const Published&) = delete;
  Published& operator=(const Published&) = delete;

  Reader& reader(std::size_t index) noexcept { return readers_[index]; }

  // All below is for the owner's thread.
  void publish(std::unique_ptr<const T> object) {
    objects_.push_back({++published_, std::move(object)});
    shared_.object.store(objects_.back().object.get(), std::memory_order_release);
    shared_.number.store(published_, std::memory_order_release);
  }

  const T& newest() const noexcept { return *objects_.back().object; }

  // Whether every reader that has not retired has asked since the last publication.
  bool taken_by_all() const noexcept {
    return std::ranges::all_of(readers_, [&](const Reader& reader) {
      return reader.seen_.load(std::memory_order_acquire) >= published_;
    });
  }

  // Gives back what no reader uses any more, the oldest first. Never the newest.
  std::vector<std::unique_ptr<const T>> reclaim() {
    std::vector<std::unique_ptr<const T>> left;
    const std::uint64_t oldest = oldest_in_use();
    while (objects_.size() > 1 && objects_.front().number < oldest) {
      left.push_back(std::move(objects_.front().object));
      objects_.erase(objects_.begin());
    }
    return left;
  }

  // The newest, and those before it that reclaim() has not given back yet.
  std::size_t held() const noexcept { return objects_.size(); }

 private:
  struct Numbered {
    std::uint64_t number;
    std::unique_ptr<const T> object;
  };

  std::uint64_t oldest_in_use() const noexcept {
    std::uint64_t oldest = kRetired;
    for (const Reader& reader : readers_) oldest = std::min(oldest, reader.oldest_in_use());
    return oldest;
  }

  typename Reader::Shared shared_;
  std::vector<Reader> readers_;
  std::vector<Numbered> objects_;  // the newest last
  std::uint64_t published_ = 0;
};

}  // namespace tapcensus
