// What operations of LDAP (RFC 4511, 4) say of those who send them, over TCP and over UDP: NTLM in
// binds, Windows clients that look for their domain, and what servers say of themselves.
#pragma once

#include "facts/finding.hpp"
#include "protocols/der.hpp"

namespace tapcensus::ldap_facts {

enum class Operation : std::uint8_t {
  bind_request = 0x60,
  bind_response = 0x61,
  search_request = 0x63,
  search_entry = 0x64,
  search_done = 0x65,
  extended_request = 0x77,
  extended_response = 0x78,
};

// `content` is what the operation holds, as far as it is there.
void read(Operation operation, ByteView content, Findings& findings) noexcept;

// Whether this is a bind, or about the server itself (its root entry): what is read. It takes no
// more than the first few bytes to say so, and is true of little else.
bool is_read(Operation operation, ByteView content) noexcept;

}  // namespace tapcensus::ldap_facts
