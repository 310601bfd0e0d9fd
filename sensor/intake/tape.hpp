// A capture in memory, played lap after lap as if the same devices went on talking.
//
// Each lap is later than the one before, and its flows are new: the port of the side that opened a
// flow moves on, the same way in both directions. Addresses stay, so the devices stay the same
// ones; for measurements they can be made to move on too. Checksums are left as they were, since
// nothing is ever dropped for one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "wire/packet.hpp"

namespace tapcensus {

class Tape {
 public:
  static constexpr std::size_t kMostBytes = 512 * 1024 * 1024;  // of one capture
  static constexpr std::size_t kMostFrame = 16 * 1024;          // longer frames are cut
  // A longer silence in the capture lasts so long: captures put together from several have years.
  static constexpr std::uint64_t kMostSilence = kSecond;

  struct Frame {
    std::uint64_t begin = 0;        // in the tape's bytes
    std::uint64_t at = 0;           // nanoseconds since the beginning of the lap
    std::uint32_t wire_length = 0;  // of the whole frame
    std::uint32_t spread = 0;       // the same for both directions between two addresses
    std::uint16_t size = 0;
    std::uint16_t port = 0;                // where the port stands that moves on; 0 where none does
    std::uint16_t source = 0, target = 0;  // where addresses stand that may move on; 0: none
    std::uint8_t address_size = 0;
  };

  // Reads pcap and pcapng. Frames of other links than Ethernet get an Ethernet header; frames of
  // unknown links are left out. Fails when nothing is left or the capture is too large.
  static Result<Tape> load(const std::string& file);

  const std::vector<Frame>& frames() const noexcept { return frames_; }
  std::size_t longest() const noexcept { return longest_; }
  // How long a lap is, in nanoseconds; never 0.
  std::uint64_t length() const noexcept { return length_; }

  // Writes a frame as it is in a lap; laps count from 0, which is the capture as it is. `into`
  // holds at least frame.size bytes.
  void play(const Frame& frame, std::uint64_t lap, bool move_addresses,
            std::span<std::byte> into) const noexcept;

 private:
  bool append(const Packet& packet);
  void mark();
  void set_length();
  ByteView bytes_of(const Frame& frame) const noexcept;

  std::vector<std::byte> bytes_;
  std::vector<Frame> frames_;
  Tick last_;
  std::size_t longest_ = 0;
  std::uint64_t length_ = 0;
};

}  // namespace tapcensus
