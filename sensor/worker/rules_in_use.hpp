// The rules that one worker uses: the newest, and those that its open streams began with.
//
// A stream is finished by the rules it began with, for at most a minute of packet time and two
// reloads; what is open then is cut, and counted.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/counter.hpp"
#include "base/published.hpp"
#include "base/tick.hpp"
#include "match/payload.hpp"
#include "match/rule_set.hpp"

namespace tapcensus {

class RulesInUse {
 public:
  using Rules = Published<RuleSet>::Reader;

  // `lanes`: the shards whose streams the worker has. `cut` counts streams that were cut.
  RulesInUse(Rules& rules, std::vector<std::size_t> lanes, Counter& cut);
  // Leaves the rules for good.
  ~RulesInUse() { rules_.retire(); }
  RulesInUse(const RulesInUse&) = delete;
  RulesInUse& operator=(const RulesInUse&) = delete;

  // Takes the newest rules from here on, and lets those go that no stream needs any more.
  void refresh(Tick now) noexcept {
    if (rules_.news() || keeps_) [[unlikely]]
      turn(now);
  }

  // Streams that are open, of all rules in use.
  std::size_t open() const noexcept;

  const RuleSet& newest() const noexcept { return *sets_[generation_ % kRemembered]; }
  // Grows with each set of rules.
  std::uint64_t number() const noexcept { return rules_.number(); }

  // Streams name the generation of their rules by its last bits: at most three are in use at once.
  static constexpr unsigned kGenerationBits = 2;
  unsigned generation() const noexcept { return generation_ % kRemembered; }
  // Null: these rules are gone, or look at no streams.
  PayloadStreams* streams(unsigned generation, std::size_t lane) const noexcept {
    const RuleSet* const set = sets_[generation];
    return set == nullptr ? nullptr : set->streams(lane);
  }

 private:
  static constexpr unsigned kRemembered = 1u << kGenerationBits;
  static constexpr std::size_t kMostKept = Published<RuleSet>::kMostKept;
  static_assert(kMostKept + 1 < kRemembered);

  void turn(Tick now) noexcept;
  std::size_t open_of(const RuleSet& set) const noexcept;
  void let_go(std::size_t age) noexcept;

  Rules& rules_;
  const std::vector<std::size_t> lanes_;
  Counter& cut_;
  unsigned generation_ = 0;
  bool keeps_ = false;
  std::array<const RuleSet*, kRemembered> sets_{};  // by the last bits of their generation
  std::array<Tick, kMostKept> since_{};             // by age
};

}  // namespace tapcensus
