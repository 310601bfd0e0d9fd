// EtherNet/IP over TCP: who a device says it is (enip_message.hpp).
#include "protocols/enip_message.hpp"
#include "protocols/in_messages.hpp"

namespace tapcensus {
namespace {

using namespace enip_message;

constexpr std::uint8_t kMostMessages = 128;

// Elsewhere a connection must begin as 2-4.4 says, with a session of version 1, or with an
// identity.
bool sure(const Header& header, Cursor body) noexcept {
  if (header.command == kListIdentity) return true;
  return header.command == kRegisterSession && header.length == 4 && body.le16() == 1 &&
         body.le16() == 0 && body.ok();
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  Cursor in{payload.bytes};
  const Header header = read_header(in);
  if (!in.ok()) return in_messages::wait_for(payload, kHeader);
  if (!known(header)) return in_messages::foreign(payload);
  const std::size_t size = kHeader + header.length;
  if (in.left() < header.length) return in_messages::wait_for(payload, size);
  const Cursor body{in.take(header.length)};
  if (payload.guessed && payload.mode == 0 && !sure(header, body)) return Reading::not_mine();
  if (!read_body(header, body, findings)) return in_messages::foreign(payload);
  return in_messages::go_on(payload, size, kMostMessages);
}

}  // namespace

extern constinit const Protocol enip{"enip", Carrier::tcp, kPorts, read, kStart};

}  // namespace tapcensus
