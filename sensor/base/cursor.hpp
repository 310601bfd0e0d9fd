// Reads wire bytes from front to back, and cannot leave them.
//
// A cursor fails once and stays failed: after the first read beyond the end every further read
// gives zero or nothing, so a parser reads straight down and asks ok() once, before it believes
// anything.
#pragma once

#include <utility>

#include "base/bytes.hpp"

namespace tapcensus {

class Cursor {
 private:
  constexpr bool reaches(std::size_t count) noexcept {
    if (ok_ && count <= bytes_.size() - at_) return true;
    ok_ = false;
    return false;
  }

  // Written out without a loop, compilers make one load of it.
  template <std::size_t kBytes>
  constexpr std::uint64_t big() noexcept {
    if (!reaches(kBytes)) return 0;
    const std::byte* const from = bytes_.data() + at_;
    at_ += kBytes;
    return [from]<std::size_t... i>(std::index_sequence<i...>) {
      return ((std::to_integer<std::uint64_t>(from[i]) << 8 * (kBytes - 1 - i)) | ...);
    }
    (std::make_index_sequence<kBytes>{});
  }

  template <std::size_t kBytes>
  constexpr std::uint64_t little() noexcept {
    if (!reaches(kBytes)) return 0;
    const std::byte* const from = bytes_.data() + at_;
    at_ += kBytes;
    return [from]<std::size_t... i>(std::index_sequence<i...>) {
      return ((std::to_integer<std::uint64_t>(from[i]) << 8 * i) | ...);
    }
    (std::make_index_sequence<kBytes>{});
  }

 public:
  explicit constexpr Cursor(ByteView bytes) noexcept : bytes_{bytes} {}

  // Big-endian numbers; zero after a failure.
  constexpr std::uint8_t u8() noexcept { return static_cast<std::uint8_t>(big<1>()); }
  constexpr std::uint16_t be16() noexcept { return static_cast<std::uint16_t>(big<2>()); }
  constexpr std::uint32_t be24() noexcept { return static_cast<std::uint32_t>(big<3>()); }
  constexpr std::uint32_t be32() noexcept { return static_cast<std::uint32_t>(big<4>()); }
  constexpr std::uint64_t be64() noexcept { return big<8>(); }

  // Little-endian numbers; zero after a failure.
  constexpr std::uint16_t le16() noexcept { return static_cast<std::uint16_t>(little<2>()); }
  constexpr std::uint32_t le32() noexcept { return static_cast<std::uint32_t>(little<4>()); }
  constexpr std::uint64_t le64() noexcept { return little<8>(); }

  // The next `count` bytes; empty after a failure, and a failure if they are not all there.
  constexpr ByteView take(std::size_t count) noexcept {
    if (!reaches(count)) return {};
    const ByteView taken = bytes_.subspan(at_, count);
    at_ += count;
    return taken;
  }

  constexpr void skip(std::size_t count) noexcept {
    if (reaches(count)) at_ += count;
  }

  // What has not been read yet; empty after a failure.
  constexpr ByteView rest() const noexcept { return ok_ ? bytes_.subspan(at_) : ByteView{}; }

  // How many bytes have been read.
  constexpr std::size_t offset() const noexcept { return at_; }
  constexpr std::size_t left() const noexcept { return ok_ ? bytes_.size() - at_ : 0; }
  constexpr bool at_end() const noexcept { return left() == 0; }
  constexpr bool ok() const noexcept { return ok_; }

 private:
  ByteView bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace tapcensus
