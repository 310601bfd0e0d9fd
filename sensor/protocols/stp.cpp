// Spanning tree (IEEE Std 802.1D-2004, 9; 802.1Q-2018, 14): which bridge sent this, and which
// version it speaks, as in "rstp 32768 00:1c:0e:87:78:00".
#include <array>

#include "base/cursor.hpp"
#include "protocols/line.hpp"
#include "protocols/notation.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kKeys{kLlcKey};
constexpr std::uint32_t kLlc = 0x424203, kPvst = 0xaaaa03;
constexpr std::uint64_t kPvstProtocol = 0x00000c010b;  // Cisco's, a tree for each VLAN

// 9.3: versions and types of messages. Notices of a change name nobody.
constexpr std::uint8_t kConfiguration = 0x00, kRapid = 0x02;

std::string_view name_of(std::uint8_t version) noexcept {
  switch (version) {
    case 0: return "stp";
    case 2: return "rstp";
    case 3: return "mstp";
    case 4: return "spb";
    default: return {};
  }
}

bool begins(Cursor& in) noexcept {
  const std::uint32_t llc = in.be24();
  if (llc == kLlc) return true;
  return llc == kPvst && (std::uint64_t{in.be32()} << 8 | in.u8()) == kPvstProtocol;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  if (!begins(in)) return Reading::not_mine();
  const std::uint16_t protocol = in.be16();
  const std::string_view name = name_of(in.u8());
  const std::uint8_t type = in.u8();
  if (!in.ok() || protocol != 0 || name.empty()) return Reading::not_mine();
  if (type != kConfiguration && type != kRapid) return Reading::done();
  in.skip(1 + 8 + 4);  // flags, root, cost
  const std::uint16_t priority = in.be16();
  const ByteView bridge = in.take(6);
  if (!in.ok()) return Reading::done();
  Line<32> line;
  line.add(name);
  line.add(' ');
  line.add_decimal(priority & 0xf000u);  // 802.1D, 9.2.5: the rest is the tree's number
  line.add(' ');
  notation::add_hardware(line, bridge);
  findings.add_composed(Field::stp_bridge, line.view());
  return Reading::done();
}

}  // namespace

extern constinit const Protocol stp{"stp", Carrier::ethernet, kKeys, read};

}  // namespace tapcensus
