// One DPDK port: opened, asked for its counts, closed. Seen only by the room itself.
#pragma once

#include <rte_mempool.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "intake/plan.hpp"
#include "intake/queue_state.hpp"

namespace tapcensus {

// What a port has counted since it was started.
struct PortCounts {
  std::uint64_t delivered = 0;
  std::uint64_t missed = 0;
  std::uint64_t errors = 0;
  std::uint64_t no_mbufs = 0;
};

// The key of a Toeplitz hash, of so many bytes, by which both directions of a flow hash the same.
std::vector<std::uint8_t> symmetric_key(std::size_t size);

// How packets were spread over the queues of a port.
struct Steering {
  bool symmetric = true;  // both directions of a flow come by one queue
  std::string note;       // for the log; empty when there is nothing to say
};

// Whether frames can come.
struct LinkState {
  bool up = false;
  bool gone = false;                   // the interface was removed
  std::uint64_t bytes_per_second = 0;  // of the link; 0: unknown
};

class Port {
 public:
  // Finds the device that EAL made as it was planned. `interfaces` outlives the port.
  static Result<Port> find(const PortPlan& plan, const Interfaces& interfaces);

  const PortPlan& plan() const noexcept { return plan_; }
  std::uint16_t id() const noexcept { return id_; }
  Clock clock() const noexcept;
  Link link() const noexcept { return link_; }

  // How many receive queues it is to have when there are so many workers: as many as it can give
  // up to that number. net_pcap has one for each of its inputs, all of which want to be read.
  std::uint16_t queues_for(std::size_t workers) const noexcept;

  // Frames up to 9,600 bytes where the device allows, all addresses, one pool for each queue.
  Result<Steering> start(const std::vector<rte_mempool*>& pools) const;

  PortCounts counts() noexcept;
  LinkState state() noexcept;
  void stop() const noexcept;
  void close() const noexcept;

 private:
  Port(PortPlan plan, const Interfaces& interfaces);
  bool is_pcap() const noexcept { return driver_ == "net_pcap"; }
  bool is_gone() noexcept;
  int configure(std::uint16_t queues, std::uint16_t sending) const;
  Steering steering(std::uint16_t queues) const;

  PortPlan plan_;
  const Interfaces* interfaces_;
  std::uint16_t id_ = 0;
  std::string driver_;
  std::uint16_t most_queues_ = 0;
  std::uint64_t hashes_ = 0;  // RTE_ETH_RSS_*, that the NIC is asked for
  std::size_t key_size_ = 0;  // of its hash, in bytes
  Link link_ = Link::ethernet;
  unsigned index_ = 0;  // of the interface
  bool gone_ = false;   // the interface, and for good
  bool up_ = false;
  std::uint64_t speed_ = 0;
  std::uint64_t errors_ = 0;
};

}  // namespace tapcensus
