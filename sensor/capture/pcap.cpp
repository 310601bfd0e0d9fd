// pcap headers, and the packets between them.
#include "capture/pcap.hpp"

#include <array>
#include <utility>

namespace tapcensus {
namespace {

struct Magic {
  std::uint32_t number;
  bool nanoseconds;
  bool patched;
};

constexpr std::array<Magic, 3> kMagics{{
    {0xa1b2c3d4, false, false},
    {0xa1b23c4d, true, false},
    {0xa1b2cd34, false, true},
}};

// Upper bits tell of a frame check sequence.
constexpr std::uint32_t kLinkTypeBits = 0x03ffffff;

// Before version 2.4 some writers put the original length first.
constexpr std::uint16_t kLengthsInOrder = 4;

constexpr std::size_t kRecordHeader = 16;
// Interface, protocol, packet type and padding.
constexpr std::size_t kPatchedExtra = 8;

std::optional<PcapFileHeader> magic_of(ByteView front) noexcept {
  const std::uint32_t little = Cursor{front}.le32();
  const std::uint32_t big = Cursor{front}.be32();
  for (const Magic& magic : kMagics) {
    if (magic.number != little && magic.number != big) continue;
    return PcapFileHeader{.order = magic.number == big ? ByteOrder::big : ByteOrder::little,
                          .nanoseconds = magic.nanoseconds,
                          .patched = magic.patched};
  }
  return std::nullopt;
}

}  // namespace

bool is_pcap(ByteView front) noexcept { return magic_of(front).has_value(); }

std::optional<PcapFileHeader> PcapFileHeader::parse(ByteView front) noexcept {
  std::optional<PcapFileHeader> header = magic_of(front);
  if (!header) return std::nullopt;
  OrderedCursor in{front, header->order};
  in.skip(6);  // magic, major version
  header->minor_version = in.u16();
  in.skip(12);  // time zone, accuracy, snapshot length
  header->link_type = in.u32() & kLinkTypeBits;
  if (!in.ok()) return std::nullopt;
  return header;
}

std::size_t PcapReader::read(ByteView window, std::vector<Packet>& packets) {
  const std::size_t header = kRecordHeader + (header_.patched ? kPatchedExtra : 0);
  const std::uint64_t unit = header_.nanoseconds ? 1 : 1'000;
  std::size_t done = 0;
  while (window.size() - done >= header) {
    OrderedCursor in{window.subspan(done), header_.order};
    const std::uint64_t seconds = in.u32();
    const std::uint64_t fraction = in.u32();
    std::uint32_t captured = in.u32();
    std::uint32_t original = in.u32();
    if (header_.minor_version < kLengthsInOrder && captured > original) {
      std::swap(captured, original);
    }
    if (captured > kLargestPacket) {
      damage_ = "a packet claims " + std::to_string(captured) + " captured bytes";
      break;
    }
    in.skip(header - kRecordHeader);
    const ByteView bytes = in.take(captured);
    if (!in.ok()) break;
    append(packets, bytes, original, header_.link_type, link_,
           Tick{seconds * kSecond + fraction * unit});
    done += header + captured;
  }
  return done;
}

}  // namespace tapcensus
