// For the tests of intake: small captures, and what comes out of an Intake that reads them.
//
// DPDK starts once in a process, so each test that starts an Intake must have a process of its own,
// which it has under ctest.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "intake/intake.hpp"
#include "support/frame.hpp"
#include "support/pcap_writer.hpp"

namespace tapcensus {

using Bytes = std::vector<std::byte>;

inline Bytes bytes_of(std::string_view text) {
  const ByteView view = as_bytes(text);
  return {view.begin(), view.end()};
}

// Between the hosts 10.0.0.<from> and 10.0.0.<to>.
inline testing::Frame between(unsigned from, unsigned to) {
  return testing::ethernet(testing::kClient, testing::kServer)
      .ipv4("10.0.0." + std::to_string(from), "10.0.0." + std::to_string(to));
}

inline Bytes udp(unsigned from, std::uint16_t from_port, unsigned to, std::uint16_t to_port,
                 std::size_t payload = 20) {
  return bytes_of(
      between(from, to).udp(from_port, to_port).payload(std::string(payload, 'U')).bytes());
}

inline Bytes tcp(unsigned from, std::uint16_t from_port, unsigned to, std::uint16_t to_port,
                 std::uint8_t flags) {
  return bytes_of(between(from, to).tcp(from_port, to_port).flags(flags).bytes());
}

inline unsigned read16(const Bytes& frame, std::size_t at) {
  return std::to_integer<unsigned>(frame.at(at)) << 8 | std::to_integer<unsigned>(frame.at(at + 1));
}
inline unsigned source_port(const Bytes& frame) { return read16(frame, 34); }
inline unsigned target_port(const Bytes& frame) { return read16(frame, 36); }
inline Bytes addresses(const Bytes& frame) {
  return {frame.begin() + 26, frame.begin() + 34};  // of the IPv4 header
}

// A directory that goes when the test ends.
class Directory {
 public:
  Directory()
      : path_{std::filesystem::temp_directory_path() / ("taps" + std::to_string(getpid()))} {
    std::filesystem::create_directories(path_);
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  std::string file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

struct Recorded {
  Bytes bytes;
  Tick at;
};

inline void write(const std::string& file, const std::vector<Recorded>& frames,
                  std::uint32_t link_type = 1) {
  PcapWriter writer{file, link_type};
  for (const Recorded& frame : frames) writer.write(frame.bytes, frame.at);
}

// A packet as a worker saw it, its bytes copied.
struct Seen {
  Bytes bytes;
  std::uint32_t wire_length;
  std::uint16_t tap, queue;
  Tick at;
  std::uint64_t number;
};

inline std::unique_ptr<Intake> started(const IntakeOptions& options) {
  auto intake = Intake::start(options);
  if (intake) return std::move(*intake);
  for (const Error& error : intake.errors()) ADD_FAILURE() << error.sentence();
  return nullptr;
}

// Runs the workers until they have seen `most` packets, or for ten seconds, then stops the intake.
inline std::vector<Seen> collect(Intake& intake, std::size_t most) {
  std::mutex mutex;
  std::vector<Seen> all;
  std::atomic<std::size_t> count{0};
  std::atomic<bool> over{false};
  intake.launch([&](std::size_t worker) {
    while (!over.load()) {
      Burst burst;
      intake.queue(worker).receive(burst);
      for (const Packet& packet : burst.packets()) {
        const std::lock_guard lock{mutex};
        if (all.size() < most) {
          all.push_back({{packet.bytes.begin(), packet.bytes.end()},
                         packet.wire_length,
                         packet.tap,
                         packet.queue,
                         packet.at,
                         packet.number});
        }
        ++count;
      }
    }
  });
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (count < most && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  over = true;
  intake.stop();
  return all;
}

}  // namespace tapcensus
