// The handshake messages of one direction of TLS, laid end to end.
//
// Who sends them may cut them into records as he likes (RFC 8446, 5.1; RFC 5246, 6.2.1). What lies
// in the first record is seen where it is; what goes on in the next ones is copied, kMost bytes at
// most.
#pragma once

#include <array>
#include <cstddef>

#include "base/cursor.hpp"
#include "protocols/lifetime.hpp"

namespace tapcensus {

class Handshake {
 public:
  static constexpr std::size_t kMessageHeader = 4;
  static constexpr std::size_t kMost = kMessageHeader + 16 * 1024;

  // `direction` outlives the handshake, and begins with a record; its bytes live for `lifetime`.
  explicit Handshake(ByteView direction, Lifetime lifetime = Lifetime::packet) noexcept;

  // The first `size` bytes of the messages, of kMost; or as many of them as there are. What was
  // given before stays.
  ByteView first(std::size_t size) noexcept;

  // How many bytes of the direction it takes, at the least, for first(size) to give all. Ask after
  // first(size) has not. 0 when the rest will not come, because another kind of record does.
  std::size_t needed(std::size_t size) const noexcept;

  // Another kind of record stands where the messages were to begin or to go on.
  bool ended() const noexcept { return ended_; }
  // How long the bytes live that were given last.
  Lifetime lifetime() const noexcept { return copied_ == 0 ? lifetime_ : Lifetime::call; }
  // Where the record ends that holds the last byte given.
  std::size_t end_of_record() const noexcept { return in_.offset() + missing_; }

 private:
  bool open_record() noexcept;

  std::size_t direction_size_;
  Lifetime lifetime_;
  Cursor in_;  // at the first record that was not opened
  ByteView first_record_;
  ByteView part_;            // of the record that was opened last: what was not copied yet
  std::size_t missing_ = 0;  // how much of that record is not there yet
  std::size_t header_ = 0;   // how much there is of a record's header that is not whole
  std::size_t copied_ = 0;
  bool ended_ = false;
  std::array<std::byte, kMost> copy_;
};

}  // namespace tapcensus
