// What a Queue keeps; seen only by the room itself, because it names DPDK.
#pragma once

#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#include "intake/handover.hpp"
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
  std::uint16_t member = 0;  // of the tap's ports
  Clock clock = Clock::host;
  Link link = Link::ethernet;
  bool spread = false;            // there are more workers than queues: frames are handed over
  bool waits = false;             // loses nothing when we are slow
  bool endless = false;           // and yet it never ends, so what is left of it may be lost
  bool replay = false;            // the length on the wire stands in hash.usr
  bool full = false;              // the last poll brought all it could
  std::atomic<bool> gone{false};  // the control thread says so; it is polled no more
  Tick stamped;                   // as the device said of its last packet
  Counter taken;
  Counter bytes;
  Counter jumps;
  Counter lost;                          // on the way to other workers
  std::atomic<std::uint64_t> latest{0};  // time of the last packet, in nanoseconds
};

// Where the RX time stands in an mbuf, and the flag that says it is there.
struct TimeField {
  int offset = -1;
  std::uint64_t flag = 0;
};

// Of one tap, by its number.
struct TapCounts {
  Counter handed;
  Counter cut;
};

struct Queue::State {
  static constexpr std::size_t kMostBytes = 16 * 1024;
  using Joined = std::array<std::byte, kMostBytes>;

  std::uint16_t index = 0;
  std::vector<std::unique_ptr<Source>> sources;
  std::vector<rte_ring*> inboxes;                 // from other workers
  std::vector<std::unique_ptr<Outbox>> outboxes;  // by worker; none to itself
  std::vector<Source*> of_port;                   // one for each port, by DPDK's number
  std::unique_ptr<TapCounts[]> counts;            // by tap
  bool waiting = false;                           // an outbox holds frames that may not be lost
  bool inbox_full = false;                        // the last look brought all it could
  std::size_t turn = 0;
  TimeField time;
  bool shares_cpu = false;        // with other workers or the replay: an empty poll lets them run
  bool may_sleep = true;          // whoever fills its sources buffers enough for a short sleep
  unsigned empty = 0;             // polls in a row
  std::uint64_t wall_offset = 0;  // wall clock minus monotonic clock, at start
  std::uint64_t number = 0;
  Stamp stamp;
  Tally<QueueEvent> events;
  std::unique_ptr<std::array<Joined, Burst::kMost>> joined;  // untouched, so unbacked, until used

  std::uint16_t poll(rte_mbuf** frames, Source*& source) noexcept;
  void rest() noexcept;
  ByteView whole(const rte_mbuf& frame, std::size_t slot, std::uint16_t tap) noexcept;
  Tick at(const rte_mbuf& frame, Source& source, Tick host) noexcept;
  void fill(Burst& burst, std::size_t count, Source& source) noexcept;
  void place(Burst& burst, std::size_t slot, const rte_mbuf& frame, const Source& source,
             Tick at) noexcept;

  std::size_t owner_of(const rte_mbuf& frame, const Source& source) const noexcept;
  void stage(std::size_t owner, rte_mbuf& frame, const Source& source, Tick at) noexcept;
  void send_staged(Source& source) noexcept;
  bool send_waiting() noexcept;
  std::uint16_t fetch(rte_ring& inbox, rte_mbuf** frames) noexcept;
  void fill_handed(Burst& burst, std::size_t count) noexcept;
};

// In place: a Packet that is made elsewhere and copied stalls on its own stores.
inline void Queue::State::place(Burst& burst, std::size_t slot, const rte_mbuf& frame,
                                const Source& source, Tick at) noexcept {
  const ByteView seen = frame.nb_segs == 1
                            ? ByteView{rte_pktmbuf_mtod(&frame, const std::byte*), frame.data_len}
                            : whole(frame, slot, source.tap);
  new (&burst.packets_[slot]) Packet{.bytes = seen,
                                     .wire_length = source.replay ? frame.hash.usr : frame.pkt_len,
                                     .tap = source.tap,
                                     .queue = index,
                                     .link = source.link,
                                     .at = at,
                                     .number = ++number};
}

}  // namespace tapcensus
