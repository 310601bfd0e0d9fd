// Capture files as users have them: of every kind, cut, damaged, huge, or not captures at all.
#include "capture/capture.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "capture/reading.hpp"
#include "support/pcap_writer.hpp"

namespace tapcensus {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Written by support/make_capture_corpus.py, which says what is in them.
std::string seed(const std::string& name) {
  return TAPCENSUS_SOURCE "/tests/corpus/capture/" + name;
}

std::string content_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

// A file of its own for each test.
std::string scratch(const std::string& name) {
  return testing::TempDir() + "tapcensus_capture_" +
         testing::UnitTest::GetInstance()->current_test_info()->name() + "_" +
         std::to_string(::getpid()) + "_" + name;
}

std::unique_ptr<Capture> opened(const std::string& path) {
  auto capture = Capture::open(path);
  if (!capture) throw std::runtime_error{capture.errors().front().sentence()};
  return *std::move(capture);
}

std::string refusal_of(const std::string& path) {
  const auto capture = Capture::open(path);
  return capture ? "none" : capture.errors().front().sentence();
}

class EveryKind : public testing::TestWithParam<const char*> {};

TEST_P(EveryKind, HoldsTheSamePackets) {
  const auto capture = opened(seed(GetParam()));
  const auto packets = rest_of(*capture);
  const std::uint64_t start = 1'528'243'200'123'456'000;
  ASSERT_THAT(packets, SizeIs(3));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(packets[i].number, i + 1);
    EXPECT_EQ(packets[i].ns, start + i * kSecond);
    EXPECT_EQ(packets[i].link, Link::ethernet);
    EXPECT_EQ(packets[i].bytes.substr(12, 3), std::string("\x08\x00\x45", 3))
        << "the EtherType and the first byte of the IP header";
  }
  EXPECT_THAT(packets[0].bytes, SizeIs(43));
  EXPECT_EQ(packets[0].wire_length, 43u);
  EXPECT_THAT(packets[1].bytes, EndsWith("ABBBBBBBBBBBBBBBBBBB"));
  EXPECT_THAT(packets[2].bytes, SizeIs(60));
  EXPECT_EQ(packets[2].wire_length, 1514u);
  EXPECT_FALSE(capture->ended_mid_packet());
  EXPECT_FALSE(capture->damaged());
  EXPECT_THAT(capture->unsupported_links(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, EveryKind,
                         testing::Values("microseconds.pcap", "nanoseconds.pcap", "big_endian.pcap",
                                         "big_endian_nanoseconds.pcap", "patched.pcap",
                                         "fcs_bits.pcap", "microseconds.pcap.gz",
                                         "two_members.pcap.gz", "microseconds.pcap.zst",
                                         "two_frames.pcap.zst"));

TEST(Capture, SaysWhatCannotBeRead) {
  EXPECT_EQ(refusal_of("/no/such/file"), "/no/such/file: No such file or directory");
  EXPECT_EQ(refusal_of("/"), "/: Is a directory");

  const std::string path = scratch("refused");
  std::ofstream{path, std::ios::binary};
  EXPECT_EQ(refusal_of(path), path + ": is empty");
  std::ofstream{path, std::ios::binary} << "To whom it may concern";
  EXPECT_EQ(refusal_of(path), path + ": is not a pcap or pcapng capture");
  std::ofstream{path, std::ios::binary} << pcap_header().substr(0, 20);
  EXPECT_EQ(refusal_of(path), path + ": ends within its file header");
  std::ofstream{path, std::ios::binary} << "\x1f\x8b and no gzip at all";
  EXPECT_THAT(refusal_of(path), HasSubstr(": gzip: "));
  std::filesystem::remove(path);
}

TEST(Capture, ACutFileGivesItsWholePackets) {
  for (const char* name : {"cut.pcap", "cut.pcapng"}) {
    const auto capture = opened(seed(name));
    EXPECT_THAT(rest_of(*capture), SizeIs(2)) << name;
    EXPECT_TRUE(capture->ended_mid_packet()) << name;
    EXPECT_FALSE(capture->damaged()) << name;
  }
}

TEST(Capture, ACutGzipFileIsACutFile) {
  const auto capture = opened(seed("cut.pcap.gz"));
  EXPECT_THAT(rest_of(*capture), SizeIs(3));
  EXPECT_TRUE(capture->ended_mid_packet());
  EXPECT_FALSE(capture->damaged());
}

TEST(Capture, ACutIsNoticedWhereverItIs) {
  const std::string whole = content_of(seed("microseconds.pcap"));
  const std::vector<std::size_t> between{24, 24 + 59, 24 + 59 + 78};
  for (std::size_t size = 24; size < whole.size(); ++size) {
    const std::string file = whole.substr(0, size);
    const auto capture = capture_of(file);
    const auto packets = rest_of(*capture);
    const auto whole_packets =
        std::ranges::count_if(between, [size](auto at) { return at <= size; });
    EXPECT_EQ(static_cast<std::ptrdiff_t>(packets.size()), whole_packets - 1) << size;
    EXPECT_EQ(capture->ended_mid_packet(), std::ranges::find(between, size) == between.end())
        << size;
    EXPECT_FALSE(capture->damaged()) << size;
  }
}

TEST(Capture, DamagedCompressionIsNamedAfterThePacketsBeforeIt) {
  std::string file = content_of(seed("microseconds.pcap.gz"));
  file[file.size() - 8] ^= 1;  // the checksum
  const auto capture = capture_of(file);
  EXPECT_THAT(rest_of(*capture), SizeIs(3));
  ASSERT_TRUE(capture->damaged());
  EXPECT_EQ(capture->damaged()->sentence(), "memory: gzip: incorrect data check");
  EXPECT_FALSE(capture->ended_mid_packet());
}

TEST(Capture, WhatFollowsTheLastGzipMemberIsIgnored) {
  const std::string file = content_of(seed("microseconds.pcap.gz")) + std::string(512, '\0');
  const auto capture = capture_of(file);
  EXPECT_THAT(rest_of(*capture), SizeIs(3));
  EXPECT_FALSE(capture->damaged());
  EXPECT_FALSE(capture->ended_mid_packet());
}

TEST(Capture, UnsupportedLinkTypesAreCountedAndStillGivePackets) {
  const auto capture = opened(seed("unsupported.pcap"));
  const auto packets = rest_of(*capture);
  ASSERT_THAT(packets, SizeIs(3));
  EXPECT_EQ(packets[0].link, Link::unsupported);
  EXPECT_THAT(capture->unsupported_links(), ElementsAre(UnsupportedLink{195, 3}));
}

TEST(Capture, PacketsAreWholeAndInOrderAcrossChunks) {
  constexpr std::size_t kFrames = 5'000;
  const auto frame = [](std::size_t i) {
    return std::string(60 + i * 7 % 1'455, static_cast<char>(i % 251));
  };
  const std::string path = scratch("long.pcap");
  {
    PcapWriter writer{path};
    for (std::size_t i = 0; i < kFrames; ++i) writer.write(as_bytes(frame(i)), Tick{i});
  }
  const auto capture = opened(path);
  Chunk chunk;
  std::size_t count = 0, chunks = 0;
  for (; capture->read(chunk); ++chunks) {
    for (const Packet& packet : chunk.packets()) {
      ASSERT_EQ(as_text(packet.bytes), frame(count));
      ASSERT_EQ(packet.at.ns, count);
      ASSERT_EQ(packet.number, ++count);
    }
  }
  EXPECT_EQ(count, kFrames);
  EXPECT_GT(chunks, 2u) << "the test is about more than one chunk";
  EXPECT_EQ(capture->bytes_read(), std::filesystem::file_size(path));
  EXPECT_EQ(capture->size(), std::filesystem::file_size(path));
  std::filesystem::remove(path);
}

TEST(Capture, TheLargestPacketsComeWholeWhereverTheyLie) {
  const std::string path = scratch("large.pcap");
  const std::string large(kLargestPacket, 'L');
  {
    PcapWriter writer{path, 101, false};
    for (int i = 0; i < 20; ++i) writer.write(as_bytes(large), Tick{}, 300'000);
  }
  const auto capture = opened(path);
  const auto packets = rest_of(*capture);
  EXPECT_THAT(packets, SizeIs(20));
  EXPECT_TRUE(std::ranges::all_of(packets, [&](const Kept& packet) {
    return packet.bytes == large && packet.wire_length == 300'000 && packet.link == Link::raw_ip;
  }));
  EXPECT_FALSE(capture->ended_mid_packet());
  std::filesystem::remove(path);
}

TEST(Capture, ALargerPacketIsDamage) {
  const std::string file = pcap_header() + pcap_record(4, 4, "good") +
                           pcap_record(262'145, 262'145, std::string(262'145, 'x'));
  const auto capture = capture_of(file);
  EXPECT_THAT(rest_of(*capture), SizeIs(1));
  ASSERT_TRUE(capture->damaged());
  EXPECT_EQ(capture->damaged()->sentence(), "memory: a packet claims 262145 captured bytes");
}

TEST(Capture, TheLengthOnTheWireIsNeverLessThanWhatWasCaptured) {
  const std::string file = pcap_header() + pcap_record(4, 2, "four");
  EXPECT_EQ(rest_of(*capture_of(file)).at(0).wire_length, 4u);
}

TEST(Capture, OldFilesMayPutTheOriginalLengthFirst) {
  const std::string file =
      pcap_header(2) + pcap_record(1'500, 4, "four") + pcap_record(4, 1'500, "more");
  const auto packets = rest_of(*capture_of(file));
  ASSERT_THAT(packets, SizeIs(2));
  EXPECT_EQ(packets[0].bytes, "four");
  EXPECT_EQ(packets[0].wire_length, 1'500u);
  EXPECT_EQ(packets[1].bytes, "more");
}

TEST(Capture, ScanSlackBehindTheLastPacketCanBeRead) {
  // As many bytes as exactly fill the first chunk; the file header is not part of it.
  std::string file = pcap_header();
  constexpr std::size_t kPackets = Chunk::kCapacity / kLargestPacket;
  for (std::size_t i = 0; i < kPackets; ++i) {
    file += pcap_record(kLargestPacket - 16, 4, std::string(kLargestPacket - 16, 'x'));
  }
  const auto capture = capture_of(file);
  Chunk chunk;
  ASSERT_TRUE(capture->read(chunk));
  ASSERT_THAT(chunk.packets(), SizeIs(kPackets));
  const ByteView last = chunk.packets().back().bytes;
  const ByteView slack{last.data() + last.size(), kScanSlack};
  EXPECT_TRUE(std::ranges::all_of(slack, [](std::byte byte) { return byte == std::byte{}; }));
}

TEST(Capture, APipeServesAsWellAsAFile) {
  const std::string path = scratch("fifo");
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::thread writer{[&path] {
    std::ofstream{path, std::ios::binary} << content_of(seed("two_members.pcap.gz"));
  }};
  const auto capture = opened(path);
  EXPECT_THAT(rest_of(*capture), SizeIs(3));
  EXPECT_EQ(capture->size(), std::nullopt);
  writer.join();
  std::filesystem::remove(path);
}

TEST(Capture, ADashIsStandardInput) {
  const int saved = ::dup(STDIN_FILENO);
  const int file = ::open(seed("microseconds.pcap.zst").c_str(), O_RDONLY);
  ASSERT_GE(file, 0);
  ::dup2(file, STDIN_FILENO);
  EXPECT_THAT(rest_of(*opened("-")), SizeIs(3));
  EXPECT_EQ(refusal_of("-"), "standard input: is empty") << "it has been read to its end";
  ::dup2(saved, STDIN_FILENO);
  ::close(saved);
  ::close(file);
}

}  // namespace
}  // namespace tapcensus
