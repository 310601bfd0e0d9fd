// IGMP (RFC 1112, 2236, 3376): which groups a host wants to hear, and how it says so.
//
// Groups that are left are not read: they were read when they were joined.
#include <array>

#include "base/cursor.hpp"
#include "protocols/line.hpp"
#include "protocols/notation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kIgmp{2};

enum Message : std::uint8_t {
  kQuery = 0x11,
  kReport1 = 0x12,
  kReport2 = 0x16,
  kReport3 = 0x22,
};

// 4.2.12: a record that includes no source is a group that is left.
enum RecordType : std::uint8_t { kIsInclude = 1, kToInclude = 3, kBlock = 6 };

void add_group(ByteView group, Findings& findings) noexcept {
  const IpAddress address = IpAddress::v4(group);
  if (!address.multicast()) return;
  Line<16> line;
  notation::add_address(line, group);
  findings.add_composed(Field::igmp_group, line.view());
}

void add_records(Cursor in, std::uint16_t records, Findings& findings) noexcept {
  for (unsigned i = 0; i < records; ++i) {
    const std::uint8_t type = in.u8();
    const std::size_t auxiliary = std::size_t{in.u8()} * 4;
    const std::size_t sources = in.be16();
    const ByteView group = in.take(4);
    if (!in.ok()) return;
    const bool leaves = sources == 0 && (type == kIsInclude || type == kToInclude);
    if (!leaves && type >= kIsInclude && type < kBlock) add_group(group, findings);
    in.skip(sources * 4 + auxiliary);
  }
}

// RFC 2113: whether routers are asked to look, as versions 2 and 3 demand.
bool has_router_alert(ByteView ip_header) noexcept {
  constexpr std::uint8_t kEnd = 0, kNothing = 1, kRouterAlert = 0x94;
  Cursor in{ip_header};
  in.skip(20);
  while (!in.at_end()) {
    const std::uint8_t type = in.u8();
    if (type == kRouterAlert) return true;
    if (type == kEnd) return false;
    if (type == kNothing) continue;
    const std::uint8_t size = in.u8();
    if (size < 2) return false;
    in.skip(size - std::size_t{2});
  }
  return false;
}

// The version; behind it what its RFC does not allow: another TTL than 1, no router alert.
void add_version(unsigned version, const Layers& layers, Findings& findings) noexcept {
  Line<32> line;
  line.add_decimal(version);
  if (layers.ttl != 1) {
    line.add(",ttl");
    line.add_decimal(layers.ttl);
  }
  if (version > 1 && !has_router_alert(layers.ip_header)) line.add(",no_alert");
  findings.add_composed(Field::igmp_version, line.view());
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  const Layers& layers = payload.layers;
  Cursor in{payload.bytes};
  const std::uint8_t type = in.u8();
  const std::uint8_t response_time = in.u8();
  in.skip(2);  // checksum
  switch (type) {
    case kQuery:
      in.skip(4);
      if (!in.ok()) return Reading::not_mine();
      // RFC 3376, 7.1: versions of queries are told by length and maximum response time.
      add_version(in.left() >= 4 ? 3 : response_time == 0 ? 1 : 2, layers, findings);
      return Reading::done();
    case kReport1:
    case kReport2: {
      const ByteView group = in.take(4);
      if (!in.ok()) return Reading::not_mine();
      add_version(type == kReport1 ? 1 : 2, layers, findings);
      add_group(group, findings);
      return Reading::done();
    }
    case kReport3: {
      in.skip(2);
      const std::uint16_t records = in.be16();
      if (!in.ok()) return Reading::not_mine();
      add_version(3, layers, findings);
      add_records(in, records, findings);
      return Reading::done();
    }
    default: return Reading::not_mine();
  }
}

}  // namespace

extern constinit const Protocol igmp{"igmp", Carrier::ip, kIgmp, read};

}  // namespace tapcensus
