// What one worker needs to look texts up: laid out at load, touched by that worker alone.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

#include "base/bytes.hpp"
#include "base/counter.hpp"
#include "facts/evidence.hpp"
#include "match/database.hpp"
#include "match/payload_scan.hpp"
#include "match/recent_hits.hpp"

namespace tapcensus {

// Rules found, at most as many as there was room made for: one for each expression, and one for
// each rule of a text. More cannot hold at once.
class Hits {
 public:
  explicit Hits(std::size_t most)
      : rules_{std::make_unique_for_overwrite<RuleId[]>(most)}, most_{most} {}

  void clear() noexcept { size_ = 0; }
  void add(RuleId rule) noexcept {
    if (size_ < most_) rules_[size_++] = rule;
  }
  void add(std::span<const RuleId> rules) noexcept {
    for (const RuleId rule : rules) add(rule);
  }
  template <class Unwanted>
  void erase_if(Unwanted&& unwanted) noexcept {
    RuleId* const end = std::remove_if(rules_.get(), rules_.get() + size_, unwanted);
    size_ = static_cast<std::size_t>(end - rules_.get());
  }
  template <class Say>
  void for_each(Say&& say) const noexcept {
    for (std::size_t i = 0; i < size_; ++i) say(rules_[i]);
  }
  // Ascending, each once.
  std::span<const RuleId> sorted() noexcept {
    if (size_ < 2) return {rules_.get(), size_};
    std::sort(rules_.get(), rules_.get() + size_);
    return {rules_.get(), std::unique(rules_.get(), rules_.get() + size_)};
  }

 private:
  std::unique_ptr<RuleId[]> rules_;
  std::size_t most_;
  std::size_t size_ = 0;
};

struct alignas(64) WorkerSpace {
  static constexpr std::size_t kMostScanned = 16 * 1024;  // of a text
  static constexpr std::size_t kMostPadded = 64 * 1024;   // no datagram is longer

  WorkerSpace(std::size_t most_hits, std::size_t most_payload_hits)
      : hits{most_hits}, payload{most_payload_hits} {}

  // The beginning of `text`, with bytes after it that Hyperscan may read.
  std::string_view padded(std::string_view text) noexcept {
    const std::size_t size = std::min(text.size(), kMostPadded);
    std::memcpy(buffer.data(), text.data(), size);
    std::memset(buffer.data() + size, 0, kScanSlack);
    return {buffer.data(), size};
  }

  Scratch scratch;
  Counter scan_errors;
  Hits hits;
  RecentHits recent;
  PayloadScan payload;
  std::array<char, kMostPadded + kScanSlack> buffer{};
};

}  // namespace tapcensus
