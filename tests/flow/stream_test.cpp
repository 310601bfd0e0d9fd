#include "flow/stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace tapcensus {
namespace {

constexpr std::uint32_t kDepth = 16 * 1024;

std::string text_of(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char>('a' + i % 23);
  return text;
}

// A connection as a parser that always wants more sees it: the longest run so far.
class Seen {
 public:
  explicit Seen(std::uint32_t first) { stream_.anchor(first, blocks_); }
  Seen() = default;

  Stream::Arrival arrives(std::uint32_t sequence, std::string_view bytes) {
    const Stream::Taken taken = stream_.accept(sequence, as_bytes(bytes), blocks_);
    if (taken.arrival == Stream::Arrival::in_order) {
      if (taken.moved) passed_on_.clear();
      passed_on_ += as_text(taken.run.subspan(taken.known));
      text_ = as_text(taken.run);
      stream_.keep(taken.run, blocks_);
    }
    return taken.arrival;
  }
  // What one sees who takes each byte once.
  const std::string& passed_on() const { return passed_on_; }
  const std::string& text() const { return text_; }
  Stream& stream() { return stream_; }
  Blocks& blocks() { return blocks_; }

 private:
  Arena arena_;
  Blocks blocks_{4, 4, kDepth, arena_};
  Stream stream_;
  std::string text_, passed_on_;
};

TEST(Stream, AnyCutAndOrderGivesTheSameBytes) {
  std::mt19937 random{7};
  const std::string whole = text_of(5000);
  for (int round = 0; round < 2000; ++round) {
    const std::uint32_t first = round % 2 == 0 ? 0xffff'fe00u : random();  // across the wrap, too
    std::vector<std::pair<std::size_t, std::size_t>> pieces;
    for (std::size_t at = 0; at < whole.size();) {
      const std::size_t size = std::min<std::size_t>(whole.size() - at, 1 + random() % 1500);
      const std::size_t overlap = std::min<std::size_t>(at, random() % 3 == 0 ? random() % 40 : 0);
      pieces.emplace_back(at - overlap, size + overlap);
      if (random() % 4 == 0) pieces.push_back(pieces.back());
      at += size;
    }
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
      std::swap(pieces[i], pieces[std::min(pieces.size() - 1, i + random() % 4)]);
    }
    Seen seen{first};
    for (const auto& [at, size] : pieces) {
      seen.arrives(first + static_cast<std::uint32_t>(at), whole.substr(at, size));
    }
    ASSERT_EQ(seen.text(), whole) << "round " << round;
    ASSERT_EQ(seen.passed_on(), whole) << "round " << round;
  }
}

TEST(Stream, WithoutASynEarlierBytesStillComeFirst) {
  Seen seen;
  seen.arrives(1005, "world");
  EXPECT_EQ(seen.arrives(1000, "hello"), Stream::Arrival::in_order);
  EXPECT_EQ(seen.text(), "helloworld");
  EXPECT_EQ(seen.passed_on(), "helloworld") << "all of it anew, since it begins earlier";
}

TEST(Stream, KnowsWhatLiesBehindGapsAndWhetherAllIsThere) {
  Seen seen{100};
  seen.arrives(100, "one");
  seen.arrives(105, "two");
  seen.arrives(110, "three");
  EXPECT_EQ(as_text(seen.stream().held_behind(0, seen.blocks())), "two");
  EXPECT_EQ(as_text(seen.stream().held_behind(1, seen.blocks())), "three");
  EXPECT_TRUE(seen.stream().held_behind(2, seen.blocks()).empty());
  EXPECT_TRUE(seen.stream().complete(103, seen.blocks()));
  EXPECT_FALSE(seen.stream().complete(115, seen.blocks()));
  seen.arrives(103, "--");
  seen.arrives(108, "--");
  EXPECT_TRUE(seen.stream().complete(115, seen.blocks()));
  EXPECT_TRUE(seen.stream().held_behind(0, seen.blocks()).empty());
}

TEST(Stream, ASynThatComesLateAgrees) {
  Seen seen;
  seen.arrives(1005, "world");
  EXPECT_TRUE(seen.stream().anchor(1000, seen.blocks()));
  seen.arrives(1000, "hello");
  EXPECT_EQ(seen.text(), "helloworld");
}

TEST(Stream, AnotherSynIsAnotherConnection) {
  Seen seen{1000};
  EXPECT_TRUE(seen.stream().anchor(1000, seen.blocks()));
  EXPECT_FALSE(seen.stream().anchor(9000, seen.blocks()));
}

TEST(Stream, BytesThatCameFirstCount) {
  Seen seen{0};
  seen.arrives(0, "first");
  seen.arrives(0, "OTHERandmore");
  EXPECT_EQ(seen.text(), "firstandmore");
}

TEST(Stream, AForgedSequenceNumberCostsNothing) {
  Seen seen{0};
  EXPECT_EQ(seen.arrives(kDepth, "x"), Stream::Arrival::far);
  EXPECT_EQ(seen.arrives(0x7fff'ffff, "x"), Stream::Arrival::far);
  EXPECT_EQ(seen.arrives(0x8000'0000, "x"), Stream::Arrival::old);
  EXPECT_EQ(seen.arrives(0, "fine"), Stream::Arrival::in_order);
}

TEST(Stream, TheNextMessageBeginsWhereTheParserSays) {
  Seen seen{0};
  const std::string segment = "HEAD+body+NEXT";
  ByteView run = seen.stream().accept(0, as_bytes(segment), seen.blocks()).run;
  run = seen.stream().skip(run, 10, seen.blocks());
  EXPECT_EQ(as_text(run), "NEXT");
  // Far ahead: what lies between is old, and the message is whole when it comes.
  seen.stream().skip(run, 1000, seen.blocks());
  EXPECT_EQ(seen.arrives(14, "bytes of a body"), Stream::Arrival::old);
  EXPECT_EQ(seen.arrives(1010, "again"), Stream::Arrival::in_order);
  EXPECT_EQ(seen.text(), "again");
}

TEST(Stream, SkippingInsideABlockKeepsWhatIsBehind) {
  Seen seen{0};
  seen.arrives(0, "head");
  seen.arrives(8, "next");
  seen.arrives(4, "body");
  const ByteView rest = seen.stream().skip(as_bytes(seen.text()), 8, seen.blocks());
  EXPECT_EQ(as_text(rest), "next");
}

TEST(Stream, WhenBlocksRunOutTheOldestStreamLosesItsOwn) {
  Arena arena;
  Blocks blocks{2, 2, kDepth, arena};
  std::vector<Stream> streams(5);
  for (Stream& stream : streams) {
    stream.anchor(0, blocks);
    stream.keep(stream.accept(0, as_bytes("half"), blocks).run, blocks);
  }
  EXPECT_EQ(blocks.lost(), 3u);
  EXPECT_TRUE(streams[0].held(blocks).empty());
  EXPECT_EQ(as_text(streams[4].held(blocks)), "half");
  for (Stream& stream : streams) stream.release(blocks);
}

}  // namespace
}  // namespace tapcensus
