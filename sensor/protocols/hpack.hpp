// Header blocks of HTTP/2 (RFC 7541), by the inflater of nghttp2.
//
// The library asks for memory, and the packet path takes none: it gets what lies in the object
// itself, which is meant for the stack. When that is used up, as only a hostile block does, the
// block counts as broken.
#pragma once

#include <nghttp2/nghttp2.h>

#include <array>
#include <cstddef>
#include <string_view>

#include "base/bytes.hpp"

namespace tapcensus {

// Memory that is taken from front to back, and given back only from the end.
class Bump {
 public:
  // Nothing when there is no room.
  void* take(std::size_t size) noexcept;
  void* take_zeroed(std::size_t size) noexcept;
  // `taken` may be nothing. What lies there moves along.
  void* resize(void* taken, std::size_t size) noexcept;
  void give_back(void* taken) noexcept;

 private:
  static constexpr std::size_t kBytes = 48 * 1024;
  static constexpr std::size_t kStep = alignof(std::max_align_t);

  alignas(kStep) std::array<std::byte, kBytes> bytes_;  // each piece behind its size
  std::size_t used_ = 0;
};

// The blocks of one direction, in order, from its beginning.
class Hpack {
 public:
  Hpack() noexcept;
  Hpack(const Hpack&) = delete;
  Hpack& operator=(const Hpack&) = delete;

  // Calls see(name, value) with each field; both live until it returns. False when the block is
  // broken; then nothing more can be read. `last`: the block ends here.
  template <class See>
  bool inflate(ByteView block, bool last, See&& see) noexcept {
    while (step(block, last)) {
      if (emitted_) see(name_, value_);
      if (ended_) return true;
      if (!emitted_ && block.empty()) return !last;
    }
    return false;
  }

 private:
  static constexpr std::size_t kMostFields = 256;

  // Takes what it can off `block`. False when it is broken.
  bool step(ByteView& block, bool last) noexcept;

  Bump memory_;
  nghttp2_mem ask_memory_;  // the inflater keeps its address
  nghttp2_hd_inflater* inflater_ = nullptr;
  std::size_t fields_ = 0;
  std::string_view name_, value_;
  bool emitted_ = false;
  bool ended_ = false;
};

}  // namespace tapcensus
