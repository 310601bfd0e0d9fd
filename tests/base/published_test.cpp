// What is published is seen whole by every reader, and freed once, when nobody uses it any more.
#include "base/published.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace tapcensus {
namespace {

std::atomic<int> alive{0};

// Holds one number twice, until it is freed and poisoned.
struct Pair {
  explicit Pair(std::uint64_t value) : first{value}, second{value} { ++alive; }
  ~Pair() {
    first = 0xdead;
    second = 0xbeef;
    --alive;
  }
  volatile std::uint64_t first;
  volatile std::uint64_t second;
};

std::unique_ptr<const Pair> pair(std::uint64_t value) { return std::make_unique<Pair>(value); }

TEST(Published, ReaderGetsTheNewest) {
  Published<Pair> published{1, pair(1)};
  auto& reader = published.reader(0);
  EXPECT_EQ(reader.latest().first, 1u);
  published.publish(pair(2));
  published.publish(pair(3));
  EXPECT_EQ(reader.latest().first, 3u);
  EXPECT_EQ(published.newest().first, 3u);
  EXPECT_EQ(reader.number(), 3u);
}

TEST(Published, WhatAReaderHoldsStays) {
  Published<Pair> published{2, pair(1)};
  const Pair& held = published.reader(0).latest();
  published.reader(1).latest();
  published.publish(pair(2));
  published.reader(1).latest();
  EXPECT_FALSE(published.taken_by_all());
  EXPECT_TRUE(published.reclaim().empty());
  EXPECT_EQ(held.first, 1u);
  EXPECT_EQ(published.held(), 2u);

  published.reader(0).latest();
  EXPECT_TRUE(published.taken_by_all());
  const auto left = published.reclaim();
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left.front()->first, 1u);
  EXPECT_EQ(published.held(), 1u);
}

TEST(Published, ReaderThatNeverAskedKeepsAllAlive) {
  Published<Pair> published{1, pair(1)};
  for (std::uint64_t i = 2; i <= 5; ++i) published.publish(pair(i));
  EXPECT_TRUE(published.reclaim().empty());
  published.reader(0).latest();
  EXPECT_EQ(published.reclaim().size(), 4u);
}

TEST(Published, RetiredReaderKeepsNothing) {
  Published<Pair> published{2, pair(1)};
  published.reader(0).latest();
  published.reader(1).latest();
  published.reader(1).retire();
  published.publish(pair(2));
  published.reader(0).latest();
  EXPECT_TRUE(published.taken_by_all());
  EXPECT_EQ(published.reclaim().size(), 1u);
  EXPECT_EQ(published.reader(1).latest().first, 2u) << "it may come back";
}

TEST(Published, WhatIsKeptStaysBesideTheNewest) {
  Published<Pair> published{1, pair(1)};
  auto& reader = published.reader(0);
  reader.latest();
  EXPECT_FALSE(reader.news());
  published.publish(pair(2));
  EXPECT_TRUE(reader.news());
  reader.keep();
  EXPECT_EQ(reader.latest().first, 2u);
  EXPECT_TRUE(published.taken_by_all());
  EXPECT_TRUE(published.reclaim().empty());
  ASSERT_NE(reader.kept(0), nullptr);
  EXPECT_EQ(reader.kept(0)->first, 1u);

  published.publish(pair(3));
  reader.keep();
  reader.latest();
  EXPECT_TRUE(published.reclaim().empty());
  EXPECT_EQ(reader.kept(0)->first, 2u);
  EXPECT_EQ(reader.kept(1)->first, 1u);

  reader.let_go(1);
  EXPECT_EQ(published.reclaim().size(), 1u);
  reader.let_go(0);
  EXPECT_EQ(published.reclaim().size(), 1u);
  EXPECT_EQ(published.held(), 1u);
}

TEST(Published, TheOldestKeptIsLetGoForTheNext) {
  Published<Pair> published{1, pair(1)};
  auto& reader = published.reader(0);
  for (std::uint64_t i = 2; i <= 10; ++i) {
    reader.latest();
    published.publish(pair(i));
    reader.keep();
    reader.latest();
    published.reclaim();
    EXPECT_LE(published.held(), 1 + Published<Pair>::kMostKept);
  }
  EXPECT_EQ(reader.kept(1)->first, 8u);
}

TEST(Published, FreesAllAtItsEnd) {
  {
    Published<Pair> published{3, pair(1)};
    published.publish(pair(2));
    EXPECT_EQ(alive, 2);
  }
  EXPECT_EQ(alive, 0);
}

TEST(Published, FourReadersSeeTwentyThousandPublicationsWhole) {
  constexpr std::uint64_t kPublications = 20'000;
  constexpr std::size_t kReaders = 4;
  {
    Published<Pair> published{kReaders, pair(1)};
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < kReaders; ++i) {
      threads.emplace_back([&, i, &reader = published.reader(i)] {
        for (std::uint64_t last = 0; last < kPublications;) {
          const Pair& now = reader.latest();
          const std::uint64_t first = now.first;
          if (first != now.second || first < last || first < reader.number()) ++wrong;
          last = first;
          for (std::size_t age = 0; age < Published<Pair>::kMostKept; ++age) {
            const Pair* const kept = reader.kept(age);
            if (kept != nullptr && (kept->first != kept->second || kept->first > first)) ++wrong;
          }
          if (i % 2 == 1 && reader.news()) reader.keep();
          if (last % 7 == 0) reader.let_go(last % 2);
          // One leaves early, for good.
          if (i == 0 && last > kPublications / 2) break;
        }
        reader.retire();
      });
    }
    for (std::uint64_t i = 2; i <= kPublications; ++i) {
      published.publish(pair(i));
      published.reclaim();
      if (i % 64 == 0) std::this_thread::yield();
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
    published.reclaim();
    EXPECT_EQ(published.held(), 1u);
    EXPECT_EQ(alive, 1);
  }
  EXPECT_EQ(alive, 0);
}

}  // namespace
}  // namespace tapcensus
