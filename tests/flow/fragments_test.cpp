// Pieces of packets in, packets out: in any order, with whatever else comes between them.
#include "flow/fragments.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>
#include <vector>

#include "support/frame.hpp"
#include "support/whole_body.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using What = Fragments::What;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct GivenUp {
  FragmentEvent why;
  std::string source;
  std::uint32_t packets;
  std::uint64_t bytes;

  friend bool operator==(const GivenUp&, const GivenUp&) = default;
};

class Reassembly : public ::testing::Test, private UnfinishedListener {
 protected:
  struct Result {
    What what;
    bool overlaps;
    std::string body;  // of what was put together
    Freight freight;
  };

  // `offset` in bytes.
  static Frame v4(std::uint16_t id, std::size_t offset, bool more, std::string_view body,
                  std::string_view source = "10.0.0.1") {
    return raw()
        .ipv4(source, "10.0.0.2")
        .id(id)
        .protocol(99)
        .fragment(static_cast<std::uint16_t>(offset / 8 | (more ? 0x2000u : 0u)))
        .payload(body);
  }
  static Frame v6(std::size_t offset, bool more, std::string_view body,
                  std::string_view source = "2001:db8::1") {
    return raw()
        .ipv6(source, "2001:db8::2")
        .protocol(99)
        .fragment(static_cast<std::uint16_t>(offset | (more ? 1u : 0u)))
        .payload(body);
  }

  // Bytes beyond `captured` were not.
  Result take(const Frame& frame, std::size_t captured = SIZE_MAX) {
    return take(fragments_, frame, captured);
  }
  Result take(Fragments& fragments, const Frame& frame, std::size_t captured = SIZE_MAX) {
    const std::string bytes = frame.bytes();
    const Packet packet{.bytes = as_bytes(bytes).first(std::min(bytes.size(), captured)),
                        .wire_length = static_cast<std::uint32_t>(bytes.size()),
                        .link = Link::raw_ip};
    Layers layers;
    EXPECT_EQ(decode(packet, layers), Decoded::fragment);
    Piece piece;
    if (!read_piece(layers, piece)) return {What::impossible, false, {}, {}};
    ++frame_;
    const auto answer = fragments.accept(
        piece, layers, 0,
        {.packets = 1, .bytes = layers.ip_length, .first = now_, .last = now_, .frame = frame_});
    Result result{answer.what, answer.overlaps, {}, answer.freight};
    if (!answer.packet.empty()) result.body = body_of(answer, layers);
    fragments.release();
    return result;
  }
  void pass(std::uint64_t nanoseconds) { now_.ns += nanoseconds; }

  Arena arena_;
  Fragments fragments_{FragmentsSize{}, 1, *this, arena_};
  std::vector<GivenUp> given_up_;
  Tick now_{1'528'243'200 * kSecond};
  std::uint64_t frame_ = 0;

 private:
  static std::string body_of(const Fragments::Answer& answer, const Layers& piece) {
    Layers layers;
    const Decoded decoded = decode_assembled(answer.packet, piece, layers);
    EXPECT_EQ(decoded, answer.what == What::whole ? Decoded::whole : Decoded::truncated);
    EXPECT_EQ(layers.protocol, 99);
    EXPECT_EQ(layers.source, piece.source);
    return std::string{as_text(layers.payload)};
  }
  void unfinished(const Unfinished& packet) noexcept override {
    given_up_.push_back({packet.why, packet.layers.source.to_string(), packet.freight.packets,
                         packet.freight.bytes});
  }
};

std::string text_of(std::size_t size, unsigned seed = 1) {
  std::mt19937 random{seed};
  std::string text(size, '\0');
  for (char& each : text) each = static_cast<char>('a' + random() % 26);
  return text;
}

TEST_F(Reassembly, PutsPiecesTogetherInAnyOrder) {
  const std::string body = text_of(70);
  std::vector<std::size_t> order{0, 16, 32, 48, 64};
  std::uint16_t id = 0;
  do {
    ++id;
    const std::string source = "2001:db8::" + std::to_string(id);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const bool more = order[i] != 64;
      const std::string part = body.substr(order[i], 16);
      const Result one = take(v4(id, order[i], more, part));
      const Result other = take(v6(order[i], more, part, source));
      if (i + 1 < order.size()) {
        EXPECT_EQ(one.what, What::waits);
        EXPECT_EQ(other.what, What::waits);
      } else {
        EXPECT_EQ(one.what, What::whole);
        EXPECT_EQ(one.body, body);
        EXPECT_EQ(other.what, What::whole);
        EXPECT_EQ(other.body, body);
        EXPECT_EQ(one.freight.packets, 5u);
        EXPECT_EQ(one.freight.bytes, 5u * 20 + 70);
      }
    }
  } while (std::ranges::next_permutation(order).found);
  EXPECT_EQ(id, 120);
}

TEST_F(Reassembly, HeadersBeforeIpv6sFragmentHeaderStayAndThoseBehindItCome) {
  Frame first = raw()
                    .ipv6("2001:db8::1", "2001:db8::2")
                    .extension(0, std::string(6, '\0'))
                    .protocol(60)  // destination options, inside the first piece
                    .fragment(0x0001)
                    .payload(std::string{99, 0, 1, 4, 0, 0, 0, 0} + "12345678");
  EXPECT_EQ(take(first).what, What::waits);
  Frame last = raw()
                   .ipv6("2001:db8::1", "2001:db8::2")
                   .extension(0, std::string(6, '\0'))
                   .protocol(60)
                   .fragment(0x0010)
                   .payload("the end");
  const Result whole = take(last);
  EXPECT_EQ(whole.what, What::whole);
  EXPECT_EQ(whole.body, "12345678the end");
}

TEST_F(Reassembly, ThousandsOfSmallPiecesInAnyOrderMakeTheLongestPacket) {
  const std::string body = text_of(65'515);
  std::vector<std::size_t> order(body.size() / 8 + 1);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::shuffle(order, std::mt19937{3});
  Result last{};
  for (const std::size_t unit : order) {
    last = take(v4(1, unit * 8, unit * 8 + 8 < body.size(), body.substr(unit * 8, 8)));
  }
  EXPECT_EQ(last.what, What::whole);
  EXPECT_EQ(last.body, body);
}

TEST_F(Reassembly, BytesThatCameFirstCountAndOverlapsAreSaid) {
  EXPECT_FALSE(take(v4(1, 8, true, "BBBBBBBBCCCCCCCC")).overlaps);
  EXPECT_TRUE(take(v4(1, 0, true, "aaaaaaaaXXXXXXXXYYYYYYYY")).overlaps);
  const Result whole = take(v4(1, 16, false, "ZZZZZZZZdddd"));
  EXPECT_TRUE(whole.overlaps);
  EXPECT_EQ(whole.body, "aaaaaaaaBBBBBBBBCCCCCCCCdddd");
}

TEST_F(Reassembly, AnExactCopyIsNoOverlap) {
  EXPECT_EQ(take(v4(1, 0, true, "aaaaaaaabbbbbbbb")).what, What::waits);
  const Result copy = take(v4(1, 0, true, "aaaaaaaabbbbbbbb"));
  EXPECT_EQ(copy.what, What::copy);
  EXPECT_FALSE(copy.overlaps);
  const Result whole = take(v4(1, 16, false, "c"));
  EXPECT_EQ(whole.body, "aaaaaaaabbbbbbbbc");
  EXPECT_EQ(whole.freight.packets, 3u);
}

// Teardrop, and its relatives: a piece inside another, an end before what is there, two ends.
TEST_F(Reassembly, TheEndThatWasSaidFirstCounts) {
  EXPECT_EQ(take(v4(1, 0, true, text_of(32))).what, What::waits);
  EXPECT_TRUE(take(v4(1, 24, false, "")).overlaps) << "an end before what is there";
  EXPECT_EQ(take(v4(1, 32, false, "four")).body, text_of(32) + "four");

  EXPECT_EQ(take(v4(2, 16, false, "the end")).what, What::waits);
  EXPECT_TRUE(take(v4(2, 24, true, "beyond..")).overlaps);
  EXPECT_TRUE(take(v4(2, 16, false, "another end")).overlaps);
  EXPECT_EQ(take(v4(2, 0, true, text_of(16))).body, text_of(16) + "the end");
}

TEST_F(Reassembly, APieceWithoutBytesMayOnlySayTheEnd) {
  EXPECT_EQ(take(v4(1, 0, true, "")).what, What::impossible);
  EXPECT_EQ(take(v4(1, 0, true, "aaaaaaaa")).what, What::waits);
  EXPECT_EQ(take(v4(1, 8, false, "")).body, "aaaaaaaa");
}

TEST_F(Reassembly, TooLongOrUnevenIsImpossible) {
  EXPECT_EQ(take(v4(1, 65'528, false, "ping of death")).what, What::impossible);
  EXPECT_EQ(take(v4(1, 65'512, false, "four")).what, What::impossible);
  EXPECT_EQ(take(v4(1, 65'512, false, "end")).what, What::waits);
  EXPECT_EQ(take(v4(2, 0, true, "uneven")).what, What::impossible);
  EXPECT_EQ(take(v6(65'528, false, "12345678")).what, What::impossible);
}

// The header of the first piece may be longer than those of the others.
TEST_F(Reassembly, ALongerFirstHeaderMayMakeItImpossible) {
  EXPECT_EQ(take(v4(1, 65'488, false, text_of(27))).what, What::waits);
  EXPECT_EQ(take(v4(1, 0, true, text_of(65'488 / 2)).ip_options(std::string(40, 1))).what,
            What::waits);
  EXPECT_EQ(take(v4(1, 65'488 / 2, true, text_of(65'488 / 2))).what, What::impossible);
}

TEST_F(Reassembly, CopiesOfAWholePacketAreKnown) {
  take(v4(1, 0, true, "aaaaaaaa"));
  EXPECT_EQ(take(v4(1, 8, false, "b")).what, What::whole);
  pass(kSecond / 100);
  EXPECT_EQ(take(v4(1, 8, false, "b")).what, What::copy);
  fragments_.clear();
  EXPECT_THAT(given_up_, IsEmpty());
}

TEST_F(Reassembly, AllPiecesOnceMoreAreThePacketOnceMore) {
  for (int time = 0; time < 3; ++time) {
    EXPECT_NE(take(v4(1, 0, true, "aaaaaaaa")).what, What::whole);
    const Result whole = take(v4(1, 8, false, "b"));
    EXPECT_EQ(whole.what, What::whole);
    EXPECT_EQ(whole.body, "aaaaaaaab");
    EXPECT_EQ(whole.freight.packets, 2u);
  }
}

// As of hosts that number no packets: each has the identification 0.
TEST_F(Reassembly, PacketsOfOneIdentificationOneAfterTheOtherAreAllPutTogether) {
  for (const std::string body : {"aaaaaaaabbbbbbbbcc", "AAAAAAAAbbbbbbbbcc", "AAAAAAAABBBBBBBBcc",
                                 "AAAAAAAABBBBBBBBc", "AAAAAAAABBBBBBBBcccc"}) {
    EXPECT_NE(take(v4(0, 0, true, body.substr(0, 8))).what, What::whole);
    EXPECT_NE(take(v4(0, 8, true, body.substr(8, 8))).what, What::whole);
    EXPECT_EQ(take(v4(0, 16, false, body.substr(16))).body, body);
  }
  EXPECT_THAT(given_up_, IsEmpty());
}

TEST_F(Reassembly, PacketsOfOthersAreOthers) {
  take(v4(1, 0, true, "aaaaaaaa"));
  EXPECT_EQ(take(v4(2, 8, false, "id")).what, What::waits);
  EXPECT_EQ(take(v4(1, 8, false, "source", "10.0.0.9")).what, What::waits);
  EXPECT_EQ(take(v4(1, 8, false, "protocol").protocol(98)).what, What::waits);
  EXPECT_EQ(take(v4(1, 8, false, "b")).what, What::whole);
}

TEST_F(Reassembly, AfterThirtySecondsAPacketIsGivenUp) {
  take(v4(1, 0, true, "aaaaaaaa"));
  pass(29 * kSecond);
  take(v4(1, 8, true, "bbbbbbbb"));
  fragments_.sweep(now_);
  EXPECT_THAT(given_up_, IsEmpty());
  pass(2 * kSecond);
  EXPECT_EQ(take(v4(1, 16, false, "c")).what, What::waits);
  EXPECT_THAT(given_up_, ElementsAre(GivenUp{FragmentEvent::timeout, "10.0.0.1", 2, 56}));
  pass(31 * kSecond);
  fragments_.sweep(now_);
  EXPECT_THAT(given_up_, ElementsAre(GivenUp{FragmentEvent::timeout, "10.0.0.1", 2, 56},
                                     GivenUp{FragmentEvent::timeout, "10.0.0.1", 1, 21}));
}

TEST_F(Reassembly, WhatWasNotCapturedIsNotWaitedFor) {
  EXPECT_EQ(take(v4(1, 16, true, "cccccccc")).what, What::waits);
  EXPECT_EQ(take(v4(1, 8, true, "bbbbbbbb"), 20 + 5).what, What::waits);
  const Result cut = take(v4(1, 0, true, "aaaaaaaa"));
  EXPECT_EQ(cut.what, What::cut);
  EXPECT_EQ(cut.body, "aaaaaaaabbbbb");
  EXPECT_EQ(cut.freight.packets, 3u);
  EXPECT_EQ(take(v4(1, 24, false, "d")).what, What::waits);
  EXPECT_EQ(take(v4(1, 0, true, "another."), 20 + 7).body, "another");
}

// A hundred thousand pieces of packets that never come, between the pieces of honest ones. The
// memory is the arena's: nothing here asks for more.
TEST_F(Reassembly, AFloodDoesNotKeepHonestPacketsFromBeingPutTogether) {
  std::mt19937 random{7};
  const std::string body = text_of(1480);
  int whole = 0;
  for (std::uint16_t id = 1; id <= 100; ++id) {
    for (std::size_t at = 0; at < body.size(); at += 48) {
      for (int i = 0; i < 32; ++i) {
        const std::string source =
            "172.16." + std::to_string(random() % 256) + '.' + std::to_string(random() % 256);
        const std::size_t offset = (1 + random() % 8'000) * 8;
        take(v4(static_cast<std::uint16_t>(random()), offset, random() % 2 == 0, "flood...",
                source));
      }
      const Result result = take(v4(id, at, at + 48 < body.size(), body.substr(at, 48)));
      whole += result.what == What::whole && result.body == body;
    }
    pass(kSecond / 1000);
  }
  EXPECT_EQ(whole, 100);
  EXPECT_GT(given_up_.size(), 97'000u);
  EXPECT_EQ(std::ranges::count(given_up_, "10.0.0.1", &GivenUp::source), 0);
}

// The longest packets at once, more than there are pages: most are given up, none is wrong.
TEST_F(Reassembly, WhereThereIsNoRoomPacketsGiveWay) {
  Arena arena;
  struct Nobody final : ::tapcensus::UnfinishedListener {
    void unfinished(const Unfinished&) noexcept override { ++heard; }
    int heard = 0;
  } nobody;
  Fragments few{{.packets = 64, .pages = 64}, 1, nobody, arena};
  const std::string body = text_of(65'000);
  int whole = 0;
  for (std::size_t at = 0; at < body.size(); at += 1000) {
    for (std::uint16_t id = 1; id <= 10; ++id) {
      const Result result = take(few, v4(id, at, at + 1000 < body.size(), body.substr(at, 1000)));
      if (result.what == What::whole) {
        ++whole;
        EXPECT_EQ(result.body, body);
      }
    }
  }
  EXPECT_LE(whole, 2);
  EXPECT_GT(nobody.heard, 8);
  few.clear();
  Result last{};
  for (std::size_t at = 0; at < body.size(); at += 1000) {
    last = take(few, v4(11, at, at + 1000 < body.size(), body.substr(at, 1000)));
  }
  EXPECT_EQ(last.body, body) << "what was given up gave its pages back";
}

// Ten thousand packets in pieces of chance, that overlap by chance, against a list of all bytes.
TEST_F(Reassembly, AgreeWithAListOfAllBytes) {
  std::mt19937 random{11};
  int whole = 0;
  for (std::uint16_t id = 1; id <= 10'000; ++id) {
    WholeBody oracle;
    const std::size_t units = 1 + random() % 20;
    for (int pieces = 0; pieces < 40 && !oracle.whole(); ++pieces) {
      const std::size_t from = random() % units * 8;
      const bool more = from == 0 || random() % 4 != 0;
      std::size_t size = (1 + random() % 4) * 8;
      if (!more) size = random() % 8 + (random() % 2) * 8;
      const std::string bytes = text_of(size, random() % 3);
      oracle.put(from, bytes, more);
      const Result result = take(v4(id, from, more, bytes));
      ASSERT_EQ(result.what == What::whole, oracle.whole()) << "packet " << id;
      if (!oracle.whole()) continue;
      ++whole;
      ASSERT_EQ(result.body, oracle.body()) << "packet " << id;
    }
    pass(kSecond / 100);
    fragments_.sweep(now_);
  }
  EXPECT_GT(whole, 1'000);
}

}  // namespace
}  // namespace tapcensus
