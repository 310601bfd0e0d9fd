#include "base/ring.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "base/counter.hpp"

namespace tapcensus {
namespace {

TEST(Ring, SaysWhenItIsFullAndWhenItIsEmpty) {
  Ring<int> ring{3};
  EXPECT_EQ(ring.capacity(), 4u);
  int value = 0;
  EXPECT_FALSE(ring.pop(value));
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(ring.push(i));
  EXPECT_FALSE(ring.push(4));
  EXPECT_EQ(ring.size(), 4u);
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(ring.pop(value));
    EXPECT_EQ(value, i);
  }
  EXPECT_FALSE(ring.pop(value));
}

TEST(Ring, HandsEveryValueOverOnceAndInOrder) {
  constexpr std::uint64_t kValues = 200'000;
  Ring<std::uint64_t> ring{64};
  std::thread producer{[&] {
    for (std::uint64_t i = 0; i < kValues; ++i) {
      while (!ring.push(i)) std::this_thread::yield();
    }
  }};
  std::uint64_t wrong = 0;
  for (std::uint64_t expected = 0; expected < kValues;) {
    std::uint64_t value = 0;
    if (!ring.pop(value)) {
      std::this_thread::yield();
      continue;
    }
    wrong += value != expected++;
  }
  producer.join();
  EXPECT_EQ(wrong, 0u);
}

TEST(Counter, IsReadWhileItIsWritten) {
  enum class Event : std::uint8_t { one, other, end_ };
  Tally<Event> tally;
  std::thread writer{[&] {
    for (int i = 0; i < 100'000; ++i) tally[Event::other].add(2);
  }};
  std::uint64_t last = 0;
  while (last < 200'000) {
    const std::uint64_t now = tally[Event::other].value();
    ASSERT_GE(now, last);
    last = now;
    std::this_thread::yield();
  }
  writer.join();
  EXPECT_EQ(tally[Event::one].value(), 0u);
}

}  // namespace
}  // namespace tapcensus
