// EtherNet/IP over UDP: who a device says it is (enip_message.hpp).
#include "protocols/enip_message.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

using namespace enip_message;

// 2-4.1: sessions are for TCP.
Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const Header header = read_header(in);
  if (!in.ok() || !known(header) || in.left() != header.length) return Reading::not_mine();
  const bool asked = header.command == kListIdentity && header.length > 0;
  if (payload.guessed && !asked) return Reading::not_mine();
  return read_body(header, in, findings) ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol enip_udp{"enip_udp", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
