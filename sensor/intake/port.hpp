// One DPDK port: opened, asked for its counts, closed. Seen only by the room itself.
#pragma once

#include <rte_mempool.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "intake/queue_state.hpp"

namespace tapcensus {

// What a port has counted since it was started.
struct PortCounts {
  std::uint64_t delivered = 0;
  std::uint64_t missed = 0;
  std::uint64_t errors = 0;
  std::uint64_t no_mbufs = 0;
};

class Port {
 public:
  // Finds the device that EAL made for `name` ("net_pcap0").
  static Result<Port> find(const std::string& name);

  const std::string& name() const noexcept { return name_; }
  std::uint16_t id() const noexcept { return id_; }
  Clock clock() const noexcept { return is_pcap() ? Clock::microseconds : Clock::host; }

  // How many receive queues it is to have when there are so many workers: as many as it can give
  // up to that number. net_pcap has one for each of its inputs, all of which want to be read.
  std::uint16_t queues_for(std::size_t workers) const noexcept;

  // Frames up to 9,600 bytes where the device allows, all addresses, one pool for each queue.
  Result<bool> start(const std::vector<rte_mempool*>& pools) const;

  PortCounts counts() const noexcept;
  bool up() const noexcept;
  void stop() const noexcept;
  void close() const noexcept;

 private:
  Port(std::string name, std::uint16_t id, std::string driver, std::uint16_t most_queues);
  bool is_pcap() const noexcept { return driver_ == "net_pcap"; }
  int configure(std::uint16_t queues, std::uint16_t sending) const noexcept;

  std::string name_;
  std::uint16_t id_;
  std::string driver_;
  std::uint16_t most_queues_;
};

}  // namespace tapcensus
