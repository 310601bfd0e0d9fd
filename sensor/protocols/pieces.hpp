// Messages that come in pieces, in any order and over several datagrams: what QUIC and DTLS share.
//
// Pieces are views; they are laid end to end only when somebody asks for the message. Where they
// overlap, those that came first count.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/cursor.hpp"

namespace tapcensus {

class Pieces {
 public:
  // A hello is sent in a handful; Chrome scatters its own over some thirty.
  static constexpr std::size_t kMost = 160;

  // What has no room is left out.
  void add(std::size_t at, ByteView bytes) noexcept {
    if (size_ < kMost && !bytes.empty()) pieces_[size_++] = {at, bytes};
  }
  bool empty() const noexcept { return size_ == 0; }
  std::size_t size() const noexcept { return size_; }

  // The message as far as it is there without a gap: where it lies, if that is in one piece, else
  // in `room`, and no more than fits.
  ByteView joined(std::span<std::byte> room) const noexcept {
    if (size_ == 1 && pieces_[0].at == 0) return pieces_[0].bytes;
    std::size_t end = 0;
    for (const Piece* next = covering(end); next != nullptr && end < room.size();
         next = covering(end)) {
      const ByteView more = next->bytes.subspan(end - next->at);
      const std::size_t count = std::min(more.size(), room.size() - end);
      std::copy_n(more.begin(), count, room.begin() + static_cast<std::ptrdiff_t>(end));
      end += count;
    }
    return room.first(end);
  }

 private:
  struct Piece {
    std::size_t at;
    ByteView bytes;
  };

  const Piece* covering(std::size_t at) const noexcept {
    for (std::size_t i = 0; i < size_; ++i) {
      const Piece& piece = pieces_[i];
      if (piece.at <= at && at - piece.at < piece.bytes.size()) return &piece;
    }
    return nullptr;
  }

  std::array<Piece, kMost> pieces_;
  std::size_t size_ = 0;
};

// Calls use(datagram) for each that was kept (Payload::earlier).
template <class Use>
void for_each_kept(ByteView earlier, Use&& use) noexcept {
  for (Cursor in{earlier}; !in.at_end();) {
    const ByteView datagram = in.take(in.be16());
    if (in.ok()) use(datagram);
  }
}

// The same datagram came before.
inline bool was_kept(ByteView earlier, ByteView bytes) noexcept {
  bool kept = false;
  for_each_kept(earlier, [&](ByteView each) { kept = kept || std::ranges::equal(each, bytes); });
  return kept;
}

}  // namespace tapcensus
