// What a Queue keeps; seen only by the room itself, because it names DPDK.
#pragma once

#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "intake/queue.hpp"
#include "intake/stamp.hpp"

namespace tapcensus {

// What the time in an mbuf means.
enum class Clock : std::uint8_t {
  host,          // none: the host's clock is taken once a burst
  microseconds,  // since 1970, by net_pcap
  nanoseconds,   // since 1970, by our replay
};

// One hardware queue of one tap.
struct Source {
  std::uint16_t port = 0;
  std::uint16_t queue = 0;
  std::uint16_t tap = 0;
  Clock clock = Clock::host;
  bool replay = false;  // the length on the wire stands in hash.usr
  bool waits = false;   // loses nothing when we are slow
  bool full = false;    // the last poll brought all it could
  Counter handed;
  Counter bytes;
};

// Where the RX time stands in an mbuf, and the flag that says it is there.
struct TimeField {
  int offset = -1;
  std::uint64_t flag = 0;
};

struct Queue::State {
  static constexpr std::size_t kMostBytes = 16 * 1024;
  using Joined = std::array<std::byte, kMostBytes>;

  std::uint16_t index = 0;
  std::vector<std::unique_ptr<Source>> sources;
  std::size_t turn = 0;
  TimeField time;
  bool shares_cpu = false;        // with other workers or the replay: an empty poll lets them run
  std::uint64_t wall_offset = 0;  // wall clock minus monotonic clock, at start
  std::uint64_t number = 0;
  Stamp stamp;
  Tally<QueueEvent> events;
  std::unique_ptr<std::array<Joined, Burst::kMost>> joined;  // untouched, so unbacked, until used

  std::uint16_t poll(rte_mbuf** frames, Source*& source) noexcept;
  ByteView whole(const rte_mbuf& frame, std::size_t slot) noexcept;
  Tick at(const rte_mbuf& frame, Clock clock, Tick host) noexcept;
};

}  // namespace tapcensus
