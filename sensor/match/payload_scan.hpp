// What a scan of payload found, on its way from Hyperscan to whoever asked. For one worker; takes
// its memory when it is made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "match/payload_rules.hpp"

namespace tapcensus {

class PayloadScan {
 public:
  // `most`: expressions of the largest database, each of which is found once.
  explicit PayloadScan(std::size_t most)
      : found_{std::make_unique_for_overwrite<Found[]>(most)},
        hits_{std::make_unique_for_overwrite<PayloadHit[]>(most)},
        most_{most} {}

  // A scan begins; Hyperscan counts from `begun` on.
  void begin(std::uint64_t begun) noexcept {
    begun_ = begun;
    size_ = 0;
  }
  void note(std::uint32_t expression, std::uint64_t end) noexcept {
    if (size_ < most_) found_[size_++] = {begun_ + end, expression};
  }
  // For Hyperscan; the context is a PayloadScan.
  static int note_match(unsigned expression, unsigned long long from, unsigned long long to,
                        unsigned flags, void* context) noexcept;

  // What was found, each rule once; of those rules that fit the place and that `first`, asked with
  // the index of a rule, says were not told before.
  // No place: rules fit everywhere.
  template <class First>
  PayloadHits tell(const PayloadRules& rules, const PayloadPlace* place, bool behind_gap,
                   First&& first) noexcept {
    if (size_ == 0) return {};
    sort();
    std::size_t told = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      const PayloadRules::Expression& expression = rules.expressions[found_[i].expression];
      const PayloadRules::Rule& rule = rules.rules[expression.rule];
      if (behind_gap && expression.anchored) continue;
      if (place != nullptr && !rule.hint.fits(*place)) continue;
      if (first(expression.rule)) hits_[told++] = {rule.id, rule.signature, found_[i].end};
    }
    return by_rule(told);
  }

 private:
  struct Found {
    std::uint64_t end;
    std::uint32_t expression;
    friend auto operator<=>(const Found&, const Found&) noexcept = default;
  };

  // By their ends, so that cuts of a stream do not tell.
  void sort() noexcept;
  PayloadHits by_rule(std::size_t told) noexcept;

  std::unique_ptr<Found[]> found_;
  std::unique_ptr<PayloadHit[]> hits_;
  std::size_t most_;
  std::size_t size_ = 0;
  std::uint64_t begun_ = 0;
};

}  // namespace tapcensus
