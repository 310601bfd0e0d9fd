// The rules in use: the newest set, and former ones as long as somebody may still speak of them.
//
// Workers take the newest from published(). What they said by a former set is on its way to the
// control thread when they leave it; the set is kept until that has been judged. All but
// published() is for the control thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/published.hpp"
#include "match/rule_set.hpp"

namespace tapcensus {

class RuleBook {
 public:
  RuleBook(std::size_t workers, std::unique_ptr<const RuleSet> first);

  // Reader i is worker i.
  Published<RuleSet>& published() noexcept { return published_; }

  const RuleSet& newest() const noexcept { return published_.newest(); }
  void replace(std::unique_ptr<const RuleSet> rules);
  // Whether every worker has taken the newest.
  bool taken_by_all() const noexcept { return published_.taken_by_all(); }

  // As RuleSet::claim(), by the newest set that reads its claim out of the text by this very rule.
  ClaimId claim(RuleId rule, std::string_view text) const;

  // Everything has been judged that workers had said when it was called last: frees the sets that
  // they had left by then.
  void forget();

  // Sets in memory.
  std::size_t sets() const noexcept { return former_.size() + 1; }

  // Over all sets there were.
  std::uint64_t scan_errors() const;
  std::uint64_t undeclared() const;
  std::uint64_t unknown_codes() const;

 private:
  using Count = std::uint64_t (RuleSet::*)() const noexcept;
  std::uint64_t sum(std::uint64_t of_those_gone, Count count) const;

  Published<RuleSet> published_;
  std::vector<const RuleSet*> former_;                // the oldest first
  std::vector<std::unique_ptr<const RuleSet>> left_;  // by all workers, before what is noted next
  std::uint64_t scan_errors_ = 0;                     // of the sets that are gone
  std::uint64_t undeclared_ = 0;
  std::uint64_t unknown_codes_ = 0;
};

}  // namespace tapcensus
