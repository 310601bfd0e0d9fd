// Plays a tape into a DPDK ring device, which workers poll like any other port.
//
// Seen only by the room itself. One thread feeds; where a ring is full it waits, so nothing is
// lost. Packets carry the time at which they are due: the capture's own rhythm, scaled to the pace
// that was asked for. Flat out they keep the capture's tempo, so their time runs ahead of the
// host's, and flows live as many packets as they did in the capture.
#pragma once

#include <rte_mempool.h>

#include <array>
#include <cstdint>
#include <thread>
#include <vector>

#include "intake/queue_state.hpp"
#include "intake/tape.hpp"

namespace tapcensus {

class Replay {
 public:
  struct Into {
    std::uint16_t port = 0;
    std::uint16_t queues = 1;
    rte_mempool* pool = nullptr;
    TimeField time;
  };

  // `rate` is in packets a second; 0 is flat out.
  Replay(Tape tape, Into into, double rate, bool move_addresses);
  ~Replay() { stop(); }
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;

  // Feeds from a thread that may run on `cpus`.
  void start(const cpu_set_t& cpus);
  void stop();

 private:
  static constexpr std::size_t kBatch = 32;
  struct Batch {
    std::array<rte_mbuf*, kBatch> frames;
    std::uint16_t size = 0;
  };

  void run(const std::stop_token& stopping);
  bool wait_until(std::uint64_t due, const std::stop_token& stopping);
  rte_mbuf* blank(const std::stop_token& stopping);
  void write(rte_mbuf& frame, const Tape::Frame& recorded, std::uint64_t lap, std::uint64_t due);
  void send(std::uint16_t queue, const std::stop_token& stopping);
  void send_all(const std::stop_token& stopping);

  const Tape tape_;
  const Into into_;
  const bool paced_;
  const bool move_addresses_;
  const double scale_;  // from the tape's time to ours
  std::uint64_t now_ = 0;
  std::vector<Batch> batches_;  // one for each queue
  Batch blanks_;
  std::jthread thread_;
};

}  // namespace tapcensus
