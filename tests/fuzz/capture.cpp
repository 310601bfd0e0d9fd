// A capture file: of either format, plain or compressed.
//
// It is read in one piece, and once more with its records in windows that grow byte by byte from
// nothing. Both must find the same packets.
#include "capture/capture.hpp"

#include <cstdint>
#include <cstdlib>
#include <vector>

#include "capture/pcap.hpp"
#include "capture/pcapng.hpp"

namespace tapcensus {
namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

struct Seen {
  std::uint64_t packets = 0, bytes = 0, time = 0;

  void add(const Packet& packet) {
    require(packet.number == ++packets);
    require(packet.bytes.size() <= kLargestPacket && packet.wire_length >= packet.bytes.size());
    for (const std::byte byte : packet.bytes) bytes = bytes * 31 + std::to_integer<unsigned>(byte);
    time += packet.at.ns;
  }

  friend bool operator==(const Seen&, const Seen&) = default;
};

Seen in_one_piece(ByteView file) {
  static Chunk chunk;
  Seen seen;
  auto capture = Capture::open(from_memory(file), "fuzz");
  if (!capture) return seen;
  while ((*capture)->read(chunk)) {
    for (const Packet& packet : chunk.packets()) seen.add(packet);
  }
  require(!((*capture)->ended_mid_packet() && (*capture)->damaged()));
  return seen;
}

Seen in_growing_windows(RecordReader& records, ByteView bytes) {
  Seen seen;
  std::vector<Packet> packets;
  std::size_t begin = 0;
  for (std::size_t end = 0; end <= bytes.size() && records.damage().empty(); ++end) {
    if (begin >= end) continue;
    packets.clear();
    begin += records.read(bytes.subspan(begin, end - begin), packets);
    for (const Packet& packet : packets) seen.add(packet);
  }
  return seen;
}

}  // namespace
}  // namespace tapcensus

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tapcensus;
  const ByteView file{reinterpret_cast<const std::byte*>(data), size};
  const Seen whole = in_one_piece(file);
  if (is_pcapng(file)) {
    PcapngReader records;
    require(in_growing_windows(records, file) == whole);
  } else if (const auto header = PcapFileHeader::parse(file)) {
    PcapReader records{*header};
    require(in_growing_windows(records, file.subspan(kPcapFileHeader)) == whole);
  }
  return 0;
}
