// pcapng blocks: their frame is checked once, then each type is read by its own function.
#include "capture/pcapng.hpp"

#include <algorithm>
#include <limits>

namespace tapcensus {
namespace {

enum BlockType : std::uint32_t {
  kInterfaceBlock = 1,
  kObsoletePacketBlock = 2,
  kSimplePacketBlock = 3,
  kEnhancedPacketBlock = 6,
  kSectionBlock = 0x0a0d0d0a,  // the same in either byte order
};

constexpr std::uint32_t kByteOrderMagic = 0x1a2b3c4d;
constexpr std::size_t kBlockHead = 8;
constexpr std::size_t kBlockFrame = kBlockHead + 4;  // the length stands behind the body once more
// Wireshark's bound too: beyond it, a wrong length is likelier than such a block.
constexpr std::uint32_t kLargestBlock = 16 * 1024 * 1024;
// As many as an obsolete packet block can name.
constexpr std::size_t kMostInterfaces = 65'536;

constexpr std::uint16_t kOptionEnd = 0, kOptionResolution = 9, kOptionOffset = 14;

__extension__ using Wide = unsigned __int128;
constexpr std::uint64_t kMostWord = std::numeric_limits<std::uint64_t>::max();
// In the year 2262; half of what a Tick holds, so that whoever adds to it does not wrap.
constexpr std::uint64_t kLatest = kMostWord / 2;

// Little or big endian by the byte-order magic behind the block's head; false if it is neither.
bool order_of(ByteView block, ByteOrder& order) noexcept {
  Cursor in{block};
  in.skip(kBlockHead);
  const ByteView magic = in.take(4);
  order = Cursor{magic}.be32() == kByteOrderMagic ? ByteOrder::big : ByteOrder::little;
  return OrderedCursor{magic, order}.u32() == kByteOrderMagic;
}

constexpr bool holds_what_we_need(std::uint32_t type) noexcept {
  return type == kSectionBlock || type == kInterfaceBlock || type == kObsoletePacketBlock ||
         type == kSimplePacketBlock || type == kEnhancedPacketBlock;
}

}  // namespace

bool is_pcapng(ByteView front) noexcept {
  ByteOrder order;
  return Cursor{front}.be32() == kSectionBlock && order_of(front, order);
}

void TimeUnit::set_resolution(std::uint8_t code) noexcept {
  times_ = 1;
  divided_by_ = 1;
  shifted_by_ = 0;
  const unsigned exponent = code & 0x7f;
  if ((code & 0x80) != 0) {
    times_ = kSecond;
    shifted_by_ = exponent;
    return;
  }
  for (unsigned power = exponent; power < 9; ++power) times_ *= 10;
  for (unsigned power = 9; power < exponent; ++power) {
    // Finer than 10^-28 s: even the largest stamp is less than a nanosecond.
    divided_by_ = divided_by_ > kMostWord / 10 ? kMostWord : divided_by_ * 10;
  }
}

std::uint64_t TimeUnit::nanoseconds(std::uint64_t stamp) const noexcept {
  const Wide exact = (Wide{stamp} * times_ >> shifted_by_) / divided_by_;
  return exact > kLatest ? kLatest : static_cast<std::uint64_t>(exact);
}

Tick TimeUnit::tick(std::uint64_t stamp) const noexcept {
  const std::uint64_t since = nanoseconds(stamp);
  if (offset_ == 0) return Tick{since};
  const bool back = offset_ < 0;
  const std::uint64_t seconds =
      back ? 0 - static_cast<std::uint64_t>(offset_) : static_cast<std::uint64_t>(offset_);
  const Wide shift = Wide{seconds} * kSecond;
  if (back) return Tick{shift > since ? 0 : since - static_cast<std::uint64_t>(shift)};
  return Tick{shift > kLatest - since ? kLatest : since + static_cast<std::uint64_t>(shift)};
}

std::size_t PcapngReader::read(ByteView window, std::vector<Packet>& packets) {
  std::size_t done = 0;
  Block block;
  while (read_head(window.subspan(done), block)) {
    if (block.length > kLargestRecord) {
      done += block.length;
      if (done >= window.size()) break;
      continue;
    }
    if (block.length > window.size() - done) break;
    const ByteView whole = window.subspan(done, block.length);
    if (OrderedCursor{whole.last(4), order_}.u32() != block.length) {
      damage_ = "a block's two lengths differ";
      break;
    }
    read_body(block, whole.subspan(kBlockHead, block.length - kBlockFrame), packets);
    if (!damage_.empty()) break;
    done += block.length;
  }
  return done;
}

bool PcapngReader::read_head(ByteView window, Block& block) {
  if (window.size() < kBlockFrame) return false;
  const bool section = Cursor{window}.be32() == kSectionBlock;
  if (section && !order_of(window, order_)) {
    damage_ = "a section is in no known byte order";
    return false;
  }
  OrderedCursor in{window, order_};
  block.type = in.u32();
  block.length = in.u32();
  return check_length(block);
}

bool PcapngReader::check_length(const Block& block) {
  const std::uint32_t most =
      holds_what_we_need(block.type) ? static_cast<std::uint32_t>(kLargestRecord) : kLargestBlock;
  if (block.length >= kBlockFrame && block.length % 4 == 0 && block.length <= most) return true;
  damage_ = "a block claims a length of " + std::to_string(block.length) + " bytes";
  return false;
}

void PcapngReader::read_body(const Block& block, ByteView body, std::vector<Packet>& packets) {
  switch (block.type) {
    case kSectionBlock: return read_section(body);
    case kInterfaceBlock: return read_interface(body);
    case kEnhancedPacketBlock: return read_enhanced(body, packets);
    case kSimplePacketBlock: return read_simple(body, packets);
    case kObsoletePacketBlock: return read_obsolete(body, packets);
    default: return;
  }
}

void PcapngReader::read_section(ByteView body) {
  OrderedCursor in{body, order_};
  in.skip(4);  // byte-order magic
  const std::uint16_t major = in.u16();
  if (major != 1) damage_ = "a section is of pcapng version " + std::to_string(major);
  interfaces_.clear();
}

void PcapngReader::read_interface(ByteView body) {
  OrderedCursor in{body, order_};
  Interface interface;
  interface.link_type = in.u16();
  interface.link = link_of(interface.link_type);
  in.skip(2);  // reserved
  interface.snapshot_length = in.u32();
  if (!in.ok()) {
    damage_ = "an interface block is too short";
  } else if (interfaces_.size() == kMostInterfaces) {
    damage_ = "a section has more than " + std::to_string(kMostInterfaces) + " interfaces";
  } else {
    read_options(in, interface);
    interfaces_.push_back(interface);
  }
}

void PcapngReader::read_options(OrderedCursor in, Interface& interface) {
  while (in.left() >= 4) {
    const std::uint16_t code = in.u16();
    const std::size_t length = in.u16();
    const ByteView value = in.take(length);
    in.skip((4 - length % 4) % 4);
    if (!in.ok() || code == kOptionEnd) return;
    if (code == kOptionResolution && length == 1) {
      interface.unit.set_resolution(Cursor{value}.u8());
    } else if (code == kOptionOffset && length == 8) {
      interface.unit.set_offset(static_cast<std::int64_t>(OrderedCursor{value, order_}.u64()));
    }
  }
}

void PcapngReader::read_enhanced(ByteView body, std::vector<Packet>& packets) {
  OrderedCursor in{body, order_};
  const std::uint32_t interface_id = in.u32();
  read_packet(interface_id, in, packets);
}

void PcapngReader::read_obsolete(ByteView body, std::vector<Packet>& packets) {
  OrderedCursor in{body, order_};
  const std::uint32_t interface_id = in.u16();
  in.skip(2);  // drops
  read_packet(interface_id, in, packets);
}

void PcapngReader::read_packet(std::uint32_t interface_id, OrderedCursor in,
                               std::vector<Packet>& packets) {
  const std::uint64_t high = in.u32();
  const std::uint64_t low = in.u32();
  const std::uint32_t captured = in.u32();
  const std::uint32_t original = in.u32();
  const ByteView bytes = in.take(captured);
  if (!in.ok() || captured > kLargestPacket) {
    damage_ = "a packet claims " + std::to_string(captured) + " captured bytes";
    return;
  }
  if (interface_id >= interfaces_.size()) {
    damage_ =
        "a packet is from interface " + std::to_string(interface_id) + ", which is not described";
    return;
  }
  const Interface& interface = interfaces_[interface_id];
  last_ = interface.unit.tick(high << 32 | low);
  append(packets, bytes, original, interface.link_type, interface.link, last_);
}

// The block has no captured length and no time: the first follows from the interface's snapshot
// length, for the second the last packet's stands in.
void PcapngReader::read_simple(ByteView body, std::vector<Packet>& packets) {
  if (interfaces_.empty()) {
    damage_ = "a packet is from interface 0, which is not described";
    return;
  }
  const Interface& interface = interfaces_.front();
  OrderedCursor in{body, order_};
  const std::uint32_t original = in.u32();
  std::size_t captured = std::min<std::size_t>(original, in.left());
  if (interface.snapshot_length > 0) {
    captured = std::min<std::size_t>(captured, interface.snapshot_length);
  }
  const ByteView bytes = in.take(captured);
  if (!in.ok() || captured > kLargestPacket) {
    damage_ = "a packet claims " + std::to_string(captured) + " captured bytes";
    return;
  }
  append(packets, bytes, original, interface.link_type, interface.link, last_);
}

}  // namespace tapcensus
