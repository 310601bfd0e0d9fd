// Where packets come in: the only room that knows DPDK.
//
// An Intake starts DPDK's environment, opens the taps and shares their queues out among the
// workers. Workers poll: receive() never waits, so a worker's CPU is always busy. `read` does not
// come here; it takes its packets from a Capture.
//
// Signals: threads that DPDK starts inherit the caller's signal mask, so block what a signal thread
// is to get before start().
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "intake/queue.hpp"

namespace tapcensus {

// Our own source for a first look and for measurements: a capture played over and over.
struct ReplayOptions {
  std::string file;
  double rate = 0;  // packets a second; 0 is flat out
  // Each lap has other IP addresses, so flows and devices grow with the laps. For measurements.
  bool move_addresses = false;
};

struct IntakeOptions {
  // Of the kernel, each a tap of its own.
  std::vector<std::string> interfaces{};
  // Of NICs that are bound to DPDK, by PCI address. Those of one list are one tap: a passive tap
  // has a port for each direction. A virtual device may stand in for a NIC.
  std::vector<std::vector<std::string>> ports{};
  // As DPDK wants them: "net_pcap0,rx_pcap=FILE", "net_pcap0,rx_iface=eth0", "net_null0,size=64".
  std::vector<std::string> vdevs{};
  std::optional<ReplayOptions> replay{};  // is the last tap, "replay"
  // A tap with fewer queues spreads its packets over all of them, by address pair.
  std::size_t workers = 1;
  // One queue's packets in flight, for each worker that they are for. net_pcap's infinite_rx wants
  // as many again as its file has packets.
  std::size_t mbufs_per_queue = 8191;

  std::size_t taps() const noexcept {
    return interfaces.size() + ports.size() + vdevs.size() + (replay ? 1 : 0);
  }
};

struct PortStats {
  std::string port;
  bool up = false;                     // has a link
  std::uint64_t bytes_per_second = 0;  // of the link; 0: unknown
};

struct TapStats {
  // The interface; the device's name without its arguments: "net_pcap0"; "replay".
  std::string tap;
  std::vector<PortStats> ports;
  std::uint64_t received = 0;  // counted at the source: delivered by the device, missed, errors
  std::uint64_t handed = 0;    // counted by the queues: what receive() gave to workers
  // Lost by the port because nobody fetched them in time, or on the way to a slow worker.
  std::uint64_t missed = 0;
  std::uint64_t errors = 0;    // that the port could not take
  std::uint64_t no_mbufs = 0;  // times that the pool was empty
  std::uint64_t cut = 0;       // frames beyond 16 KiB
  std::uint64_t jumps = 0;     // of the clock that stamps the packets
  Tick latest;                 // time of the last packet
};

struct PoolStats {
  std::string pool;
  std::size_t in_use = 0;
  std::size_t capacity = 0;
};

// What other workers took from a device for this one.
struct HandoverStats {
  std::uint64_t arrived = 0;
  std::uint64_t lost = 0;  // because the worker was slow; they are among the tap's missed
};

struct IntakeStats {
  std::vector<TapStats> taps;            // by tap number
  std::vector<HandoverStats> handovers;  // by worker; none when nothing is handed over
  std::vector<PoolStats> pools;
};

class Intake {
 public:
  // What can be known to be wrong before anything is opened.
  static Errors mistakes_in(const IntakeOptions& options);

  // Once in a process. Says all that is wrong with the options at once.
  static Result<std::unique_ptr<Intake>> start(const IntakeOptions& options);
  ~Intake();
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  // By tap number, as in Packet::tap.
  const std::vector<std::string>& taps() const noexcept;

  // How NICs spread packets over their queues, in sentences for the log.
  const std::vector<std::string>& notes() const noexcept;

  // One for each worker.
  std::size_t queues() const noexcept;
  Queue& queue(std::size_t worker) noexcept;

  // Runs work(worker) on a core for each worker, and returns at once. Then the replay begins.
  // `work` throws nothing and ends when the caller's own flag says so.
  void launch(std::function<void(std::size_t)> work);
  // Waits until all of them have ended.
  void join();

  // received == handed + missed + errors: always after stop(); before, the device may be ahead of
  // a worker by the burst that it is just taking. Control thread only, at most once a second.
  IntakeStats stats() const;

  // Looks after the ports: what has changed since the last time, in sentences for the log. Control
  // thread only; ask several times a second.
  std::vector<std::string> news();

  // Threads made after start() inherit main's one CPU. Lets the calling thread run on every CPU
  // that no worker is pinned to.
  void use_control_cpus() const noexcept;

  // Ends the replay, waits for the workers, who must have been told to end, and closes the taps.
  // Every Burst must be gone. What workers have handed to each other and
  // nobody has fetched counts as missed. stats() answers with the final counts from now on.
  void stop();

 private:
  struct State;
  explicit Intake(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tapcensus
