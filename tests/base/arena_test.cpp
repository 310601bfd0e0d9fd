// Memory for tables: zeroed, apart from each other, and there when it is promised.
#include "base/arena.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tapcensus {
namespace {

using Words = std::span<std::uint64_t>;

constexpr std::size_t kPage = 4096;
constexpr std::size_t kWords = 1'000'000;

// How many of the whole pages of the table the system has found so far.
std::size_t pages_there(Words table) {
  auto* const from = reinterpret_cast<std::byte*>(
      (reinterpret_cast<std::uintptr_t>(table.data()) + kPage - 1) / kPage * kPage);
  const auto pages = static_cast<std::size_t>(
      (reinterpret_cast<std::byte*>(table.data() + table.size()) - from) / kPage);
  std::vector<unsigned char> there(pages);
  EXPECT_EQ(mincore(from, pages * kPage, there.data()), 0);
  return static_cast<std::size_t>(
      std::ranges::count_if(there, [](unsigned char page) { return (page & 1) != 0; }));
}

TEST(Arena, EveryPageIsThereBeforeTheFirstPacket) {
  Arena arena;
  EXPECT_EQ(pages_there(arena.take<std::uint64_t>(kWords)), kWords * 8 / kPage);
}

TEST(Arena, SmallPagesAreFoundAsTheyAreNeeded) {
  Arena arena{Arena::Pages::small_as_needed};
  const Words table = arena.take<std::uint64_t>(kWords);
  EXPECT_EQ(pages_there(table), 0u);
  table[kWords / 2] = 1;
  EXPECT_EQ(pages_there(table), 1u);
}

TEST(Arena, TablesAreZeroedAndApart) {
  for (const auto pages : {Arena::Pages::huge_at_once, Arena::Pages::small_as_needed}) {
    Arena arena{pages};
    const Words first = arena.take<std::uint64_t>(3);
    const Words second = arena.take<std::uint64_t>(kWords);
    std::ranges::fill(first, 7);
    EXPECT_THAT(second.first(100), ::testing::Each(0u));
    std::ranges::fill(second, 9);
    EXPECT_THAT(first, ::testing::Each(7u));
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(second.data()) % 64, 0u);
  }
}

}  // namespace
}  // namespace tapcensus
