#include "match/rule_book.hpp"

#include <algorithm>

namespace tapcensus {

RuleBook::RuleBook(std::size_t workers, std::unique_ptr<const RuleSet> first)
    : published_{workers, std::move(first)} {}

void RuleBook::replace(std::unique_ptr<const RuleSet> rules) {
  former_.push_back(&newest());
  published_.publish(std::move(rules));
}

ClaimId RuleBook::claim(RuleId rule, std::string_view text) const {
  if (!former_.empty() && !newest().reads(rule)) {
    const auto reader = std::find_if(former_.rbegin(), former_.rend(),
                                     [&](const RuleSet* set) { return set->reads(rule); });
    if (reader != former_.rend()) return (*reader)->claim(rule, text);
  }
  return newest().claim(rule, text);
}

void RuleBook::forget() {
  for (const auto& set : left_) {
    scan_errors_ += set->scan_errors();
    undeclared_ += set->undeclared();
    unknown_codes_ += set->unknown_codes();
    std::erase(former_, set.get());
  }
  left_ = published_.reclaim();
}

std::uint64_t RuleBook::sum(std::uint64_t of_those_gone, Count count) const {
  std::uint64_t sum = of_those_gone + (newest().*count)();
  for (const RuleSet* const set : former_) sum += (set->*count)();
  return sum;
}

std::uint64_t RuleBook::scan_errors() const { return sum(scan_errors_, &RuleSet::scan_errors); }
std::uint64_t RuleBook::undeclared() const { return sum(undeclared_, &RuleSet::undeclared); }
std::uint64_t RuleBook::unknown_codes() const {
  return sum(unknown_codes_, &RuleSet::unknown_codes);
}

}  // namespace tapcensus
