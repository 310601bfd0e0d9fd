// The shape of a SYN or SYN-ACK, in the raw notation of p0f 3, as observed:
//
//   ver:ttl+distance:olen:mss:window,scale:option layout:quirks:payload class
//
// The notation is p0f's README, section 5. What the README leaves open (which window sizes are
// called multiples, how malformed options are written) was learnt from p0f's answers to crafted
// packets. Two things differ on purpose: for a SYN-ACK p0f also tries the MSS that the client
// offered, where a parser here sees one packet and leaves the window a plain number; and of "ack+"
// p0f 3.09b tests a single bit, where we take the README at its word.
#include <algorithm>
#include <array>
#include <cstdint>

#include "base/cursor.hpp"
#include "protocols/line.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {

extern const Protocol tcp;

namespace {

// 40 bytes of options name at most 40 of "nop,"; all quirks together take under 100 characters.
using Shape = Line<512>;

constexpr std::size_t kFixedHeader = 20;      // of IPv4 and of TCP
constexpr std::uint8_t kMostScale = 14;       // RFC 7323, 2.3
constexpr std::size_t kMostOptions = 24;      // as many as p0f reads
constexpr unsigned kMostDistance = 35;        // farther than any host: the initial TTL is not known
constexpr std::uint16_t kLeastSegment = 100;  // below it any window is a multiple

// In the order in which they are written.
enum Quirk : std::uint32_t {
  kDf = 1 << 0,
  kIdWithDf = 1 << 1,
  kNoIdWithoutDf = 1 << 2,
  kEcn = 1 << 3,
  kMustBeZero = 1 << 4,
  kFlow = 1 << 5,
  kNoSequence = 1 << 6,
  kAckWithoutFlag = 1 << 7,
  kFlagWithoutAck = 1 << 8,
  kUrgentWithoutFlag = 1 << 9,
  kUrgentFlag = 1 << 10,
  kPushFlag = 1 << 11,
  kNoOwnTimestamp = 1 << 12,
  kPeerTimestamp = 1 << 13,
  kAfterEnd = 1 << 14,
  kExcessiveScale = 1 << 15,
  kBadOptions = 1 << 16,
};
constexpr std::array<std::string_view, 17> kQuirkNames{
    "df",    "id+",   "id-",    "ecn",  "0+",   "flow", "seq-", "ack+", "ack-",
    "uptr+", "urgf+", "pushf+", "ts1-", "ts2+", "opt+", "exws", "bad",
};

struct Network {
  unsigned option_bytes = 0;  // p0f counts none for IPv6
  std::uint32_t quirks = 0;
};

struct Segment {
  std::uint16_t window = 0;
  std::uint32_t quirks = 0;
  ByteView options;
};

struct Options {
  Line<256> layout;
  std::uint16_t segment_size = 0;
  std::uint8_t scale = 0;
  std::uint32_t own_timestamp = 0;
  std::uint32_t quirks = 0;
};

Network read_ipv4(ByteView header) noexcept {
  Network network;
  Cursor in{header};
  if (header.size() > kFixedHeader) {
    network.option_bytes = static_cast<unsigned>(header.size() - kFixedHeader);
  }
  in.skip(1);  // version, length
  if ((in.u8() & 3) != 0) network.quirks |= kEcn;
  in.skip(2);  // total length
  const std::uint16_t id = in.be16();
  const std::uint16_t flags = in.be16();
  if ((flags & 0x8000) != 0) network.quirks |= kMustBeZero;
  if ((flags & 0x4000) != 0) {
    network.quirks |= id != 0 ? kDf | kIdWithDf : kDf;
  } else if (id == 0) {
    network.quirks |= kNoIdWithoutDf;
  }
  return network;
}

Network read_ipv6(ByteView header) noexcept {
  Network network;
  Cursor in{header};
  const std::uint32_t first = in.be32();
  if ((first >> 20 & 3) != 0) network.quirks |= kEcn;
  if ((first & 0xfffff) != 0) network.quirks |= kFlow;
  return network;
}

// False when the header was not captured whole.
bool read_segment(Cursor in, Segment& segment) noexcept {
  in.skip(4);  // ports
  const std::uint32_t sequence = in.be32();
  const std::uint32_t acknowledged = in.be32();
  const std::uint8_t offset = in.u8();
  const std::uint8_t flags = in.u8();
  segment.window = in.be16();
  in.skip(2);  // checksum
  const std::uint16_t urgent = in.be16();
  const std::size_t length = (offset >> 4) * 4u;
  if (length < kFixedHeader) return false;
  segment.options = in.take(length - kFixedHeader);

  std::uint32_t& quirks = segment.quirks;
  if ((flags & (kEce | kCwr)) != 0 || (offset & 1) != 0) quirks |= kEcn;  // RFC 3540: NS
  if (sequence == 0) quirks |= kNoSequence;
  if ((flags & kAck) == 0 && acknowledged != 0) quirks |= kAckWithoutFlag;
  if ((flags & kAck) != 0 && acknowledged == 0) quirks |= kFlagWithoutAck;
  if ((flags & kUrg) == 0 && urgent != 0) quirks |= kUrgentWithoutFlag;
  if ((flags & kUrg) != 0) quirks |= kUrgentFlag;
  if ((flags & kPsh) != 0) quirks |= kPushFlag;
  return in.ok();
}

// What follows the end-of-options option. Like p0f, the very last byte is not looked at.
void read_padding(ByteView padding, Options& options) noexcept {
  options.layout.add("eol+");
  options.layout.add_decimal(static_cast<std::uint32_t>(padding.size()));
  if (padding.empty()) return;
  if (std::ranges::any_of(padding.first(padding.size() - 1),
                          [](std::byte b) { return b != std::byte{0}; })) {
    options.quirks |= kAfterEnd;
  }
}

void read_timestamps(Cursor& in, bool pure_syn, Options& options) noexcept {
  const std::uint32_t own = in.be32();
  const std::uint32_t peer = in.be32();
  if (!in.ok()) return;
  options.own_timestamp = own;
  if (own == 0) options.quirks |= kNoOwnTimestamp;
  if (pure_syn && peer != 0) options.quirks |= kPeerTimestamp;
}

// One option, from its length byte on. A wrong length is noted; the options of fixed size are
// then read as if it were right. The cursor fails when nothing more can be read.
void read_option(std::uint8_t kind, Cursor& in, bool pure_syn, Options& options) noexcept {
  const std::uint8_t length = in.u8();
  const auto of_size = [&](std::uint8_t size) {
    if (length != size) options.quirks |= kBadOptions;
  };
  switch (kind) {
    case 2: {
      options.layout.add("mss");
      of_size(4);
      const std::uint16_t size = in.be16();
      if (in.ok()) options.segment_size = size;
      return;
    }
    case 3: {
      options.layout.add("ws");
      of_size(3);
      const std::uint8_t scale = in.u8();
      if (in.ok()) options.scale = scale;
      if (scale > kMostScale) options.quirks |= kExcessiveScale;
      return;
    }
    case 4: options.layout.add("sok"); return of_size(2);
    case 5: options.layout.add("sack"); break;
    case 8:
      options.layout.add("ts");
      of_size(10);
      return read_timestamps(in, pure_syn, options);
    default: options.layout.add('?'); options.layout.add_decimal(kind);
  }
  const bool sack = kind == 5;
  const bool sane = length >= (sack ? 10 : 2) && length <= (sack ? 34 : 40);
  in.skip(sane ? length - 2u : in.left() + 1);
}

void read_options(Cursor in, bool pure_syn, Options& options) noexcept {
  bool first = true;
  for (std::size_t count = 0; !in.at_end(); ++count) {
    if (count == kMostOptions) {
      options.quirks |= kBadOptions;
      return;
    }
    options.layout.separate(',', first);
    const std::uint8_t kind = in.u8();
    if (kind == 0) return read_padding(in.rest(), options);
    if (kind == 1) {
      options.layout.add("nop");
    } else {
      read_option(kind, in, pure_syn, options);
    }
  }
  if (!in.ok()) options.quirks |= kBadOptions;
}

void add_ttl(std::uint8_t ttl, Shape& shape) noexcept {
  const unsigned initial = ttl <= 32 ? 32 : ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255;
  shape.add_decimal(ttl);
  shape.add('+');
  if (initial - ttl > kMostDistance) {
    shape.add('?');
  } else {
    shape.add_decimal(initial - ttl);
  }
}

// Many systems open with a window of a few whole segments or packets; the number of them says more
// than their product.
void add_window(bool v4, unsigned option_bytes, const Segment& segment, const Options& options,
                Shape& shape) noexcept {
  struct Unit {
    std::string_view name;
    unsigned bytes;
  };
  constexpr unsigned kEthernet = 1500, kTimestamp = 12;
  const unsigned mss = options.segment_size;
  const unsigned headers = v4 ? 40 : 60;
  const unsigned all_headers =
      headers + option_bytes + static_cast<unsigned>(segment.options.size());
  const Unit units[]{
      {"mss*", mss},
      {"mss*", options.own_timestamp != 0 ? mss - kTimestamp : 0},
      {"mss*", kEthernet - 40 - kTimestamp},
      {"mss*", kEthernet - 40},
      {"mss*", v4 ? 0 : kEthernet - 60 - kTimestamp},
      {"mss*", v4 ? 0 : kEthernet - 60},
      {"mtu*", mss + 40},
      {"mtu*", mss + all_headers},
      {"mtu*", v4 ? 0 : mss + headers},
      {"mtu*", kEthernet},
  };
  if (segment.window != 0 && mss >= kLeastSegment) {
    for (const Unit& unit : units) {
      if (unit.bytes == 0 || segment.window % unit.bytes != 0) continue;
      shape.add(unit.name);
      return shape.add_decimal(segment.window / unit.bytes);
    }
  }
  shape.add_decimal(segment.window);
}

void add_quirks(std::uint32_t quirks, Shape& shape) noexcept {
  bool first = true;
  for (std::size_t i = 0; i < kQuirkNames.size(); ++i) {
    if ((quirks >> i & 1) == 0) continue;
    shape.separate(',', first);
    shape.add(kQuirkNames[i]);
  }
}

// The largest segment tells what the sender's link carries; all but plain Ethernet is worth saying.
struct Link {
  unsigned most;  // bytes of a packet
  std::string_view name;
};
constexpr Link kLinks[] = {
    {1492, "pppoe"},       // RFC 2516, 7
    {1480, "ip_in_ip"},    // RFC 2003, and 6in4: RFC 4213, 3.2
    {1476, "gre"},         // RFC 2784
    {1420, "wireguard"},   // over IPv6 and Ethernet, as wg-quick sets it
    {1280, "least_ipv6"},  // RFC 8200, 5: Teredo, and what plays safe
    {9000, "jumbo"},      {65535, "loopback"}, {65536, "loopback"},
};

void add_link(bool v4, unsigned segment_size, Findings& findings) noexcept {
  const unsigned most = segment_size + (v4 ? 40 : 60);
  for (const Link& link : kLinks) {
    if (link.most == most) return findings.add(Field::tcp_link, link.name);
  }
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Layers& layers = payload.layers;
  if ((layers.tcp_flags & (kSyn | kFin | kRst)) != kSyn) return Reading::not_mine();
  const bool v4 = layers.ip_version == 4;
  const Network network = v4 ? read_ipv4(layers.ip_header) : read_ipv6(layers.ip_header);
  Segment segment;
  if (!read_segment(Cursor{layers.transport_header}, segment)) return Reading::not_mine();
  const bool pure_syn = (layers.tcp_flags & kAck) == 0;
  Options options;
  read_options(Cursor{segment.options}, pure_syn, options);

  Shape shape;
  shape.add(v4 ? '4' : '6');
  shape.add(':');
  add_ttl(layers.ttl, shape);
  shape.add(':');
  shape.add_decimal(network.option_bytes);
  shape.add(':');
  shape.add_decimal(options.segment_size);
  shape.add(':');
  add_window(v4, network.option_bytes, segment, options, shape);
  shape.add(',');
  shape.add_decimal(options.scale);
  shape.add(':');
  shape.add(options.layout.view());
  shape.add(':');
  add_quirks(network.quirks | segment.quirks | options.quirks, shape);
  shape.add(layers.payload_length == 0 ? ":0" : ":+");
  findings.add_composed(pure_syn ? Field::tcp_syn : Field::tcp_synack, shape.view());
  add_link(v4, options.segment_size, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol tcp{"tcp", Carrier::tcp_header, {}, read};

}  // namespace tapcensus
