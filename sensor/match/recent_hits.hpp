// Which rules held for the values that came last. Many devices say the same (the User-Agent of a
// kind of telephone, the name of a server): what was scanned a moment ago is not scanned again.
//
// Laid out once, touched by one worker alone, and part of a set of rules: a new set begins anew. A
// value is compared whole, so that nothing forged can pass for another.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "facts/evidence.hpp"
#include "facts/finding.hpp"

namespace tapcensus {

class RecentHits {
 public:
  static constexpr std::size_t kMostText = 192;  // bytes; longer values are rare, and scanned
  static constexpr std::size_t kMostRules = 12;

  static std::uint64_t hash(const Finding& finding) noexcept {
    return hash_of(finding.text, static_cast<std::uint64_t>(finding.field));
  }

  // Nothing when it was not kept, or others have taken its place.
  std::optional<std::span<const RuleId>> find(const Finding& finding,
                                              std::uint64_t hash) const noexcept {
    const std::size_t set = hash % kSets;
    for (std::size_t way = 0; way < kWays; ++way) {
      if (sets_[set].hashes[way] != hash) continue;
      const Entry& entry = entries_[set * kWays + way];
      if (entry.field != finding.field || entry.size != finding.text.size()) continue;
      if (std::memcmp(entry.text.data(), finding.text.data(), entry.size) != 0) continue;
      return std::span{entry.rules}.first(entry.count);
    }
    return std::nullopt;
  }

  void keep(const Finding& finding, std::uint64_t hash, std::span<const RuleId> rules) noexcept {
    if (finding.text.empty() || finding.text.size() > kMostText || rules.size() > kMostRules) {
      return;
    }
    Set& set = sets_[hash % kSets];
    const std::size_t way = set.next++ % kWays;
    set.hashes[way] = hash;
    Entry& entry = entries_[hash % kSets * kWays + way];
    entry.field = finding.field;
    entry.size = static_cast<std::uint16_t>(finding.text.size());
    entry.count = static_cast<std::uint16_t>(rules.size());
    std::ranges::copy(rules, entry.rules.begin());
    std::memcpy(entry.text.data(), finding.text.data(), finding.text.size());
  }

 private:
  // 512 KiB: of a thousand values, fewer than one in a hundred has to go for another.
  static constexpr std::size_t kSets = 512, kWays = 4;

  struct Set {
    std::array<std::uint64_t, kWays> hashes{};
    std::uint64_t next = 0;  // which has been there longest, modulo kWays
  };
  struct Entry {
    Field field{};
    std::uint16_t size = 0;  // 0: free; no empty value is kept
    std::uint16_t count = 0;
    std::array<RuleId, kMostRules> rules{};
    std::array<char, kMostText> text{};
  };

  std::vector<Set> sets_ = std::vector<Set>(kSets);
  std::vector<Entry> entries_ = std::vector<Entry>(kSets * kWays);
};

}  // namespace tapcensus
