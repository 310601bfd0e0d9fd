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
  polls,        // calls of receive()
  empty_polls,  // calls of receive() that brought nothing; polls - empty_polls is the work done
  handed_over,  // packets that other workers took from a device for this one
  joined,       // frames that came in several segments
  cut,          // frames longer than 16 KiB, of which the first 16 KiB were kept
  end_
};

class Queue {
 public:
  Queue(Queue&&) noexcept;
  ~Queue();

  // Gives back what the burst held and fills it with what one of the queue's taps, or another
  // worker, has ready, up to 64 packets, or nothing. Takes them in turn. True when there was
  // something to do, even if all of it went to other workers. Only the queue's own worker may call
  // it.
  bool receive(Burst& burst) noexcept;

  // When all workers have ended: what they have handed over and nobody has taken yet. True as long
  // as something moves; ask all queues in turn until none says so.
  bool receive_handed_over(Burst& burst) noexcept;

  // Whether the last look at one of the taps, or at what workers hand over, brought all it could,
  // so that more may be waiting and will be lost in the end. Never so for a source that waits for
  // us: the replay, a capture file. Only the queue's own worker may ask.
  bool backlog() const noexcept;

  const Tally<QueueEvent>& events() const noexcept;

  // Packets of the tap that receive() gave to the worker; any thread may ask.
  std::uint64_t handed(std::uint16_t tap) const noexcept;
  // Of these, how many were longer than 16 KiB.
  std::uint64_t cut(std::uint16_t tap) const noexcept;
  // Packets that were taken from the tap's queues here, and their captured bytes.
  std::uint64_t taken(std::uint16_t tap) const noexcept;
  std::uint64_t taken_bytes(std::uint16_t tap) const noexcept;

 private:
  friend class Intake;
  struct State;
  explicit Queue(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace tapcensus
