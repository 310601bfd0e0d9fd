// What one poll of a queue brought.
//
// Owns up to 64 frames and gives them all back at once when it goes, or when the queue fills it
// again; every view into a packet dies with them. What must outlive the burst is copied.
//
// Bytes beyond the end of a packet are not promised: findings and streams are copied into buffers
// with room behind them before they are scanned (base/bytes.hpp, kScanSlack).
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "wire/packet.hpp"

namespace tapcensus {

class Burst {
 public:
  static constexpr std::size_t kMost = 64;

  Burst() noexcept {}
  ~Burst() { give_back(); }
  Burst(const Burst&) = delete;
  Burst& operator=(const Burst&) = delete;

  std::span<const Packet> packets() const& noexcept { return {packets_.data(), size_}; }
  std::span<const Packet> packets() const&& = delete;  // the views would outlive the frames

 private:
  friend class Queue;

  void give_back() noexcept;

  std::size_t size_ = 0;
  std::array<void*, kMost> frames_;  // rte_mbuf*; the first size_ are ours
  union {
    std::array<Packet, kMost> packets_;  // the first size_ are alive; the others cost nothing
  };
};

}  // namespace tapcensus
