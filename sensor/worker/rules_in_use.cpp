#include "worker/rules_in_use.hpp"

#include <utility>

namespace tapcensus {
namespace {

constexpr std::uint64_t kLongest = 60 * kSecond;

}  // namespace

RulesInUse::RulesInUse(Rules& rules, std::vector<std::size_t> lanes, Counter& cut)
    : rules_{rules}, lanes_{std::move(lanes)}, cut_{cut} {
  sets_[generation()] = &rules_.latest();
}

void RulesInUse::turn(Tick now) noexcept {
  if (rules_.news()) {
    if (rules_.kept(kMostKept - 1) != nullptr) let_go(kMostKept - 1);
    rules_.keep();
    for (std::size_t age = kMostKept; --age > 0;) since_[age] = since_[age - 1];
    since_[0] = now;
    ++generation_;
    sets_[generation()] = &rules_.latest();
  }
  keeps_ = false;
  for (std::size_t age = 0; age < kMostKept; ++age) {
    const RuleSet* const set = rules_.kept(age);
    if (set == nullptr) continue;
    if (open_of(*set) == 0 || now.ns > since_[age].ns + kLongest) {
      let_go(age);
    } else {
      keeps_ = true;
    }
  }
}

std::size_t RulesInUse::open() const noexcept {
  std::size_t sum = 0;
  for (const RuleSet* const set : sets_) {
    if (set != nullptr) sum += open_of(*set);
  }
  return sum;
}

std::size_t RulesInUse::open_of(const RuleSet& set) const noexcept {
  std::size_t sum = 0;
  for (const std::size_t lane : lanes_) {
    const PayloadStreams* const streams = set.streams(lane);
    if (streams != nullptr) sum += streams->in_use();
  }
  return sum;
}

void RulesInUse::let_go(std::size_t age) noexcept {
  cut_.add(open_of(*rules_.kept(age)));
  sets_[(generation_ - 1 - static_cast<unsigned>(age)) % kRemembered] = nullptr;
  rules_.let_go(age);
}

}  // namespace tapcensus
