// One worker's share of all taps: polled by that worker alone, never waiting.
//
// receive() is the only place where packets get their time and number. Frames that came in several
// segments are joined in a buffer that was laid out at start; beyond 16 KiB they are cut, and their
// wire_length says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/counter.hpp"
#include "intake/burst.hpp"

namespace tapcensus {

// What befell a queue, besides packets.
enum class QueueEvent : std::uint8_t {
  packets,
  bytes,        // as captured, of all taps
  polls,        // calls of receive()
  empty_polls,  // calls of receive() that brought nothing; polls - empty_polls is the work done
  joined,       // frames that came in several segments
  cut,          // frames longer than 16 KiB, of which the first 16 KiB were kept
  end_
};

class Queue {
 public:
  Queue(Queue&&) noexcept;
  ~Queue();

  // Gives back what the burst held and fills it with what one of the queue's taps has ready, up to
  // 64 packets, or nothing. Takes the taps in turn. Only the queue's own worker may call it.
  void receive(Burst& burst) noexcept;

  // Whether the last poll of one of the taps brought all it could, so that more may be waiting and
  // will be lost in the end. Never so for a source that waits for us: the replay, a capture file.
  // Only the queue's own worker may ask.
  bool backlog() const noexcept;

  const Tally<QueueEvent>& events() const noexcept;

  // Packets handed over by receive() that came from the tap, and their captured bytes; any thread
  // may ask.
  std::uint64_t handed(std::uint16_t tap) const noexcept;
  std::uint64_t handed_bytes(std::uint16_t tap) const noexcept;

 private:
  friend class Intake;
  struct State;
  explicit Queue(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace tapcensus
