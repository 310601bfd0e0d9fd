// Address Resolution Protocol (RFC 826): which hardware an IPv4 address belongs to.
//
// Requests, replies and announcements all name their sender; what they say of the target is
// hearsay and is not repeated.
#include <array>

#include "base/cursor.hpp"
#include "protocols/protocol.hpp"
#include "wire/ethertypes.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kEthertypes{kArp};

constexpr std::uint64_t kIpv4OverEthernet = 0x0001'0800'06'04;  // hardware, protocol, both lengths
constexpr std::uint16_t kRequest = 1, kReply = 2;

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint64_t kind = std::uint64_t{in.be32()} << 16 | in.be16();
  const std::uint16_t operation = in.be16();
  const ByteView hardware = in.take(6);
  const ByteView network = in.take(4);
  if (!in.ok() || kind != kIpv4OverEthernet) return Reading::not_mine();
  if (operation != kRequest && operation != kReply) return Reading::not_mine();

  const MacAddress sender = MacAddress::of(hardware);
  const IpAddress address = IpAddress::v4(network);
  // RFC 5227, 1.1: a probe has no sender address, for it does not know yet whether it may.
  if (sender.none() || sender.multicast()) return Reading::done();
  if (address.unspecified() || address.multicast() || address.broadcast()) return Reading::done();
  findings.claim(Claiming::owns, sender, address);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol arp{"arp", Carrier::ethernet, kEthertypes, read};

}  // namespace tapcensus
