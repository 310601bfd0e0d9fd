#include "protocols/handshake.hpp"

#include <algorithm>
#include <cstdint>

namespace tapcensus {
namespace {

constexpr std::size_t kRecordHeader = 5;
constexpr std::uint8_t kHandshake = 22;
constexpr std::size_t kMostRecord = 1 << 14;

}  // namespace

Handshake::Handshake(ByteView direction, Lifetime lifetime) noexcept
    : direction_size_{direction.size()}, lifetime_{lifetime}, in_{direction} {
  open_record();
  first_record_ = part_;
}

// Goes into the next record; false when it is not there, or is not one of the handshake. A header
// of which only a part is there is judged by this part.
bool Handshake::open_record() noexcept {
  const ByteView head = in_.rest().first(std::min(in_.left(), kRecordHeader));
  const auto at = [head](std::size_t i, std::uint8_t otherwise) {
    return i < head.size() ? std::to_integer<std::uint8_t>(head[i]) : otherwise;
  };
  ended_ = at(0, kHandshake) != kHandshake || at(1, 3) != 3 || at(2, 0) > 4;
  header_ = head.size() % kRecordHeader;
  if (ended_ || head.size() < kRecordHeader) return false;
  const std::size_t length = at(3, 0) << 8 | at(4, 0);
  ended_ = length == 0 || length > kMostRecord;
  if (ended_) return false;
  in_.skip(kRecordHeader);
  part_ = in_.take(std::min(in_.left(), length));
  missing_ = length - part_.size();
  return true;
}

ByteView Handshake::first(std::size_t size) noexcept {
  size = std::min(size, kMost);
  if (copied_ == 0 && (size <= first_record_.size() || missing_ != 0)) {
    return first_record_.first(std::min(size, first_record_.size()));
  }
  while (copied_ < size) {
    if (part_.empty() && (missing_ != 0 || ended_ || !open_record())) break;
    const ByteView next = part_.first(std::min(part_.size(), size - copied_));
    std::copy_n(next.data(), next.size(), copy_.data() + copied_);
    copied_ += next.size();
    part_ = part_.subspan(next.size());
  }
  return ByteView{copy_}.first(std::min(size, copied_));
}

std::size_t Handshake::needed(std::size_t size) const noexcept {
  if (ended_) return 0;
  const std::size_t there = copied_ == 0 ? first_record_.size() : copied_;
  const std::size_t wanted = std::min(size, kMost) - there;
  const bool another_record = wanted > missing_;
  return direction_size_ + wanted + (another_record ? kRecordHeader - header_ : 0);
}

}  // namespace tapcensus
