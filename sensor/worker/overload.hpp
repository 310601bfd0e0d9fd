// What is left out when packets come faster than they can be worked on: whole flows, by their hash,
// never packets by chance.
//
// New flows first; when all of them are left out and the pressure lasts, a growing share of the
// known ones; packets that say who somebody is last of all. It hears after each poll whether more
// was waiting than the poll could bring; it has no clock but the packets', so the same polls give
// the same shares. It rises after a long row of full polls, quickly, and falls slowly, so that it
// settles where a few polls in a hundred are full.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "base/tick.hpp"
#include "wire/layers.hpp"

namespace tapcensus {

class Overload {
 public:
  // So many full polls in a row are a burst, which the queue can hold.
  static constexpr std::uint32_t kPatience = 128;

  // What a poll brought, and the packets' time; only the worker's own thread.
  void polled(bool backlog, Tick now) noexcept;

  // Nothing is left out.
  bool calm() const noexcept { return ceiling() == 0; }

  // Whether a flow that begins now is left out.
  bool sheds_beginning(std::uint64_t flow) const noexcept {
    return place_of(flow) < std::min(level(), kWhole);
  }
  // Whether a flow is left out that is not known and whose beginning is not at hand. It may have
  // begun when more was shed than now, and is not to be seen from its middle.
  bool sheds_unknown(std::uint64_t flow) const noexcept { return place_of(flow) < ceiling(); }
  // The flow is known; its packet says nothing new about who somebody is.
  bool sheds_known(std::uint64_t flow) const noexcept { return place_of(flow) < above(1); }
  // The packet says who somebody is.
  bool sheds_identifying(std::uint64_t flow) const noexcept { return place_of(flow) < above(2); }

  // Shares of flows, 0 to 1. Any thread.
  double share_of_new() const noexcept { return share(ceiling()); }
  double share_of_known() const noexcept { return share(above(1)); }

 private:
  static constexpr std::uint32_t kWhole = 1u << 22;
  static constexpr std::uint32_t kTop = 3 * kWhole;       // new, known, identifying
  static constexpr std::uint32_t kRise = kWhole >> 10;    // a full poll, while only new flows are
  static constexpr std::uint32_t kRiseMore = kRise >> 3;  // left out, and beyond
  static constexpr std::uint32_t kFall = kWhole >> 14;    // any other poll
  static constexpr std::uint32_t kCeilingFall = kWhole >> 6;  // each kStep of packet time
  static constexpr std::uint64_t kStep = kSecond / 10;

  static std::uint32_t place_of(std::uint64_t flow) noexcept {
    return static_cast<std::uint32_t>(flow >> 20) & (kWhole - 1);
  }
  static double share(std::uint32_t part) noexcept { return static_cast<double>(part) / kWhole; }

  std::uint32_t level() const noexcept { return level_.load(std::memory_order_relaxed); }
  std::uint32_t ceiling() const noexcept { return ceiling_.load(std::memory_order_relaxed); }
  std::uint32_t above(std::uint32_t wholes) const noexcept {
    const std::uint32_t from = wholes * kWhole;
    const std::uint32_t now = level();
    return now > from ? std::min(now - from, kWhole) : 0;
  }

  std::uint32_t row_ = 0;                // of full polls, while nothing is left out
  Tick stepped_;                         // when the ceiling last came down
  std::atomic<std::uint32_t> level_{0};  // up to kTop
  std::atomic<std::uint32_t> ceiling_{
      0};  // the level of a while ago, when it was higher; to kWhole
};

// Whether the packet says who somebody is, by what it is: a SYN, an address claim, discovery.
bool identifies(const Layers& layers) noexcept;

}  // namespace tapcensus
