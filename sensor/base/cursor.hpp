// Reads wire bytes from front to back, and cannot leave them.
//
// A cursor fails once and stays failed: after the first read beyond the end every further read
// gives zero or nothing, so a parser reads straight down and asks ok() once, before it believes
// anything.
#pragma once

#include "base/bytes.hpp"

namespace tapcensus {

class Cursor {
 public:
  explicit constexpr Cursor(ByteView bytes) noexcept : bytes_{bytes} {}

  // Big-endian numbers; zero after a failure.
  constexpr std::uint8_t u8() noexcept { return static_cast<std::uint8_t>(big(1)); }
  constexpr std::uint16_t be16() noexcept { return static_cast<std::uint16_t>(big(2)); }
  constexpr std::uint32_t be24() noexcept { return static_cast<std::uint32_t>(big(3)); }
  constexpr std::uint32_t be32() noexcept { return static_cast<std::uint32_t>(big(4)); }
  constexpr std::uint64_t be64() noexcept { return big(8); }

  // Little-endian numbers; zero after a failure.
  constexpr std::uint16_t le16() noexcept { return static_cast<std::uint16_t>(little(2)); }
  constexpr std::uint32_t le32() noexcept { return static_cast<std::uint32_t>(little(4)); }
  constexpr std::uint64_t le64() noexcept { return little(8); }

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
  constexpr bool reaches(std::size_t count) noexcept {
    if (ok_ && count <= bytes_.size() - at_) return true;
    ok_ = false;
    return false;
  }

  constexpr std::uint64_t big(std::size_t count) noexcept {
    std::uint64_t number = 0;
    for (const std::byte byte : take(count)) number = number << 8 | std::to_integer<unsigned>(byte);
    return number;
  }

  constexpr std::uint64_t little(std::size_t count) noexcept {
    std::uint64_t number = 0;
    unsigned shift = 0;
    for (const std::byte byte : take(count)) {
      number |= std::uint64_t{std::to_integer<unsigned>(byte)} << shift;
      shift += 8;
    }
    return number;
  }

  ByteView bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace tapcensus
