#include "flow/coverage.hpp"

#include <algorithm>

namespace tapcensus {
namespace {

constexpr std::int32_t kFar = 1 << 30;

std::int32_t distance(std::uint32_t from, std::uint32_t to) noexcept {
  return static_cast<std::int32_t>(to - from);
}

}  // namespace

void Coverage::begin(std::uint32_t first) noexcept {
  end_ = acked_ = first;
  begun_ = certain_ = true;
}

bool Coverage::saw(std::uint32_t from, std::uint32_t length, Holes& holes) noexcept {
  const std::int32_t ahead = distance(end_, from);
  if (!begun_ || ahead > kFar || ahead < -kFar) {
    forget(holes);
    end_ = from + length;
    acked_ = from;
    begun_ = true;
    return false;
  }
  if (length == 0) return false;
  const std::uint32_t to = from + length;
  const bool filled = ahead < 0 && holes_ != 0 && holes.fill(holes_, this, from, to) > 0;
  if (distance(end_, to) <= 0) return filled;
  if (ahead > 0) holes.add(holes_, this, end_, from);
  end_ = to;
  if (distance(acked_, end_) < 0 || distance(acked_, end_) > kFar) {
    // Nobody acknowledges here. What is that far behind is not asked about any more.
    acked_ = end_ - static_cast<std::uint32_t>(kFar);
    if (holes_ != 0) holes.settle(holes_, this, acked_);
  }
  return filled;
}

Coverage::Acknowledged Coverage::acknowledged(std::uint32_t number, Holes& holes) noexcept {
  if (!begun_ || distance(acked_, number) <= 0) return {};
  const std::int32_t beyond = distance(end_, number);
  if (beyond > kFar) return {};
  acked_ = number;
  if (beyond > 0 && !certain_) {
    if (holes_ != 0) holes.release(holes_, this);
    end_ = number;
    return {};
  }
  certain_ = true;
  std::uint32_t missing = holes_ == 0 ? 0 : holes.settle(holes_, this, number);
  if (beyond > 0) {
    missing += static_cast<std::uint32_t>(beyond);
    end_ = number;
  }
  return {true, missing};
}

void Coverage::forget(Holes& holes) noexcept {
  if (holes_ != 0) holes.release(holes_, this);
  begun_ = certain_ = false;
}

}  // namespace tapcensus
