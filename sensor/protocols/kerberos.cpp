// Kerberos over UDP (RFC 4120, 7.2.1).
#include <array>

#include "protocols/kerberos_facts.hpp"
#include "protocols/protocol.hpp"

namespace tapcensus {
namespace {

constexpr std::array<std::uint16_t, 1> kPorts{88};
constexpr std::array kStart{kKerberosMessages, kKerberosLengths};

Reading read(const Payload& payload, Findings& findings) noexcept {
  return read_kerberos(payload.bytes, findings) ? Reading::done() : Reading::not_mine();
}

}  // namespace

extern constinit const Protocol kerberos{"kerberos", Carrier::udp, kPorts, read, kStart};

}  // namespace tapcensus
