// Same capture, same census: to the byte, with any number of workers and from any kind of source.
#include <gtest/gtest.h>

#include "app/tapcensus.hpp"
#include "support/fragment.hpp"
#include "support/wrap.hpp"

namespace tapcensus {
namespace {

using namespace tapcensus::testing;
using testing::read;

// Without the series that tell of the workers themselves, and how many those are.
std::string without_workers(const std::string& metrics) {
  std::string kept;
  std::istringstream lines{metrics};
  for (std::string line; std::getline(lines, line);) {
    const bool of_workers =
        line.find("worker=") != line.npos || line.find("budget=\"health\"") != line.npos;
    if (!of_workers) kept += line + '\n';
  }
  return kept;
}

void expect_same(const Reading& one, const Reading& other, const std::string& what) {
  EXPECT_EQ(one.status, other.status) << what << other.err;
  EXPECT_TRUE(one.json == other.json) << what << ": " << one.json << other.json;
  EXPECT_TRUE(one.facts == other.facts) << what << ": other facts";
  EXPECT_EQ(without_workers(one.metrics), without_workers(other.metrics)) << what;
}

TEST(SameBytes, WithAnyNumberOfWorkers) {
  for (const std::string& name : capture_names()) {
    const Reading alone = read({capture_path(name)});
    ASSERT_EQ(alone.status, 0) << alone.err;
    ASSERT_GT(alone.metrics.size(), 1'000u);
    for (const std::string workers : {"2", "4"}) {
      expect_same(alone, read({capture_path(name), "--workers", workers}),
                  name + " with " + workers + " workers");
    }
  }
}

// The whole packet is of another pair of addresses than its pieces, and so of another worker.
TEST(SameBytes, InFragmentsWithAnyNumberOfWorkers) {
  Recording pieces = fragmented(recording_of(capture_path("office.pcap")), 300);
  pieces = fragmented(wrapped(pieces, kWrappings.front()), 200);
  std::erase_if(pieces, [n = 0](const Recorded&) mutable { return ++n % 97 == 0; });
  const Scratch scratch;
  const std::string path = scratch.in("pieces.pcap");
  write_recording(pieces, path);
  const Reading alone = read({path});
  EXPECT_GT(series_in(alone.metrics)["tapcensus_fragments_total{event=\"assembled\"}"], 1'000);
  EXPECT_GT(series_in(alone.metrics)["tapcensus_fragments_total{event=\"timeout\"}"], 10);
  for (const std::string workers : {"2", "4"}) {
    expect_same(alone, read({path, "--workers", workers}), workers + " workers");
  }
}

TEST(SameBytes, EachTime) {
  const Reading first = read({capture_path("office.pcap")});
  const Reading second = read({capture_path("office.pcap")});
  expect_same(first, second, "again");
  EXPECT_EQ(first.metrics, second.metrics);
}

TEST(SameBytes, OfSeveralFilesWithAnyNumberOfWorkers) {
  const Program::Arguments files{capture_path("office.pcap"), capture_path("two_links.pcapng"),
                                 capture_path("dhcp.pcap")};
  Program::Arguments with_four = files;
  with_four.insert(with_four.end(), {"--workers", "4"});
  expect_same(read(files), read(with_four), "several files");
}

// Long enough for several chunks, evictions, and minutes of packet time.
TEST(SameBytes, UnderPressureWithAnyNumberOfWorkers) {
  Recording recording;
  const Recording office = recording_of(capture_path("office.pcap"));
  for (std::uint64_t lap = 0; lap < 12; ++lap) {
    for (Recorded frame : office) {
      frame.at.ns += lap * 90 * kSecond;
      recording.push_back(std::move(frame));
    }
  }
  const Scratch scratch;
  const std::string path = scratch.in("long.pcap");
  write_recording(recording, path);
  for (const std::string memory : {"1M", "96M"}) {
    const Reading alone = read({path, "--memory", memory});
    ASSERT_EQ(alone.status, 0) << alone.err;
    for (const std::string workers : {"2", "4"}) {
      expect_same(alone, read({path, "--memory", memory, "--workers", workers}),
                  memory + ' ' + workers);
    }
  }
}

TEST(SameBytes, FromStandardInputAndCompressed) {
  const Reading plain = read({capture_path("nanoseconds.pcap")});
  ASSERT_EQ(plain.status, 0) << plain.err;
  for (const std::string suffix : {"", ".gz", ".zst"}) {
    const std::string path = capture_path("nanoseconds.pcap" + suffix);
    expect_same(plain, read({path}), path);
    expect_same(plain, read({"-"}, content_of(path)), "standard input, " + path);
  }
}

}  // namespace
}  // namespace tapcensus
