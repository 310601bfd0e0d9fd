// Capture files, as packets.
//
// pcap and pcapng, plain or in gzip or zstd, from a file or from standard input. A file is read
// once, from front to back, in large pieces; a packet is not copied once it has been read. For the
// thread that reads files; not for the packet path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "capture/byte_source.hpp"
#include "capture/record_reader.hpp"
#include "wire/packet.hpp"

namespace tapcensus {

// A run of packets from one file, and the memory they stand in. Made once and filled many times:
// filling it allocates nothing. Behind every packet kScanSlack bytes may be read.
class Chunk {
 public:
  // Small enough that two chunks stay in a second-level cache of 1 MiB.
  static constexpr std::size_t kCapacity = 512 * 1024;

  Chunk();

  // Good until the chunk is filled again or goes.
  std::span<const Packet> packets() const& noexcept { return packets_; }
  std::span<const Packet> packets() const&& = delete;

 private:
  friend class Capture;

  std::span<std::byte> room() noexcept { return {bytes_.get(), kCapacity}; }

  std::unique_ptr<std::byte[]> bytes_;
  std::vector<Packet> packets_;
};

// How many packets had a link type that cannot be decoded.
struct UnsupportedLink {
  std::uint32_t link_type = 0;  // https://www.tcpdump.org/linktypes.html
  std::uint64_t packets = 0;

  friend bool operator==(const UnsupportedLink&, const UnsupportedLink&) = default;
};

class Capture {
 public:
  // "-" is standard input. Fails when the file cannot be read, is empty, or is no capture.
  static Result<std::unique_ptr<Capture>> open(const std::string& path);
  // The same from any source; `name` is what errors call it.
  static Result<std::unique_ptr<Capture>> open(std::unique_ptr<ByteSource> stored,
                                               std::string name);

  // Fills the chunk with the next packets, in the order of the file. False when there are no more;
  // then the accessors below say how the file ended. Packets are numbered from 1 over the whole
  // file; their tap and queue are left at 0. Those of unknown link types come too, as
  // Link::unsupported.
  bool read(Chunk& chunk);

  // The file was cut: its last packet, block or compressed stream is not whole. The packets before
  // it were read.
  bool ended_mid_packet() const noexcept { return cut_; }
  // Why the rest of the file cannot be read. The packets before it were read.
  const std::optional<Error>& damaged() const noexcept { return damaged_; }
  // By ascending link type.
  std::vector<UnsupportedLink> unsupported_links() const;

  // For a progress bar: of the file as it is stored, compressed or not. The size of a pipe is not
  // known.
  std::uint64_t bytes_read() const noexcept { return source_->stored_read(); }
  std::optional<std::uint64_t> size() const noexcept { return source_->stored_size(); }

 private:
  Capture(std::unique_ptr<ByteSource> source, std::string name);

  // Chooses the format by the first bytes; false when they are of neither.
  bool choose_format();
  std::size_t fill(std::span<std::byte> room);
  void end(bool record_open);

  const std::unique_ptr<ByteSource> source_;
  const std::string name_;
  std::unique_ptr<RecordReader> records_;
  std::vector<std::byte> carried_;  // read, and not yet part of a whole record
  std::uint64_t to_skip_ = 0;       // not yet read, and of no use
  bool over_ = false;
  bool cut_ = false;
  std::optional<Error> damaged_;
};

}  // namespace tapcensus
