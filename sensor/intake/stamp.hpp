// Gives the packets of one queue a time that only moves forward, and not by a lie.
//
// Devices stamp packets, and devices err: a frame reordered by a NIC, a broken record in a
// capture, a clock that jumps. A packet stamped earlier than its predecessor takes the time of its
// predecessor. So does one stamped more than an hour later, unless a witness is within an hour of
// it: the next packet, or the host's clock (a tap that was silent all night is right at once).
#pragma once

#include "base/tick.hpp"

namespace tapcensus {

class Stamp {
 public:
  static constexpr std::uint64_t kLeap = 3600 * kSecond;
  static constexpr std::uint64_t kBack = kSecond;

  // Whether a device's clock was set or broke between two packets that it stamped. A leap that the
  // host's clock agrees with was a silence.
  static bool jumped(Tick before, Tick at, Tick host) noexcept {
    if (before.ns == 0) return false;
    return at < before ? before.ns - at.ns > kBack : leaps(before, at) && !near(host, at);
  }

  // The time of a packet that its device stamped with `at`, when the host's clock says `host`.
  Tick settle(Tick at, Tick host) noexcept {
    const bool believed = now_.ns == 0 || !leaps(now_, at) || near(claimed_, at) || near(host, at);
    claimed_ = believed ? Tick{} : at;
    if (believed && at > now_) now_ = at;
    return now_;
  }

 private:
  static bool leaps(Tick from, Tick to) noexcept { return to > from && to.ns - from.ns > kLeap; }
  static bool near(Tick a, Tick b) noexcept { return !leaps(a, b) && !leaps(b, a); }

  Tick now_;      // of the last packet; 0 before the first
  Tick claimed_;  // a leap that waits for a witness; 0 when there is none
};

}  // namespace tapcensus
