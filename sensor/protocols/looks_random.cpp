#include <algorithm>
#include <array>
#include <cstring>

#include "protocols/obfuscation.hpp"

namespace tapcensus {
namespace {

constexpr double root(double square) {
  double guess = square > 1 ? square : 1;
  for (int i = 0; i < 60; ++i) guess = (guess + square / guess) / 2;
  return guess;
}

struct Bounds {
  std::uint16_t least_different, most_different;
  std::uint16_t least_ones, most_ones;
};

// Of `count` random bytes: the number of values that occur is that of an occupancy problem with 256
// places (Feller, An Introduction to Probability Theory, II.5), the number of ones is binomial.
// Both are cut four and a half standard deviations away from what is expected.
constexpr Bounds bounds_of(std::size_t count) {
  constexpr double kDeviations = 4.5, kPlaces = 256;
  const double drawn = static_cast<double>(count);
  double empty = 1, pair_empty = 1;  // that one place, or two of them, stay empty
  for (std::size_t i = 0; i < count; ++i) {
    empty *= 1 - 1 / kPlaces;
    pair_empty *= 1 - 2 / kPlaces;
  }
  const double expected = kPlaces * (1 - empty);
  const double variance =
      kPlaces * empty + kPlaces * (kPlaces - 1) * pair_empty - kPlaces * empty * kPlaces * empty;
  const double slack = kDeviations * root(2 * drawn);
  const double spread = kDeviations * root(variance);
  return {static_cast<std::uint16_t>(expected - spread),
          static_cast<std::uint16_t>(expected + spread + 1),
          static_cast<std::uint16_t>(std::max(0.0, 4 * drawn - slack)),
          static_cast<std::uint16_t>(4 * drawn + slack)};
}

constexpr auto kBounds = [] {
  std::array<Bounds, kMostTexture + 1> bounds{};
  for (std::size_t count = 1; count < bounds.size(); ++count) bounds[count] = bounds_of(count);
  return bounds;
}();

}  // namespace

unsigned ones_in(ByteView bytes) noexcept {
  unsigned ones = 0;
  while (!bytes.empty()) {
    std::uint64_t word = 0;
    const std::size_t size = std::min(bytes.size(), sizeof word);
    std::memcpy(&word, bytes.data(), size);
    ones += ones_in(word);
    bytes = bytes.subspan(size);
  }
  return ones;
}

bool looks_random(ByteView bytes) noexcept {
  constexpr std::size_t kLeast = 24;
  bytes = bytes.first(std::min(bytes.size(), kMostTexture));
  if (bytes.size() < kLeast) return false;
  std::array<std::uint64_t, 4> seen{};
  for (const std::byte byte : bytes) {
    const auto value = std::to_integer<unsigned>(byte);
    seen[value / 64] |= std::uint64_t{1} << value % 64;
  }
  const unsigned ones = ones_in(bytes);
  unsigned different = 0;
  for (const std::uint64_t word : seen) different += ones_in(word);
  const Bounds& bounds = kBounds[bytes.size()];
  return different >= bounds.least_different && different <= bounds.most_different &&
         ones >= bounds.least_ones && ones <= bounds.most_ones;
}

}  // namespace tapcensus
