// One direction of a TCP connection from the start of a message, in order.
//
// Bytes that come in order are handed on where they lie, without a copy. Only what a parser must
// see again, and what comes out of order, is copied into a block. No sequence number can make us
// grow: what lies beyond the depth is counted elsewhere and left.
//
// Where bytes overlap, those that came first count.
#pragma once

#include <cstdint>

#include "flow/blocks.hpp"

namespace tapcensus {

class Stream {
 public:
  enum class Arrival : std::uint8_t {
    in_order,  // the run has grown: ask the parsers
    held,      // kept until what lies before it comes
    old,       // nothing new in it
    far,       // beyond the depth
  };

  // The first byte of the direction has this number (a SYN's plus one). False when another
  // connection had begun here: reset() and call again.
  bool anchor(std::uint32_t first, Blocks& blocks) noexcept;

  struct Taken {
    Arrival arrival;
    ByteView run;  // in_order: all from the start of the message; borrows the segment or the block
    std::size_t known = 0;  // so many bytes at its start were in order before
    bool moved = false;     // earlier bytes than were thought to be the first have come
  };

  // What is in order is kept or skipped before the next call.
  Taken accept(std::uint32_t sequence, ByteView segment, Blocks& blocks) noexcept;

  // What is held from the start of the message, when no segment is at hand.
  ByteView held(Blocks& blocks) const noexcept;
  // What is held behind the first, second, ... gap, from 0; nothing behind the last.
  ByteView held_behind(std::size_t gap, Blocks& blocks) const noexcept;
  // How far the number lies behind the start of the message.
  std::uint32_t distance(std::uint32_t number) const noexcept { return number - base_; }
  // All before this number was in order.
  bool complete(std::uint32_t end, Blocks& blocks) const noexcept;

  // The run must be seen again together with what follows: it is copied, if it is not yet.
  void keep(ByteView run, Blocks& blocks) noexcept;

  // The message is over; the next begins `count` bytes after its start. Gives what is there of it.
  ByteView skip(ByteView run, std::uint32_t count, Blocks& blocks) noexcept;

  // What is missing before the next bytes that are held will not come: a message begins with them.
  // False when nothing is held behind a gap.
  bool skip_gap(Blocks& blocks) noexcept;

  // A message begins at this number, whatever was before (after a loss).
  void restart(std::uint32_t sequence, Blocks& blocks) noexcept;

  // The start of the direction is known, not guessed from what was seen first.
  bool anchored() const noexcept { return anchored_; }
  bool begun() const noexcept { return begun_; }

  // UDP: keeps a datagram behind those that were kept before, behind its length in two octets.
  // False when there is no room for it.
  bool append_datagram(ByteView datagram, Blocks& blocks) noexcept;

  void release(Blocks& blocks) noexcept { blocks.release(block_); }
  void reset(Blocks& blocks) noexcept;

 private:
  bool move_back(std::uint32_t count, Blocks& blocks) noexcept;
  Blocks::Block* room_for(std::uint32_t end, Blocks& blocks) noexcept;

  BlockRef block_;
  std::uint32_t first_ = 0;  // number of the direction's first byte, when it is anchored
  std::uint32_t base_ = 0;   // number of the message's first byte
  bool begun_ = false;
  bool anchored_ = false;
  bool moved_ = false;
};

}  // namespace tapcensus
