#include "intake/replay.hpp"

#include <pthread.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace tapcensus {
namespace {

std::uint64_t wall_ns() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(since).count());
}

double scale_of(const Tape& tape, double rate) {
  if (rate <= 0) return 1;
  return static_cast<double>(tape.frames().size()) / rate * 1e9 /
         static_cast<double>(tape.length());
}

}  // namespace

Replay::Replay(Tape tape, Into into, double rate, bool move_addresses)
    : tape_{std::move(tape)},
      into_{into},
      paced_{rate > 0},
      move_addresses_{move_addresses},
      scale_{scale_of(tape_, rate)},
      batches_(into.queues) {}

void Replay::start(const cpu_set_t& cpus) {
  thread_ = std::jthread{[this, cpus](const std::stop_token& stopping) {
    pthread_setaffinity_np(pthread_self(), sizeof cpus, &cpus);
    run(stopping);
  }};
}

void Replay::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

void Replay::run(const std::stop_token& stopping) {
  const std::uint64_t start = now_ = wall_ns();
  const double lap_length = static_cast<double>(tape_.length()) * scale_;
  for (std::uint64_t lap = 0; !stopping.stop_requested(); ++lap) {
    const auto lap_start =
        start + static_cast<std::uint64_t>(static_cast<double>(lap) * lap_length);
    for (const Tape::Frame& recorded : tape_.frames()) {
      const auto due =
          lap_start + static_cast<std::uint64_t>(static_cast<double>(recorded.at) * scale_);
      if (paced_ && due > now_ && !wait_until(due, stopping)) break;
      rte_mbuf* frame = blank(stopping);
      if (frame == nullptr) break;
      write(*frame, recorded, lap, due);
      const auto queue = static_cast<std::uint16_t>(recorded.spread % into_.queues);
      Batch& batch = batches_[queue];
      batch.frames[batch.size++] = frame;
      if (batch.size == kBatch) send(queue, stopping);
    }
  }
  send_all(stopping);
  rte_pktmbuf_free_bulk(blanks_.frames.data(), blanks_.size);
  blanks_.size = 0;
}

// False when it was stopped meanwhile.
bool Replay::wait_until(std::uint64_t due, const std::stop_token& stopping) {
  now_ = wall_ns();
  if (due <= now_) return true;
  send_all(stopping);
  while (due > now_ && !stopping.stop_requested()) {
    constexpr std::uint64_t kMostSleep = kSecond / 50;  // so that a stop is heard
    std::this_thread::sleep_for(std::chrono::nanoseconds{std::min(due - now_, kMostSleep)});
    now_ = wall_ns();
  }
  return !stopping.stop_requested();
}

// A free mbuf; waits until there is one, and is null only when stopped.
rte_mbuf* Replay::blank(const std::stop_token& stopping) {
  if (blanks_.size == 0) {
    while (rte_pktmbuf_alloc_bulk(into_.pool, blanks_.frames.data(), kBatch) != 0) {
      if (stopping.stop_requested()) return nullptr;
      send_all(stopping);
      std::this_thread::yield();
    }
    blanks_.size = kBatch;
  }
  return blanks_.frames[--blanks_.size];
}

void Replay::write(rte_mbuf& frame, const Tape::Frame& recorded, std::uint64_t lap,
                   std::uint64_t due) {
  tape_.play(recorded, lap, move_addresses_, {rte_pktmbuf_mtod(&frame, std::byte*), recorded.size});
  frame.data_len = recorded.size;
  frame.pkt_len = recorded.size;
  frame.port = into_.port;
  frame.hash.usr = recorded.wire_length;
  frame.ol_flags |= into_.time.flag;
  *RTE_MBUF_DYNFIELD(&frame, into_.time.offset, rte_mbuf_timestamp_t*) = due;
}

// net_ring gives on its receive queue what was put into its send queue of the same number.
void Replay::send(std::uint16_t queue, const std::stop_token& stopping) {
  Batch& batch = batches_[queue];
  std::uint16_t sent = 0;
  while (sent < batch.size) {
    sent += rte_eth_tx_burst(into_.port, queue, batch.frames.data() + sent, batch.size - sent);
    if (sent == batch.size) break;
    if (stopping.stop_requested()) {
      rte_pktmbuf_free_bulk(batch.frames.data() + sent, batch.size - sent);
      break;
    }
    std::this_thread::yield();
  }
  batch.size = 0;
}

void Replay::send_all(const std::stop_token& stopping) {
  for (std::uint16_t queue = 0; queue < into_.queues; ++queue) send(queue, stopping);
}

}  // namespace tapcensus
