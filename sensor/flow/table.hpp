// The flows of one shard: sets of eight, no chain, no timer, no growth.
//
// All memory is taken at construction. A full set gives up its quietest flow. Time is the packets'
// time: sweep() passes over the whole table once a minute of it, a little at each burst.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "base/arena.hpp"
#include "base/tick.hpp"
#include "flow/key.hpp"

namespace tapcensus {

enum class Found : std::uint8_t { known, fresh, evicted };

template <class State>
class FlowTable {
 public:
  static constexpr std::size_t kWays = 8;

  // Room for at least `flows` flows; half of that is a good load. `arena` outlives the table.
  FlowTable(std::size_t flows, std::uint64_t seed, Arena& arena)
      : sets_{std::bit_ceil(std::max<std::size_t>(flows / kWays, 1))},
        seed_{seed},
        tags_{arena.take<Tags>(sets_)},
        entries_{arena.take<Entry>(sets_ * kWays)} {}

  struct Answer {
    State& state;
    Found found;
  };

  std::uint64_t hash(const FlowKey& key) const noexcept { return hash_of(key, seed_); }

  // Brings the set of that hash near; a burst does this for all packets before it touches one.
  void prefetch(std::uint64_t hash) const noexcept { __builtin_prefetch(&tags_[set_of(hash)]); }

  // The second step of it: the entry that the hash most likely means.
  void prefetch_entry(std::uint64_t hash) const noexcept {
    const std::size_t set = set_of(hash);
    const std::uint16_t tag = tag_of(hash);
    for (std::size_t way = 0; way < kWays; ++way) {
      if (tags_[set][way] != tag) continue;
      const char* const entry = reinterpret_cast<const char*>(&entries_[set * kWays + way]);
      for (std::size_t at = 0; at < sizeof(Entry); at += 64) __builtin_prefetch(entry + at, 1);
    }
  }

  // The state of that flow, if it is known.
  State* find(const FlowKey& key, std::uint64_t hash) noexcept {
    Entry* const entry = known(key, hash);
    return entry == nullptr ? nullptr : &entry->state;
  }

  // The state of that flow, known or fresh. leave(key, state) is called for the flow that had to
  // go.
  template <class Leave>
  Answer touch(const FlowKey& key, std::uint64_t hash, Tick now, Leave&& leave) noexcept {
    if (Entry* const entry = known(key, hash)) {
      entry->last = std::max(entry->last, now);
      return {entry->state, Found::known};
    }
    const std::size_t set = set_of(hash);
    const std::size_t way = free_or_quietest(set);
    Entry& entry = entries_[set * kWays + way];
    const bool full = tags_[set][way] != 0;
    if (full) {
      leave(entry.key, entry.state);
    } else {
      ++active_;
    }
    tags_[set][way] = tag_of(hash);
    entry = Entry{key, now, State{}};
    return {entry.state, full ? Found::evicted : Found::fresh};
  }

  // Visits the sets whose turn has come since the last call. keep(key, state, last) says whether
  // the flow stays.
  template <class Keep>
  void sweep(Tick now, Keep&& keep) noexcept {
    if (now < due_) return;
    const std::uint64_t turn = turn_of(now);
    const std::uint64_t from = turn_ == 0 || turn - turn_ > sets_ ? turn - sets_ : turn_;
    for (std::uint64_t at = from; at < turn; ++at) visit(at & (sets_ - 1), keep);
    turn_ = turn;
    due_ = begin_of(turn + 1);
  }

  // Visits all flows and lets them go; time may begin anew.
  template <class Leave>
  void clear(Leave&& leave) noexcept {
    auto keep = [&](const FlowKey& key, State& state, Tick) {
      leave(key, state);
      return false;
    };
    for (std::size_t set = 0; set < sets_ && active_ > 0; ++set) visit(set, keep);
    turn_ = 0;
    due_ = {};
  }

  std::size_t active() const noexcept { return active_; }
  std::size_t capacity() const noexcept { return sets_ * kWays; }

 private:
  static constexpr std::uint64_t kMinute = 60 * kSecond;
  using Tags = std::array<std::uint16_t, kWays>;  // 0: empty
  // Whole cache lines, so that an entry does not begin in its neighbour's.
  struct alignas(64) Entry {
    FlowKey key;
    Tick last;
    State state;
  };

  std::size_t set_of(std::uint64_t hash) const noexcept { return hash & (sets_ - 1); }
  static std::uint16_t tag_of(std::uint64_t hash) noexcept {
    return static_cast<std::uint16_t>(hash >> 48 | 1);
  }
  // All sets in a minute, evenly.
  __extension__ using Wide = unsigned __int128;
  std::uint64_t turn_of(Tick now) const noexcept {
    return static_cast<std::uint64_t>(Wide{now.ns} * sets_ / kMinute);
  }
  Tick begin_of(std::uint64_t turn) const noexcept {
    return {static_cast<std::uint64_t>((Wide{turn} * kMinute + sets_ - 1) / sets_)};
  }

  Entry* known(const FlowKey& key, std::uint64_t hash) const noexcept {
    const std::size_t set = set_of(hash);
    const std::uint16_t tag = tag_of(hash);
    Entry* const ways = &entries_[set * kWays];
    for (std::size_t way = 0; way < kWays; ++way) {
      if (tags_[set][way] == tag && ways[way].key == key) return &ways[way];
    }
    return nullptr;
  }

  // Only looked for when a flow is new: it reads all entries of the set.
  std::size_t free_or_quietest(std::size_t set) const noexcept {
    const Entry* const ways = &entries_[set * kWays];
    std::size_t best = 0;
    for (std::size_t way = 0; way < kWays; ++way) {
      if (tags_[set][way] == 0) return way;
      if (ways[way].last < ways[best].last) best = way;
    }
    return best;
  }

  bool empty(std::size_t set) const noexcept {
    static constexpr Tags kEmpty{};
    return std::memcmp(&tags_[set], &kEmpty, sizeof kEmpty) == 0;
  }

  template <class Keep>
  void visit(std::size_t set, Keep& keep) noexcept {
    if (empty(set)) return;
    for (std::size_t way = 0; way < kWays; ++way) {
      if (tags_[set][way] == 0) continue;
      Entry& entry = entries_[set * kWays + way];
      if (keep(entry.key, entry.state, entry.last)) continue;
      tags_[set][way] = 0;
      --active_;
    }
  }

  const std::size_t sets_;
  const std::uint64_t seed_;
  const std::span<Tags> tags_;
  const std::span<Entry> entries_;  // of those that have a tag
  std::size_t active_ = 0;
  std::uint64_t turn_ = 0;  // of the sweep: sets visited since 1970
  Tick due_;                // when the next set's turn comes
};

}  // namespace tapcensus
