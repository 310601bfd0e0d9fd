// GVCP, the control protocol of GigE Vision cameras: the answer to a search names maker and model.
//
// A fixed record of 248 bytes behind eight of header: texts are filled up with NULs.
#include <array>

#include "protocols/announced.hpp"
#include "protocols/protocol.hpp"
#include "protocols/trimmed.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{3956};
// Success, DISCOVERY_ACK, and how long it is.
constexpr std::array kStart{ByteSet::just(0), ByteSet::just(0), ByteSet::just(0),
                            ByteSet::just(3), ByteSet::just(0), ByteSet::just(0xf8)};

constexpr std::uint16_t kDiscoveryAck = 3, kSize = 248;

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const std::uint16_t status = in.be16();
  const std::uint16_t command = in.be16();
  const std::uint16_t size = in.be16();
  in.skip(2);  // id
  const bool discovered =
      status == 0 && command == kDiscoveryAck && size == kSize && in.left() == kSize;
  if (!discovered) return Reading::not_mine();
  in.skip(4 + 4 + 2);  // version, mode, reserved
  const MacAddress hardware = MacAddress::of(in.take(6));
  in.skip(4 + 4 + 12);  // ways to get an address, the one in use
  const IpAddress address = IpAddress::v4(in.take(4));
  in.skip(12 + 4 + 12 + 4);  // mask, gateway
  const std::string_view maker = trimmed_text(in.take(32));
  const std::string_view model = trimmed_text(in.take(32));
  const std::string_view version = trimmed_text(in.take(32));
  if (!in.ok()) return Reading::not_mine();
  announced::add(Field::gvcp_manufacturer, maker, findings);
  announced::add(Field::gvcp_model, model, findings);
  announced::add(Field::gvcp_version, version, findings);
  if (address == payload.layers.source) announced::claim_hardware(hardware, address, findings);
  return Reading::done();
}

}  // namespace

extern constinit const Protocol gvcp{"gvcp", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
