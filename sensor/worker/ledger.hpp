// The ledger as others may see it: what came in and what became of it, at one and the same moment.
//
// The worker publishes it after each burst; a reader gets all numbers of one burst's end, so that
// they sum exactly at every scrape. Neither waits for the other: a reader that meets a publication
// reads again.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "worker/tallies.hpp"

namespace tapcensus {

struct TapLedger {
  std::uint64_t received = 0;
  std::array<std::uint64_t, static_cast<std::size_t>(Outcome::end_)> outcomes{};
};
using TapLedgers = std::array<TapLedger, kMostTaps>;

class PublishedLedger {
 public:
  // The worker only. `received(tap)` is counted where packets come from, not by the worker.
  template <class Received>
  void publish(std::size_t taps, Received&& received, const Tallies& tallies) noexcept {
    const std::uint64_t version = version_.load(std::memory_order_relaxed);
    version_.store(version + 1, std::memory_order_relaxed);
    for (std::size_t tap = 0; tap < taps; ++tap) {
      // Released one by one: whoever sees one of them sees that a publication is under way.
      received_[tap].store(received(tap), std::memory_order_release);
      for (std::size_t i = 0; i < kOutcomes; ++i) {
        outcomes_[tap][i].store(tallies.outcomes[tap][static_cast<Outcome>(i)].value(),
                                std::memory_order_release);
      }
    }
    version_.store(version + 2, std::memory_order_release);
  }

  TapLedgers read() const noexcept {
    TapLedgers ledger;
    std::uint64_t before;
    do {
      before = version_.load(std::memory_order_acquire);
      for (std::size_t tap = 0; tap < kMostTaps; ++tap) {
        ledger[tap].received = received_[tap].load(std::memory_order_acquire);
        for (std::size_t i = 0; i < kOutcomes; ++i) {
          ledger[tap].outcomes[i] = outcomes_[tap][i].load(std::memory_order_acquire);
        }
      }
    } while (before % 2 != 0 || version_.load(std::memory_order_relaxed) != before);
    return ledger;
  }

 private:
  static constexpr std::size_t kOutcomes = static_cast<std::size_t>(Outcome::end_);

  std::atomic<std::uint64_t> version_{0};  // odd while a publication is under way
  std::array<std::atomic<std::uint64_t>, kMostTaps> received_{};
  std::array<std::array<std::atomic<std::uint64_t>, kOutcomes>, kMostTaps> outcomes_{};
};

}  // namespace tapcensus
