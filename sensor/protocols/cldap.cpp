// LDAP over UDP (RFC 1798; [MS-ADTS] 6.3.3): Windows clients look for their domain, and its servers
// answer.
#include <array>

#include "protocols/ldap_facts.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

using ldap_facts::Operation;

constexpr std::array<std::uint16_t, 1> kPorts{389};
constexpr unsigned kMostMessages = 4;

// False when this is no message.
bool read_message(ByteView message, Findings& findings) noexcept {
  DerReader in{message};
  in.next(DerTag::integer);
  DerElement operation = in.next();
  // RFC 1798, 3: some send a name before the operation.
  if (operation.tag == DerTag::octet_string) operation = in.next();
  if (!in.ok() || (static_cast<std::uint8_t>(operation.tag) & 0xc0) != 0x40) return false;
  ldap_facts::read(static_cast<Operation>(operation.tag), operation.content, findings);
  return true;
}

Reading read(const Payload& payload, Findings& findings) noexcept {
  DerReader in{payload.bytes};
  bool any = false;
  for (unsigned i = 0; i < kMostMessages && in.at(DerTag::sequence); ++i) {
    const ByteView message = in.open(DerTag::sequence);
    if (!read_message(message, findings)) break;
    any = true;
  }
  return any ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol cldap{"cldap", Carrier::udp, kPorts, read};

}  // namespace tapcensus
